import type { BatchRun } from '../../../api/generated/kinds.js';
import { controllerOf, isControlledBy } from '../../../packages/kubernetes-conventions/owner.js';
import type { ObservedBatchRun, ObservedConfigMap, ObservedJob } from '../observed.js';

/**
 * Whether a Job of the right name is the run's. One that the reconciler creates says so itself; one that was applied
 * with the run cannot, and only must not be another's.
 */
export function isJobOf(run: BatchRun, job: ObservedJob): boolean {
  const owner = controllerOf(job);
  return owner ? owner.uid === run.metadata.uid : run.spec.jobs === 'synthesized';
}

/** The children that the run itself created, Jobs and ConfigMaps. */
export function ownChildren({ parent, children }: ObservedBatchRun): (ObservedJob | ObservedConfigMap)[] {
  return children.filter((child) => isControlledBy(child, parent.metadata.uid ?? ''));
}
