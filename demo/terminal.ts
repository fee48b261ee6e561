import { styleText } from 'node:util';

type Style = 'green' | 'red' | 'yellow' | 'cyan' | 'dim' | 'bold';

/** What the output can do: width in columns, height in rows, whether it is a terminal and takes colours. */
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
    columns: isTty ? stream.columns || 80 : Number.POSITIVE_INFINITY,
    rows: isTty ? stream.rows || 24 : Number.POSITIVE_INFINITY,
    isTty: isTty && env['TERM'] !== 'dumb',
    paint: (style, text) => (isPlain ? text : styleText(style, text)),
  };
}

/** Control characters, escape sequences among them, would let an agent's summary draw on the user's terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f]+/g;

/** One printable line, cut to `width` columns with an ellipsis as the last one. */
export function cut(text: string, width: number): string {
  const line = text.replaceAll(control, ' ').trimEnd();
  return line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`;
}
