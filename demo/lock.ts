import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from './user-error.js';

/**
 * Holds a folder for this process, so that a second start does not pull it from under the first.
 * @returns the function that gives it back
 * @throws UserError naming the process that holds it; the lock of a dead process is taken over
 */
export function takeLock(path: string): () => void {
  mkdirSync(dirname(path), { recursive: true });
  const holder = holderOf(path);
  if (holder !== undefined) {
    throw new UserError(`Cannot start: process ${holder} already runs here; stop it first, or use another checkout`);
  }
  writeFileSync(path, String(process.pid));
  return () => rmSync(path, { force: true });
}

function holderOf(path: string): number | undefined {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    process.kill(pid, 0);
    return pid === process.pid ? undefined : pid;
  } catch {
    return undefined; // no lock, or its holder is gone
  }
}
