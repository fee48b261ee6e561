import type { RecordedEvent } from '../../event-recorder.js';
import type { Job, JobStatus, Pod } from '../../objects.js';
import { timestamp } from '../../timestamp.js';
import { secondsToDeadline } from './active-deadline.js';
import { endConditions, isFinished, type JobEnd, mergeConditions } from './conditions.js';
import { countPods, type Tally } from './count-pods.js';
import { formatIndexes } from './indexes.js';
import { jobEnd } from './job-end.js';
import { isActive, isDeleting, isReady, isSuspended, isTerminating, isTracked, type ObservedJob } from './observed.js';
import { type PodPlan, planEnd, planPods } from './plan-pods.js';
import { type SuspensionChange, suspensionChange } from './suspension.js';
import { secondsToLive } from './ttl-after-finished.js';

/** What one pass asks for, in the order in which it must be done. */
export interface JobOutcome {
  readonly remove: readonly Pod[];
  readonly create: PodPlan['create'];
  readonly status: JobStatus;
  /** Pods to free of the tracking finalizer, once the status that counts them is written. */
  readonly release: readonly Pod[];
  readonly events: readonly RecordedEvent[];
  /** The Job has outlived `ttlSecondsAfterFinished`. */
  readonly isExpired: boolean;
  readonly requeueAfterSeconds?: number;
}

/** Decides what a Job needs. Pure: a second pass over what the first one made asks for nothing. */
export function reconcileJob(observed: ObservedJob, nowMilliseconds: number): JobOutcome {
  const { job, pods } = observed;
  if (isDeleting(job) || isFinished(job)) return settle(observed, nowMilliseconds);

  const now = timestamp(nowMilliseconds);
  const suspension = suspensionChange(job, now);
  const startTime = startOf(job, suspension, now);
  const deadline = secondsToDeadline(job, startTime, nowMilliseconds);
  const tally = countPods(job, pods);
  const end = jobEnd(job, pods, tally, deadline);
  const plan = end ? planEnd(observed, end) : planPods(observed, tally, nowMilliseconds);
  const isOver = end !== undefined && !pods.some((pod) => isActive(pod) || isTerminating(pod));
  return {
    remove: plan.remove,
    create: plan.create,
    status: statusOf(observed, { tally, plan, suspension, end, isOver, startTime, now }),
    release: [...tally.counted, ...(plan.countsRemoved ? [] : plan.remove.filter(isTracked))],
    events: [...suspension.events, ...(end && isOver ? [finalEvent(end)] : [])],
    isExpired: false,
    ...earliest(plan.requeueAfterSeconds, end ? undefined : deadline),
  };
}

/** A Job that is over, or going, only lets its Pods go. */
function settle({ job, pods }: ObservedJob, nowMilliseconds: number): JobOutcome {
  const secondsLeft = isDeleting(job) ? undefined : secondsToLive(job, nowMilliseconds);
  const isExpired = secondsLeft !== undefined && secondsLeft <= 0;
  return {
    remove: [],
    create: [],
    status: job.status ?? {},
    release: pods.filter(isTracked),
    events: [],
    isExpired,
    ...earliest(isExpired ? undefined : secondsLeft),
  };
}

function startOf(job: Job, suspension: SuspensionChange, now: string): string | undefined {
  if (suspension.resetsStartTime) return now;
  return job.status?.startTime ?? (isSuspended(job) ? undefined : now);
}

interface Findings {
  readonly tally: Tally;
  readonly plan: PodPlan;
  readonly suspension: SuspensionChange;
  readonly end: JobEnd | undefined;
  readonly isOver: boolean;
  readonly startTime: string | undefined;
  readonly now: string;
}

function statusOf({ job, pods }: ObservedJob, findings: Findings): JobStatus {
  const { tally, plan, suspension, end, isOver, startTime, now } = findings;
  const stays = pods.filter((pod) => isActive(pod) && !plan.remove.includes(pod));
  const active = stays.length + plan.create.length;
  const conditions = mergeConditions(job.status?.conditions ?? [], [
    ...suspension.conditions,
    ...(end ? endConditions(end, isOver, now) : []),
  ]);
  return {
    ...(active > 0 && { active }),
    ...(tally.completedIndexes.length > 0 && { completedIndexes: formatIndexes(tally.completedIndexes) }),
    ...(isOver && end?.outcome === 'Complete' && { completionTime: now }),
    ...(conditions.length > 0 && { conditions }),
    ...(tally.failed > 0 && { failed: tally.failed }),
    ready: stays.filter(isReady).length,
    ...(startTime !== undefined && { startTime }),
    ...(tally.succeeded > 0 && { succeeded: tally.succeeded }),
    terminating: pods.filter(isTerminating).length + plan.remove.length,
    uncountedTerminatedPods: {},
  };
}

function finalEvent({ outcome, reason, message }: JobEnd): RecordedEvent {
  if (outcome === 'Complete') return { type: 'Normal', reason: 'Completed', message: 'Job completed' };
  return { type: 'Warning', reason, message };
}

function earliest(...seconds: (number | undefined)[]): { requeueAfterSeconds?: number } {
  const known = seconds.filter((each) => each !== undefined);
  return known.length === 0 ? {} : { requeueAfterSeconds: Math.max(0, Math.min(...known)) };
}
