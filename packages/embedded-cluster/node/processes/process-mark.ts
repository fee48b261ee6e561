import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * A limit that nothing here uses, on POSIX message queues, set to a number of its own for each cluster. Every process that
 * a container starts inherits it, also one that leaves its session, its folder and its environment behind.
 */
export type ProcessMark = number;

/** Below what Linux allows everybody. */
const highestMark = 819_200;

export const chooseMark = (): ProcessMark => randomInt(1_000, highestMark);

/** Marks this process, and with it all that it starts from now on. Does nothing off Linux, and without `prlimit`. */
export function markThisProcess(mark: ProcessMark): void {
  if (process.platform !== 'linux') return;
  try {
    execFileSync('prlimit', ['--pid', `${process.pid}`, `--msgqueue=${mark}:`], { stdio: 'ignore' });
  } catch {
    // Escaped processes are then known by their folder and environment only.
  }
}

/** False for a process that is gone or belongs to somebody else. */
export function isMarked(pid: number | string, mark: ProcessMark): boolean {
  try {
    return new RegExp(`^Max msgqueue size +${mark} `, 'm').test(readFileSync(`/proc/${pid}/limits`, 'latin1'));
  } catch {
    return false;
  }
}
