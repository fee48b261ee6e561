import { spawnSync } from 'node:child_process';

const candidates: readonly (readonly [string, ...string[]])[] = [['/bin/sh'], ['dash'], ['bash'], ['busybox', 'ash']];

/** The shells of this machine that our scripts must run in, by name. */
export const shells: readonly [string, readonly [string, ...string[]]][] = candidates
  .filter(([program, ...args]) => spawnSync(program, [...args, '-c', 'exit 0']).status === 0)
  .map((shell) => [shell.join(' '), shell]);
