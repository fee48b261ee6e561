import { editDistance } from '../text/nearest.js';

/**
 * What to write instead of a name that does not exist: the one that was probably meant, otherwise those that begin alike,
 * otherwise all.
 *
 * @param names such as `repository.repo`
 */
export function nameHint(wanted: string, names: readonly string[]): string {
  const near = names.filter((name) => isNear(wanted, name));
  if (near.length > 0) return `did you mean ${near.join(' or ')}?`;
  const alike = names.filter((name) => firstWord(name) === firstWord(wanted));
  return `there are ${(alike.length > 0 ? alike : names).join(', ')};`;
}

/** The last word alone, or each of both words with about one mistake in three letters. */
function isNear(wanted: string, name: string): boolean {
  const words = wanted.split('.');
  const meant = name.split('.');
  if (words.length === 1) return words[0]?.toLowerCase() === meant.at(-1)?.toLowerCase();
  return words.length === meant.length && words.every((word, i) => isTypo(word, meant[i] ?? ''));
}

const isTypo = (word: string, meant: string): boolean =>
  editDistance(word.toLowerCase(), meant.toLowerCase()) <= Math.floor(meant.length / 3);

const firstWord = (name: string): string => name.split('.')[0] ?? '';
