import { createHash } from 'node:crypto';
import type { Mutant } from './mutant.js';

/**
 * The same `size` mutants in each run, evenly spread over the code: those whose digests come first. All when there are
 * no more. Pure.
 */
export function sampleOf(mutants: readonly Mutant[], size: number): readonly Mutant[] {
  if (mutants.length <= size) return mutants;
  const ranked = mutants.map((mutant) => ({ mutant, rank: digest(mutant.id) }));
  const chosen = ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1)).slice(0, size);
  const ids = new Set(chosen.map(({ mutant }) => mutant.id));
  return mutants.filter(({ id }) => ids.has(id));
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
