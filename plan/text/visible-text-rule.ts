import { invisibleCharacter } from '../../packages/structural-schema/visible-text.js';

/** What a text of one line has that is invisible and counts in every comparison; undefined when there is nothing. */
export function visibleTextProblem(text: string): string | undefined {
  const found = invisibleCharacter(text);
  if (!found) return undefined;
  const { character, index } = found;
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  const name = names[character] ?? 'a character that cannot be seen';
  return `must not hold ${name} (${code}) ${placeIn(text, character, index)}; remove it`;
}

function placeIn(text: string, character: string, index: number): string {
  if (index === 0) return 'at its beginning';
  return index + character.length === text.length
    ? 'at its end'
    : `as its character ${[...text.slice(0, index)].length + 1}`;
}

const names: Readonly<Record<string, string>> = {
  ' ': 'a blank',
  '\t': 'a tab',
  '\n': 'a line feed',
  '\r': 'a carriage return',
  '\u00a0': 'a no-break space',
  '\u00ad': 'a soft hyphen',
  '\u200b': 'a zero-width space',
  '\u200c': 'a zero-width non-joiner',
  '\u200d': 'a zero-width joiner',
  '\u200e': 'a left-to-right mark',
  '\u200f': 'a right-to-left mark',
  '\u202e': 'a right-to-left override',
  '\u2060': 'a word joiner',
  '\ufeff': 'a byte order mark',
};
