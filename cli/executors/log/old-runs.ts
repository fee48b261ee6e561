import { closeSync, existsSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The files of one run of a task. */
export interface RunFiles {
  readonly name: string;
  readonly path: string;
  /** There as long as the run. */
  readonly lock: string;
}

/** Of a task, the newest runs that are over, beside the one that begins. */
const kept = 2;
/** Somebody may be about to read a log whose path was just printed: so long, and of so many runs, it stays. */
const freshMilliseconds = 10 * 60 * 1000;
const mostFresh = 30;

/** `<task>~<time>-<process>.log`: no name of a task has a tilde. The lock is made here, and is this run's own. */
export function runFiles(runs: string, task: string): RunFiles {
  const stamp = new Date().toISOString().replace(/[-:.]/g, '');
  for (let i = 0; ; i += 1) {
    const name = `${task}~${stamp}-${process.pid}${i === 0 ? '' : `-${i}`}.log`;
    const path = join(runs, name);
    const lock = `${path}.lock`;
    if (!existsSync(path) && isMade(lock)) return { name, path, lock };
  }
}

function isMade(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx', 0o600));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/** Whether another run of the task is under way. Never throws. */
export const runBeside = (runs: string, task: string, own: RunFiles): boolean =>
  namesOf(runs, task).some((name) => name.endsWith('.lock') && join(runs, name) !== own.lock && isAlive(name));

/** Removes the runs of a task but the last ones, those that ended just now, and those that still run. Never throws. */
export function removeOldRuns(runs: string, task: string): void {
  const names = namesOf(runs, task);
  const ids = [...new Set(names.map((name) => name.replace(/\.log(\.\w+)?$/, '')))].sort().reverse();
  const ended = ids.filter((id) => !(names.includes(`${id}.log.lock`) && isAlive(id)));
  const old = ended.filter((id, at) => at >= kept && (at >= mostFresh || !isFresh(join(runs, `${id}.log`))));
  for (const id of old) {
    for (const name of names.filter((one) => one.startsWith(`${id}.log`))) remove(join(runs, name));
  }
}

function isFresh(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && Date.now() - stats.mtimeMs < freshMilliseconds;
}

/** Whether the process that is part of the name is there. */
function isAlive(id: string): boolean {
  try {
    return process.kill(Number(/Z-(\d+)/.exec(id)?.[1]), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function namesOf(folder: string, task: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.startsWith(`${task}~`));
  } catch {
    return [];
  }
}

/** Another run may have removed it. */
function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It stays; the next run tries again.
  }
}
