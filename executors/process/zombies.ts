import { readdirSync, readFileSync } from 'node:fs';

/**
 * Whether all that is left of a process, or with a negative id of a process group, has ended and only waits for its
 * parent. In a container whose first process reaps nobody that lasts forever. Linux alone tells; false elsewhere.
 */
export function hasOnlyZombies(id: number): boolean {
  const states = statesOf(id);
  return states.length > 0 && states.every((state) => state === 'Z' || state === 'X');
}

function statesOf(id: number): string[] {
  try {
    const pids = id > 0 ? [String(id)] : readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return pids.flatMap((pid) => stateOf(pid, id));
  } catch {
    return [];
  }
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: state and group follow the name in parentheses. */
function stateOf(pid: string, id: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, state = '', group] = /^\s*(\S) \d+ (\d+)/.exec(stat.slice(stat.lastIndexOf(')') + 1)) ?? [];
    return id > 0 || Number(group) === -id ? [state] : [];
  } catch {
    return []; // it has ended meanwhile
  }
}
