import { setTimeout as delay } from 'node:timers/promises';

/** Resolves when no process has this id; a killed orphan keeps it until the system has collected it. */
export async function whenEnded(pid: number): Promise<void> {
  while (isThere(pid)) await delay(5);
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
