import { closeSync, existsSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The files of one run of a task. */
export interface RunFiles {
  readonly name: string;
  readonly path: string;
  /** There as long as the run. */
  readonly lock: string;
}

/** Of a task, the newest of those that run no more. */
const kept = 3;

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

/** Removes all runs of a task but the last ones, and those that still run. Never throws. */
export function removeOldRuns(runs: string, task: string): void {
  const names = namesIn(runs).filter((name) => name.startsWith(`${task}~`));
  const ids = [...new Set(names.map((name) => name.replace(/\.log(\.\w+)?$/, '')))].sort();
  const ended = ids.filter((id) => !(names.includes(`${id}.log.lock`) && isAlive(id)));
  const running = ids.length - ended.length;
  for (const id of ended.slice(0, Math.max(0, ended.length - Math.max(0, kept - running)))) {
    for (const name of names.filter((one) => one.startsWith(`${id}.log`))) remove(join(runs, name));
  }
}

/** Whether the process that is part of the name is there. */
function isAlive(id: string): boolean {
  try {
    return process.kill(Number(/Z-(\d+)/.exec(id)?.[1]), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
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
