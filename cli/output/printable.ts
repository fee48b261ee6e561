/** Control characters, escape sequences and marks of direction among them, would let an agent's words draw on the user's terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;

/** Terminals give these two columns: https://www.unicode.org/reports/tr11/ */
const wide =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

let segmenter: Intl.Segmenter | undefined;

/** Made when it is needed: that takes as long as a tenth of a command's start. */
function graphemes(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
}

/** One printable line without control characters. */
export const oneLine = (text: string): string => text.replaceAll(control, ' ').trimEnd();

/** One printable line of at most `width` columns, an ellipsis the last of them when something is missing. */
export function cut(text: string, width: number): string {
  const line = oneLine(text);
  const room = Math.max(0, width - 1);
  let used = 0;
  let fitting = 0;
  for (const { segment } of graphemes(line)) {
    used += wide.test(segment) ? 2 : 1;
    if (used <= room) fitting += segment.length;
  }
  return used <= width ? line : `${line.slice(0, fitting)}…`;
}
