import { timestamp } from '../../../packages/kubernetes-conventions/timestamp.js';
import { hasBegun } from '../../pod/has-begun.js';
import { ignoredSigterm } from '../../pod/ignored-sigterm.js';
import { podResult } from '../../pod/pod-result.js';
import { podEnd } from '../../pod/pod-times.js';
import { isHeld, isSuspended } from '../jobs/held-job.js';
import { jobEnd } from '../jobs/job-end.js';
import type { JobView } from '../jobs/job-view.js';
import { isActive, isRunning } from '../jobs/pod-activity.js';
import type { ObservedTaskPod } from '../observed.js';
import type { TaskState } from '../task-state.js';
import { jobState, taskStart } from './job-state.js';

/** A task of a cancelled run that never had a Job, or whose Job is gone. */
export const cancelledWithoutJob = (startTime: string | undefined, now: number): TaskState => ({
  ...cancelled,
  ...(startTime === undefined ? {} : { startTime }),
  completionTime: timestamp(now),
});

/**
 * The state of a task of a cancelled run that has a Job. What ended by itself before it could be stopped stays what it
 * became.
 *
 * @param pods all of the Job's
 */
export function cancelledJobState(view: JobView, pods: readonly ObservedTaskPod[], now: number): TaskState {
  const { job, pod } = view;
  if (pod && wasStopped(pod)) return stopped(view, pod, now);
  const active = pods.filter(isActive);
  const hasEnded = jobEnd(job) !== undefined || pod?.status?.phase === 'Succeeded';
  if (hasEnded) return jobState(view, now);
  if (active.length === 0 && (isSuspended(job) || isHeld(job))) return cancelledWithoutJob(taskStart(view), now);
  if (!active.some(isRunning)) return { ...cancelling, phase: 'Pending' };
  const phase = active.some(hasBegun) ? 'Running' : 'Pending';
  return { ...cancelling, phase, message: 'the containers are being stopped', ...startOf(view) };
}

/** The kubelet's word for a Pod stopped at its activeDeadlineSeconds, which is how we stop one. */
const wasStopped = ({ status }: ObservedTaskPod): boolean =>
  status?.phase === 'Failed' && status.reason === 'DeadlineExceeded';

function stopped(view: JobView, pod: ObservedTaskPod, now: number): TaskState {
  const { result } = podResult(pod);
  const completionTime = podEnd(pod) ?? timestamp(now);
  const message = ignoredSigterm(pod);
  return { ...cancelled, ...(message && { message }), ...startOf(view), completionTime, ...(result && { result }) };
}

function startOf(view: JobView) {
  const startTime = taskStart(view);
  return startTime === undefined ? {} : { startTime };
}

const cancelled = { phase: 'Cancelled', reason: 'Cancelled' } as const;

const cancelling = { reason: 'Cancelling' } as const;

/** Its Job may have been created, but has not been seen yet. */
export const cancellingUnseen: TaskState = { ...cancelling, phase: 'Pending' };
