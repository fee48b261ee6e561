import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processStartTime } from './process-start-time.js';

/**
 * The process groups that run now, one record on disk each, so that whoever outlives us can end them.
 * A record is named after the group's id and holds the start time of its leader.
 */
export interface ProcessGroups {
  add(groupId: number): void;
  remove(groupId: number): void;
}

export function createProcessGroups(directory: string): ProcessGroups {
  return {
    add: (groupId) => writeFileSync(join(directory, `${groupId}`), processStartTime(groupId) ?? ''),
    remove: (groupId) => rmSync(join(directory, `${groupId}`), { force: true }),
  };
}

/** Ends every recorded group at once, leaving alone an id that has passed to another process since. */
export function killRecordedGroups(directory: string): void {
  for (const record of readdirSync(directory)) {
    const observed = processStartTime(Number(record));
    const isReused = observed !== undefined && observed !== readFileSync(join(directory, record), 'utf8');
    if (!isReused) signalGroup(Number(record), 'SIGKILL');
  }
}

/** @returns false when the group is gone */
export function signalGroup(groupId: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-groupId, signal);
  } catch {
    return false;
  }
}
