import { readFileSync } from 'node:fs';
import type { Mutant } from './mutant.js';

/** Mutants of one line that change nothing anybody can see, and why. */
export interface EquivalentMutants {
  readonly file: string;
  /** The whole line, trimmed: the entry dies with it. */
  readonly code: string;
  /** The kinds of change that are meant; all when absent. */
  readonly mutators?: readonly string[];
  /** What the change makes of it, when only that is meant. */
  readonly replacement?: string;
  readonly reason: string;
}

export function readEquivalents(path: string): EquivalentMutants[] {
  return JSON.parse(readFileSync(path, 'utf8'));
}

export function isEquivalent(list: readonly EquivalentMutants[], mutant: Mutant): boolean {
  return list.some(
    ({ file, code, mutators, replacement }) =>
      file === mutant.file &&
      code === mutant.code &&
      (mutators?.includes(mutant.mutator) ?? true) &&
      (replacement === undefined || replacement === mutant.replacement),
  );
}
