import { readFileSync } from 'node:fs';
import type { Mutant } from './mutant.js';

/** Mutants of one line that change no behavior, and why. */
export interface EquivalentMutants {
  readonly file: string;
  /** The whole line, trimmed; a change of the line makes the entry stale. */
  readonly code: string;
  /** The kinds of change; all if absent. */
  readonly mutators?: readonly string[];
  /** The replacement, if only that one is equivalent. */
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
