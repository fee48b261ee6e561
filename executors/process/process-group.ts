import { type Clock, wait } from '../../packages/work-queue/clock.js';
import { hasOnlyZombies } from './zombies.js';

const graceSeconds = 10;
const pollSeconds = 0.02;

/**
 * SIGTERM to a process, or with a negative id to the process group of that leader; SIGKILL after ten seconds to what
 * remains.
 *
 * @returns resolves when nothing remains
 */
export async function endProcesses(id: number, clock: Clock): Promise<void> {
  if (!send(id, 'SIGTERM')) return;
  const deadline = clock.now() + graceSeconds * 1000;
  while (send(id, 0) && !hasOnlyZombies(id) && clock.now() < deadline) await wait(clock, pollSeconds);
  send(id, 'SIGKILL');
}

/** SIGKILL to a process or a process group, as `endProcesses` names them. */
export const killProcesses = (id: number): void => void send(id, 'SIGKILL');

/** SIGTERM likewise. */
export const terminateProcesses = (id: number): void => void send(id, 'SIGTERM');

/** @returns false when no process is left to get it */
function send(id: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(id, signal);
  } catch {
    return false;
  }
}
