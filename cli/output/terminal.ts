import { styleText } from 'node:util';

export type Style = 'green' | 'red' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'dim' | 'bold';

/** A stream for text: a terminal, a file, a pipe. */
export type TextStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

/** What a stream can show. */
export interface Terminal {
  /** Columns; infinite for a pipe. */
  readonly columns: number;
  readonly rows: number;
  readonly isTty: boolean;
  /** Colours the text where the stream takes colours. */
  readonly paint: (style: Style, text: string) => string;
}

/** `NO_COLOR` (https://no-color.org), `FORCE_COLOR` and `TERM=dumb` are heard; `--no-color` outdoes them all. */
export function terminalOf(stream: TextStream, env: NodeJS.ProcessEnv, color: boolean): Terminal {
  const isTty = stream.isTTY === true && env['TERM'] !== 'dumb';
  const isForced = Boolean(env['FORCE_COLOR']) && env['FORCE_COLOR'] !== '0';
  const isColored = color && !env['NO_COLOR'] && (isTty || isForced);
  return {
    columns: isTty ? stream.columns || 80 : Number.POSITIVE_INFINITY,
    rows: isTty ? stream.rows || 24 : Number.POSITIVE_INFINITY,
    isTty,
    paint: (style, text) => (isColored && text !== '' ? styleText(style, text, { validateStream: false }) : text),
  };
}

/** Control characters, escape sequences among them, would let an agent's words draw on the user's terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f]+/g;

/** One printable line without control characters. */
export const oneLine = (text: string): string => text.replaceAll(control, ' ').trimEnd();

/** One printable line of at most `width` columns, an ellipsis the last of them when something is missing. */
export function cut(text: string, width: number): string {
  const line = oneLine(text);
  return line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`;
}
