import type { Job, JobCondition } from '../../objects.js';

/** Types a finished Job may carry. @source kubernetes: staging/src/k8s.io/api/batch/v1/types.go */
export type JobConditionType = 'SuccessCriteriaMet' | 'Complete' | 'FailureTarget' | 'Failed' | 'Suspended';

/** Why a Job ends; becomes the `reason` and `message` of both its conditions, the interim and the final one. */
export interface JobEnd {
  readonly outcome: 'Complete' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

const interim = { Complete: 'SuccessCriteriaMet', Failed: 'FailureTarget' } as const;

export function condition(job: Job, type: JobConditionType): JobCondition | undefined {
  return job.status?.conditions?.find((each) => each.type === type);
}

export function isTrue(job: Job, type: JobConditionType): boolean {
  return condition(job, type)?.status === 'True';
}

export function isFinished(job: Job): boolean {
  return isTrue(job, 'Complete') || isTrue(job, 'Failed');
}

/** The end that an earlier pass decided and that waits for the last Pods to end. */
export function pendingEnd(job: Job): JobEnd | undefined {
  for (const outcome of ['Failed', 'Complete'] as const) {
    const found = condition(job, interim[outcome]);
    if (found?.status === 'True') return { outcome, reason: found.reason ?? '', message: found.message ?? '' };
  }
  return undefined;
}

/** First what the Job is going to be, then, once no Pod is left running, what it is. */
export function endConditions({ outcome, reason, message }: JobEnd, isOver: boolean, now: string): JobCondition[] {
  const types = isOver ? [interim[outcome], outcome] : [interim[outcome]];
  return types.map((type) => newCondition(type, 'True', reason, message, now));
}

export function newCondition(
  type: JobConditionType,
  status: 'True' | 'False',
  reason: string,
  message: string,
  now: string,
): JobCondition {
  return { type, status, lastProbeTime: now, lastTransitionTime: now, reason, message };
}

/** `desired` over `observed`: a condition keeps its transition time while its status stays. */
export function mergeConditions(observed: readonly JobCondition[], desired: readonly JobCondition[]): JobCondition[] {
  const merged = new Map(observed.map((each) => [each.type, each]));
  for (const each of desired) if (merged.get(each.type)?.status !== each.status) merged.set(each.type, each);
  return [...merged.values()];
}
