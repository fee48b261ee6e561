import { crds } from '../../api/generated/crds.js';
import type { WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { contentHash } from '../../packages/kubernetes-conventions/content-hash.js';
import type { JSONSchemaProps } from '../../packages/structural-schema/json-schema-props.js';
import { asStored } from '../as-stored.js';
import type { BatchRunInputs } from './inputs.js';
import { startsGated } from './pace.js';

const HASH_LENGTH = 16;

/**
 * What tells one plan from another, 16 hex digits: equal for inputs that an API server would store alike, so that build
 * time, which sees them without defaults, and run time agree.
 *
 * How many tasks run at a time is not part of it, so that it may be changed while a run is active; but whether their Pods
 * carry the start gate is, because that is written into the Jobs.
 */
export function planHash({ run, batch, workspace }: BatchRunInputs): string {
  const { maxConcurrency: _, ...work } = asStored(specSchema('Batch'), batch.spec);
  const surroundings = withoutLimit(asStored(specSchema('WorkspaceConfig'), workspace));
  const isGated = startsGated({ run, batch, workspace });
  const salt = run.keySalt === undefined ? [] : [{ keySalt: run.keySalt }];
  return contentHash([work, surroundings, ...(isGated ? ['gated'] : []), ...salt], HASH_LENGTH);
}

/**
 * What tells Jobs apart that do the same work, 4 hex digits: everything of the plan but the tasks, whose key tells them apart.
 * A Job that is called after both never changes under its name.
 */
export function unkeyedHash({ run, batch, workspace }: BatchRunInputs): string {
  const { tasks: _, variableContexts: __, commonContext: ___, keySalt: ____, params: _____, ...others } = batch.spec;
  const hash = planHash({
    run: { name: run.name, ...(run.jobs && { jobs: run.jobs }) },
    batch: { ...batch, spec: others },
    workspace,
  });
  return hash.slice(0, 4);
}

function withoutLimit({ concurrency, ...workspace }: WorkspaceConfigSpec): object {
  return concurrency ? { ...workspace, concurrency: { limitKey: concurrency.limitKey } } : workspace;
}

function specSchema(kind: 'Batch' | 'WorkspaceConfig'): JSONSchemaProps {
  const schema: JSONSchemaProps | undefined = crds[kind].spec.versions[0]?.schema.openAPIV3Schema;
  return schema?.properties?.['spec'] ?? {};
}
