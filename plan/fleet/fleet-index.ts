import { type FieldError, invalid, omitValue } from '../../packages/structural-schema/field-error.js';
import { isJsonObject, type JSONSchemaProps } from '../../packages/structural-schema/json-schema-props.js';
import { schemaErrors } from '../manifest/object/schema-errors.js';

/** The content of `fleet.json`: the cluster of each repository of a fleet. */
export interface FleetIndex {
  /** Name of the FleetConstruct. */
  readonly fleet: string;
  /** Of all objects. */
  readonly namespace: string;
  /** In the order of the construct. */
  readonly clusters: readonly FleetIndexCluster[];
  /** In the order of the fleet, each once. */
  readonly repositories: readonly FleetIndexRepository[];
}

export interface FleetIndexCluster {
  readonly name: string;
  readonly weight: number;
  /** Its part of the limit of the fleet. Absent if the fleet has no limit. */
  readonly maxConcurrency?: number;
  /** Names of BatchRuns. Empty if the cluster has no repository, or if the fleet is only a template. */
  readonly runs: readonly string[];
}

export interface FleetIndexRepository {
  readonly url: string;
  readonly cluster: string;
  /** Name of its Batch. */
  readonly batch: string;
  /** Name of the BatchRun. Absent if the fleet is only a template. */
  readonly run?: string;
  /** Name of its task, unique in the fleet. */
  readonly task: string;
}

const text: JSONSchemaProps = { type: 'string', minLength: 1 };
const open = { 'x-kubernetes-preserve-unknown-fields': true } as const;

const schema: JSONSchemaProps = {
  type: 'object',
  required: ['fleet', 'namespace', 'clusters', 'repositories'],
  ...open,
  properties: {
    fleet: text,
    namespace: text,
    clusters: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'runs'],
        ...open,
        properties: { name: text, runs: { type: 'array', items: text } },
      },
    },
    repositories: {
      type: 'array',
      items: {
        type: 'object',
        required: ['url', 'cluster', 'task'],
        ...open,
        properties: { url: text, cluster: text, task: text, run: text },
      },
    },
  },
};

/** What is wrong with the content of a `fleet.json`. */
export const fleetIndexErrors = (value: unknown): readonly FieldError[] =>
  isJsonObject(value)
    ? schemaErrors(schema, value)
    : [invalid('', omitValue, 'must be the fleet.json that a FleetConstruct writes')];
