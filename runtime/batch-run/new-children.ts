import type { TaskStatus } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../api/kubernetes-object.js';
import type { ObservedBatchRun } from './observed.js';
import { ownChildren } from './ownership.js';
import type { Start } from './start.js';

/** Jobs created in one pass, so that the status does not wait for thousands of requests. */
export const MAX_NEW_JOBS = 500;

export interface NewChildren {
  /** ConfigMaps first, since Pods mount them; then Jobs in index order. */
  readonly objects: readonly KubernetesObject[];
  /** Jobs left for the next pass. */
  readonly left: number;
  /** Jobs that were created, but have not been seen yet. */
  readonly awaited: number;
}

const none: NewChildren = { objects: [], left: 0, awaited: 0 };

/**
 * The children to create now. Only under a plan that the status already names: were it not recorded before the first
 * Job, a crash and an edited Batch in between would make one run of two templates.
 */
export function newChildren(observed: ObservedBatchRun, start: Start, tasks: readonly TaskStatus[]): NewChildren {
  const { spec, status } = observed.parent;
  if (spec.jobs === 'synthesized' || start.kind !== 'Planned' || status?.planHash !== start.planHash) return none;
  const { plan } = start;
  const withoutJob = tasks.filter(({ phase, reason }) => phase === 'Pending' && reason === 'JobPending');
  const waiting = withoutJob.filter(({ jobName }) => !observed.recentlyCreated.has(jobName));
  const jobs = waiting.slice(0, MAX_NEW_JOBS).flatMap(({ index }) => plan.tasks[index]?.job() ?? []);
  return {
    objects: [...missingTexts(observed, plan.configMaps), ...jobs],
    left: waiting.length - jobs.length,
    awaited: withoutJob.length - waiting.length,
  };
}

function missingTexts(observed: ObservedBatchRun, texts: readonly KubernetesObject[]): KubernetesObject[] {
  const existing = new Set(
    ownChildren(observed).flatMap(({ kind, metadata }) => (kind === 'ConfigMap' ? metadata.name : [])),
  );
  return texts.filter(({ metadata: { name } }) => !existing.has(name) && !observed.refusals.byName.has(name));
}
