import { execFileSync } from 'node:child_process';

/** What git prints in a folder. @throws Error of `child_process`, with `stderr`, if git ends with another status than 0 */
export type Git = (cwd: string, ...args: readonly string[]) => string;

/** The installed git; at most 1 GiB of output. */
export const git: Git = (cwd, ...args) =>
  execFileSync('git', [...args], { cwd, encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'pipe'] });
