import { randomBytes } from 'node:crypto';
import { lstatSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentHash } from '../../packages/kubernetes-conventions/content-hash.js';

/** Process ids mean something only here: another container may share the temporary folder. */
const here = (): string => contentHash([hostname(), processNamespace()], 8);

function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

const prefix = (): string => `kubetask-${here()}-${process.pid}-`;

/** A new folder in the system's temporary folder, readable by this user alone. @throws Error of the file system */
export const makeTemporaryFolder = (): string => mkdtempSync(join(tmpdir(), prefix()));

/** The path of such a folder that is made later. */
export const temporaryPath = (): string => join(tmpdir(), `${prefix()}${randomBytes(3).toString('hex')}`);

/** Removes what processes of this user left that were killed before they could remove it. Never throws. */
export function sweepTemporaryFolders(): void {
  const pattern = new RegExp(`^kubetask-${here()}-(\\d+)-[0-9A-Za-z]{6}$`);
  for (const name of namesIn(tmpdir())) {
    const [, pid] = pattern.exec(name) ?? [];
    const folder = join(tmpdir(), name);
    if (pid !== undefined && !isAlive(Number(pid)) && isOwnFolder(folder)) remove(folder);
  }
}

/** Only when the id is free: another process that has it now keeps the folder until that has ended, too. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** No link, and nothing of another user. */
function isOwnFolder(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === (process.getuid?.() ?? found.uid);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // The next start tries again.
  }
}
