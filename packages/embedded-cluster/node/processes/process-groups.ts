import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readRegularFile, replaceFile } from '../../regular-file.js';
import { processStartTime } from './process-start-time.js';

/**
 * The process groups that run now, one record on disk each, so that a process that outlives this one can end them.
 * A record is named after the group's id and holds the start time of its leader.
 */
export interface ProcessGroups {
  add(groupId: number): void;
  remove(groupId: number): void;
}

const mostRecordBytes = 100;

export function createProcessGroups(directory: string): ProcessGroups {
  return {
    add(groupId) {
      ensureFolder(directory);
      replaceFile(join(directory, `${groupId}`), processStartTime(groupId) ?? '');
    },
    remove: (groupId) => rmSync(join(directory, `${groupId}`), { force: true }),
  };
}

/** A container may have removed the folder, or put a link in its place: one machine has no sandbox. */
function ensureFolder(directory: string): void {
  if (lstatSync(directory, { throwIfNoEntry: false })?.isDirectory()) return;
  rmSync(directory, { force: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
}

/** Ends every recorded group at once, leaving alone an id that has passed to another process since. */
export function killRecordedGroups(directory: string): void {
  for (const record of existsSync(directory) ? readdirSync(directory) : []) {
    const observed = processStartTime(Number(record));
    const isReused = observed !== undefined && observed !== recordedTime(join(directory, record));
    if (!isReused) signalGroup(Number(record), 'SIGKILL');
  }
}

/** Undefined for what is no record of ours. */
function recordedTime(path: string): string | undefined {
  try {
    return readRegularFile(path, mostRecordBytes).toString();
  } catch {
    return undefined;
  }
}

/** @returns false when the group is gone; ids up to 1 mean everything, or ourselves, to the system, and are never signalled */
export function signalGroup(groupId: number, signal: NodeJS.Signals | 0): boolean {
  if (!Number.isSafeInteger(groupId) || groupId <= 1) return false;
  try {
    return process.kill(-groupId, signal);
  } catch {
    return false;
  }
}
