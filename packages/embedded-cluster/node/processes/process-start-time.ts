import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * An opaque mark of when a process started: together with its id it names a process for good, since ids are reused.
 * Undefined when there is no such process.
 */
export function processStartTime(pid: number): string | undefined {
  try {
    return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
  } catch {
    return undefined;
  }
}

/** Field 22 of `/proc/<pid>/stat`, counted after the command, which may contain spaces and parentheses. */
function fromProc(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function fromPs(pid: number): string {
  return execFileSync('ps', ['-o', 'lstart=', '-p', `${pid}`], { encoding: 'utf8' }).trim();
}
