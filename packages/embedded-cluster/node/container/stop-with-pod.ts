import type { Cancel, Clock } from '../../../work-queue/clock.js';
import { PodStop } from '../pod/pod-context.js';
import type { ContainerProcess } from '../processes/container-process.js';

/**
 * Ends a process when its Pod stops: SIGTERM, then SIGKILL once the grace period is over, or SIGKILL at once
 * when there is none.
 *
 * @returns stops listening; to be called when the process has ended
 */
export function stopWithPod(process: ContainerProcess, clock: Clock, stop: AbortSignal): () => void {
  let cancelKill: Cancel | undefined;
  const end = () => {
    const graceSeconds = stop.reason instanceof PodStop ? stop.reason.graceSeconds : 0;
    process.signal(graceSeconds > 0 ? 'SIGTERM' : 'SIGKILL');
    cancelKill = clock.setTimeout(() => process.signal('SIGKILL'), graceSeconds * 1000);
  };
  if (stop.aborted) end();
  else stop.addEventListener('abort', end);
  return () => {
    stop.removeEventListener('abort', end);
    cancelKill?.();
  };
}
