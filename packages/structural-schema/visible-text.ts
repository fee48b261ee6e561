/** Invisible characters: controls, formats such as U+200B and bidirectional controls, and every blank except U+0020. */
const invisible = /[\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;
const everyInvisible = new RegExp(invisible.source, 'gu');

/** Escapes invisible characters as Go does: `main\u200b`. A plain blank stays. */
export const withVisibleCharacters = (text: string): string =>
  text.replaceAll(everyInvisible, (character) => (character === ' ' ? ' ' : escapeOf(character)));

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** The first invisible character of a text, or undefined. A blank counts only at the start or end. */
export function invisibleCharacter(text: string): { readonly character: string; readonly index: number } | undefined {
  if (!invisible.test(text)) return undefined;
  const trimmed = text.trimEnd();
  const [{ index, 0: character } = {}] = [...text.matchAll(everyInvisible)].filter(
    ({ 0: found, index: at }) => found !== ' ' || at === 0 || at >= trimmed.length,
  );
  return character === undefined || index === undefined ? undefined : { character, index };
}
