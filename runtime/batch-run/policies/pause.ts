import type { BatchRun, BatchRunSpec } from '../../../api/generated/kinds.js';
import type { Change } from '../../engine/reconcile/diff.js';
import { hold } from '../jobs/held-job.js';
import { isActive } from '../jobs/pod-activity.js';
import type { RunIndex } from '../jobs/run-index.js';
import { hasGatedPods, isGated } from '../jobs/start-gate.js';
import { startableJobs } from '../jobs/startable-job.js';
import type { ObservedJob } from '../observed.js';

/** Whether the run starts nothing more; the annotation `kubetask.io/pause` counts as the field. */
export const isPaused = ({ suspend }: Pick<BatchRunSpec, 'suspend'>): boolean => suspend === true;

/**
 * Holds the Jobs of a paused run that have no running Pod. Empty when the run is not paused, or when all of them are held.
 *
 * What runs continues to its end. A Pod with our start gate needs nothing: its gate is not removed. A cancelled run is
 * not paused.
 */
export function pauseTasks({ spec }: BatchRun, index: RunIndex): Change[] {
  if (!isPaused(spec) || spec.cancel) return [];
  return startableJobs(index)
    .filter((job) => !waitsForGate(job, index))
    .map((job) => hold(job));
}

/** Whether the Job's Pod, or the next one, is held by its gate. */
const waitsForGate = (job: ObservedJob, { podsOf }: RunIndex): boolean =>
  hasGatedPods(job) && podsOf(job).filter(isActive).every(isGated);

/** @param progress how far the run has come */
export const pausedMessage = (progress: string): string =>
  `no further Pod starts while spec.suspend, or the annotation kubetask.io/pause, is true; ${progress}`;
