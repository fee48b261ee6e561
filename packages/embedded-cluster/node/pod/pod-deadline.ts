import type { Cancel, Clock } from '../../../work-queue/clock.js';
import type { Pod } from '../../objects.js';

/** Node's longest timer. */
const maxTimerSeconds = 2_147_483;

export interface PodDeadline {
  /** Counts to the deadline this Pod names, and no longer to an earlier one. */
  set(pod: Pod): void;
  /** For a Pod that has ended: counts no more. */
  clear(): void;
}

/**
 * Counts the activeDeadlineSeconds of a Pod from now on; they may be set or shortened while it runs.
 *
 * @param onOver called with the Pod that named the deadline
 * @source kubernetes: pkg/kubelet/active_deadline.go
 */
export function startPodDeadline(clock: Clock, onOver: (pod: Pod) => void): PodDeadline {
  const startedAt = clock.now();
  let cancel: Cancel | undefined;
  let isCleared = false;
  return {
    set: (pod) => {
      cancel?.();
      const { activeDeadlineSeconds: seconds = maxTimerSeconds } = pod.spec;
      if (isCleared || seconds >= maxTimerSeconds) return;
      cancel = clock.setTimeout(() => onOver(pod), startedAt + seconds * 1000 - clock.now());
    },
    clear: () => {
      isCleared = true;
      cancel?.();
    },
  };
}
