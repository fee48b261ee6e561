import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { processStartTime, readRegularFile } from '../../../packages/embedded-cluster/index.js';
import { UserError } from '../../errors/user-error.js';

/**
 * Holds a folder for this process, so that a second start does not pull it from under the first.
 * @returns the function that gives it back
 * @throws UserError naming the process that holds it; the lock of a dead process is taken over, and one of this process shared
 */
export function takeLock(path: string): () => void {
  mkdirSync(dirname(path), { recursive: true });
  const holder = holderOf(path);
  if (!isAlive(holder)) rmSync(path, { recursive: true, force: true });
  else if (holder?.pid === process.pid) return () => undefined;
  const own = { pid: process.pid, startTime: processStartTime(process.pid) };
  try {
    writeFileSync(path, JSON.stringify(own), { flag: 'wx' });
  } catch {
    const pid = holderOf(path)?.pid;
    throw new UserError(`Cannot start: process ${pid} already runs here; stop it first, or use another folder`);
  }
  return () => rmSync(path, { force: true });
}

interface Holder {
  readonly pid: number;
  readonly startTime: string;
}

const mostLockBytes = 1000;

function holderOf(path: string): Holder | undefined {
  try {
    const { pid, startTime } = JSON.parse(readRegularFile(path, mostLockBytes).toString()) as Partial<Holder>;
    return typeof pid === 'number' && typeof startTime === 'string' ? { pid, startTime } : undefined;
  } catch {
    return undefined; // no lock, or one that was never written to its end
  }
}

/** Process ids are reused, so the holder is known by when it started, too. */
const isAlive = (holder: Holder | undefined): boolean =>
  holder !== undefined && processStartTime(holder.pid) === holder.startTime;
