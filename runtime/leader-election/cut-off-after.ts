import { timeoutError } from '../../packages/kubernetes-client/transport/network-error.js';
import type { Clock } from '../../packages/work-queue/clock.js';

export interface CutOffAfter {
  readonly signal: AbortSignal;
  /** Forgets the timer and the outer signal. */
  release(): void;
}

/** A signal that aborts after `seconds`, or with `outer`. By hand: `AbortSignal.any` keeps what it made for as long as `outer` lives. */
export function cutOffAfter(clock: Clock, seconds: number, outer?: AbortSignal): CutOffAfter {
  const controller = new AbortController();
  const cut = () => controller.abort(timeoutError('hold the lease', seconds));
  const cancel = clock.setTimeout(cut, seconds * 1000);
  if (outer?.aborted) cut();
  else outer?.addEventListener('abort', cut, { once: true });
  const release = () => {
    cancel();
    outer?.removeEventListener('abort', cut);
  };
  return { signal: controller.signal, release };
}
