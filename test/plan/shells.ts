import { spawnSync } from 'node:child_process';

const candidates: readonly (readonly [string, ...string[]])[] = [['/bin/sh'], ['dash'], ['bash'], ['busybox', 'ash']];

/** The shells of this machine that a script of ours has to run in, by their names. */
export const shells: readonly [string, readonly [string, ...string[]]][] = candidates
  .filter(([program, ...args]) => spawnSync(program, [...args, '-c', 'exit 0']).status === 0)
  .map((shell) => [shell.join(' '), shell]);
