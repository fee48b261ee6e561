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

function withoutLimit({ concurrency, ...workspace }: WorkspaceConfigSpec): object {
  return concurrency ? { ...workspace, concurrency: { limitKey: concurrency.limitKey } } : workspace;
}

export function specSchema(kind: 'Batch' | 'WorkspaceConfig'): JSONSchemaProps {
  const schema: JSONSchemaProps | undefined = crds[kind].spec.versions[0]?.schema.openAPIV3Schema;
  return schema?.properties?.['spec'] ?? {};
}
