import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { hasPodMark, type PodMark } from './pod-mark.js';
import { isMarked, type ProcessMark } from './process-mark.js';

/**
 * Ends processes that left their container's group (`setsid`) and outlived it. They are known by the mark of their Pod;
 * where there is none, by the private `TMPDIR` they inherited, or because they work in a folder of the Pod. Linux only:
 * elsewhere nothing of this can be read.
 */
export function killEscapedProcesses(directory: string, mark?: PodMark): void {
  const variable = Buffer.from(`TMPDIR=${directory}/`).toString('latin1');
  for (const entry of processEntries()) {
    const isOurs =
      (mark !== undefined && hasPodMark(entry, mark)) ||
      environment(entry).some((one) => one.startsWith(variable)) ||
      worksIn(entry, directory);
    if (isOurs && Number(entry) !== process.pid) kill(Number(entry));
  }
}

/** Ends all that a cluster has started and that has lost its parent, whatever it has done to hide; not our own children. */
export function killMarkedProcesses(mark: ProcessMark): void {
  for (const entry of processEntries()) {
    const pid = Number(entry);
    if (pid !== process.pid && isMarked(entry, mark) && parentOf(entry) !== process.pid) kill(pid);
  }
}

/** Field 4 of `/proc/<pid>/stat`, counted after the command, which may contain spaces and parentheses. */
function parentOf(entry: string): number {
  try {
    const stat = readFileSync(`/proc/${entry}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}

function worksIn(entry: string, directory: string): boolean {
  try {
    return readlinkSync(`/proc/${entry}/cwd`).startsWith(`${directory}/`);
  } catch {
    return false;
  }
}

function processEntries(): string[] {
  try {
    return readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  } catch {
    return [];
  }
}

/** Empty for a process that is gone or belongs to somebody else. */
function environment(entry: string): string[] {
  try {
    return readFileSync(`/proc/${entry}/environ`, 'latin1').split('\0');
  } catch {
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended by itself
  }
}
