import { type Backoff, backoffSeconds } from '../../../work-queue/backoff.js';
import type { Pod } from '../../objects.js';
import { type ContainerRecord, isSidecar } from '../pod/pod-record.js';

/** @source kubernetes: MaxContainerBackOff and backOffPeriod in pkg/kubelet */
export const kubeletBackoff: Backoff = { baseSeconds: 10, capSeconds: 300 };

/** A container that ran this long starts with a clean slate. */
const forgiveAfterSeconds = 600;

export type RestartPolicy = 'Always' | 'OnFailure' | 'Never';

/** An init container that must end never runs again once it has succeeded. */
export function restartPolicyOf(pod: Pod, record: ContainerRecord): RestartPolicy {
  if (isSidecar(record)) return 'Always';
  const policy = (pod.spec.restartPolicy ?? 'Always') as RestartPolicy;
  return record.isInit && policy === 'Always' ? 'OnFailure' : policy;
}

export function isRestarted(policy: RestartPolicy, exitCode: number): boolean {
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}

/**
 * Seconds before the next run: the first restart is immediate, then 10 s doubled up to five minutes.
 *
 * @param quickEnds how many runs in a row have ended, the last one included
 */
export function restartDelaySeconds(quickEnds: number): number {
  return quickEnds < 2 ? 0 : backoffSeconds(kubeletBackoff, quickEnds - 2);
}

/** Runs in a row that ended soon, after one more that took `ranSeconds`. */
export function countQuickEnds(before: number, ranSeconds: number): number {
  return ranSeconds >= forgiveAfterSeconds ? 1 : before + 1;
}
