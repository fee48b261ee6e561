import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { isJsonObject, type JsonObject } from '../../packages/structural-schema/json-schema-props.js';

/** A Pod, or what Pods are made of, in a workload. */
export interface PodTemplate {
  readonly metadataPath: string;
  readonly metadata: JsonObject;
  readonly specPath: string;
  readonly spec: JsonObject;
}

/** Where the kinds that have Pods keep their template; an empty path is the object itself. */
const templatePaths: Readonly<Record<string, string>> = {
  'v1/Pod': '',
  'v1/PodTemplate': 'template',
  'v1/ReplicationController': 'spec.template',
  'apps/v1/Deployment': 'spec.template',
  'apps/v1/StatefulSet': 'spec.template',
  'apps/v1/DaemonSet': 'spec.template',
  'apps/v1/ReplicaSet': 'spec.template',
  'batch/v1/Job': 'spec.template',
  'batch/v1/CronJob': 'spec.jobTemplate.spec.template',
};

/** The Pod template of a workload; undefined for other kinds, and where there is none. */
export function podTemplateOf(object: KubernetesObject): PodTemplate | undefined {
  const path = templatePaths[`${object.apiVersion}/${object.kind}`];
  if (path === undefined) return undefined;
  const template = path === '' ? { ...object } : path.split('.').reduce<unknown>(fieldOf, { ...object });
  const spec = fieldOf(template, 'spec');
  const metadata = fieldOf(template, 'metadata');
  if (!isJsonObject(spec)) return undefined;
  const at = (field: string) => [path, field].filter(Boolean).join('.');
  return { metadataPath: at('metadata'), metadata: isJsonObject(metadata) ? metadata : {}, specPath: at('spec'), spec };
}

const fieldOf = (value: unknown, field: string): unknown => (isJsonObject(value) ? value[field] : undefined);

/** A container of any sort. */
export interface PodContainer {
  readonly path: string;
  readonly container: JsonObject;
}

/** Init containers, containers and ephemeral containers, in this order. */
export const containersOf = ({ spec, specPath }: PodTemplate): PodContainer[] =>
  ['initContainers', 'containers', 'ephemeralContainers'].flatMap((field) => itemsOf(spec, field, specPath));

/** The mappings of a list, with their paths. */
export function itemsOf(parent: JsonObject, field: string, parentPath: string): PodContainer[] {
  const list = parent[field];
  if (!Array.isArray(list)) return [];
  return list.flatMap((container: unknown, index) =>
    isJsonObject(container) ? [{ path: `${parentPath}.${field}[${index}]`, container }] : [],
  );
}
