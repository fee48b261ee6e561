import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { findProgram } from './find-program.js';

/**
 * A limit that Linux has not enforced since 2.4, on file locks, set to a number of its own for each Pod. Every process of
 * the Pod inherits it, also one that leaves its session, its folder and its environment behind (`setsid env -i`).
 */
export type PodMark = number;

/** Others have no such limit at all, so a number of one's own need only differ from those of other Pods. */
export const choosePodMark = (): PodMark => randomInt(1_000, 2 ** 47);

/** The program that starts another with a mark; undefined off Linux, and where `prlimit` is absent or not allowed. */
export function findMarker(path: string): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const marker = findProgram('prlimit', path, '/');
    execFileSync(marker, ['--locks=1000:', '--', 'true'], { stdio: 'ignore' });
    return marker;
  } catch {
    return undefined;
  }
}

export const withMark = (marker: string, mark: PodMark, argv: readonly string[]): readonly string[] => [
  marker,
  `--locks=${mark}:`,
  '--',
  ...argv,
];

/** False for a process that is gone or belongs to somebody else. */
export function hasPodMark(pid: string, mark: PodMark): boolean {
  try {
    return new RegExp(`^Max file locks +${mark} `, 'm').test(readFileSync(`/proc/${pid}/limits`, 'latin1'));
  } catch {
    return false;
  }
}
