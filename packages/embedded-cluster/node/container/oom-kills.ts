import { readFileSync } from 'node:fs';

/**
 * How many processes the kernel has killed for lack of memory since it started; undefined where the system does not say.
 * A container that dies of SIGKILL while this number grows ran out of memory.
 */
export function countOomKills(): number | undefined {
  try {
    const [, count] = /^oom_kill (\d+)$/m.exec(readFileSync('/proc/vmstat', 'utf8')) ?? [];
    return count === undefined ? undefined : Number(count);
  } catch {
    return undefined;
  }
}
