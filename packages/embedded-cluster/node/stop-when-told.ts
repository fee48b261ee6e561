import type { ContainerProcess } from './container-process.js';
import { PodStop } from './pod-context.js';

/**
 * Ends a process when its Pod is told to stop: SIGTERM, then SIGKILL once the grace period is over, or SIGKILL at once
 * when there is none.
 *
 * @returns stops listening; to be called when the process has ended
 */
export function stopWhenTold(process: ContainerProcess, stop: AbortSignal): () => void {
  let killer: NodeJS.Timeout | undefined;
  const end = () => {
    const graceSeconds = stop.reason instanceof PodStop ? stop.reason.graceSeconds : 0;
    process.signal(graceSeconds > 0 ? 'SIGTERM' : 'SIGKILL');
    killer = setTimeout(() => process.signal('SIGKILL'), graceSeconds * 1000);
  };
  if (stop.aborted) end();
  else stop.addEventListener('abort', end);
  return () => {
    stop.removeEventListener('abort', end);
    clearTimeout(killer);
  };
}
