import { styleText } from 'node:util';

type Style = 'green' | 'red' | 'yellow' | 'cyan' | 'dim' | 'bold';

/** What the output can do: width in columns, height in rows (both as they are now: windows are resized), whether it is a terminal and takes colours. */
export interface Terminal {
  readonly columns: number;
  readonly rows: number;
  readonly isTty: boolean;
  readonly paint: (style: Style, text: string) => string;
}

/** A pipe has no width to keep to; `NO_COLOR` (https://no-color.org) and `TERM=dumb` mean plain text. */
export function terminalOf(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Terminal {
  const isTty = stream.isTTY === true;
  const isPlain = !isTty || Boolean(env['NO_COLOR']) || env['TERM'] === 'dumb';
  return {
    get columns() {
      return isTty ? stream.columns || 80 : Number.POSITIVE_INFINITY;
    },
    get rows() {
      return isTty ? stream.rows || 24 : Number.POSITIVE_INFINITY;
    },
    isTty: isTty && env['TERM'] !== 'dumb',
    paint: (style, text) => (isPlain ? text : styleText(style, text)),
  };
}

/** Control characters, escape sequences and marks of direction among them, would let an agent's summary draw on the user's terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;

/** Terminals give these two columns: https://www.unicode.org/reports/tr11/ */
const wide =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** One printable line, cut to `width` columns with an ellipsis as the last one. */
export function cut(text: string, width: number): string {
  const line = text.replaceAll(control, ' ').trimEnd();
  const room = Math.max(0, width - 1);
  let used = 0;
  let fitting = 0;
  for (const { segment } of graphemes.segment(line)) {
    used += wide.test(segment) ? 2 : 1;
    if (used <= room) fitting += segment.length;
  }
  return used <= width ? line : `${line.slice(0, fitting)}…`;
}
