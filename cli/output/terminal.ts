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
  /** Columns and rows as they are now, since windows are resized; infinite for a pipe. */
  readonly columns: number;
  readonly rows: number;
  readonly isTty: boolean;
  /** Colours the text where the stream takes colours. */
  readonly paint: (style: Style, text: string) => string;
}

/** Respects `NO_COLOR` (https://no-color.org), `FORCE_COLOR` and `TERM=dumb`; `--no-color` overrides them. */
export function terminalOf(stream: TextStream, env: NodeJS.ProcessEnv, color = true): Terminal {
  const isTty = stream.isTTY === true && env['TERM'] !== 'dumb';
  const isForced = Boolean(env['FORCE_COLOR']) && env['FORCE_COLOR'] !== '0';
  const isColored = color && !env['NO_COLOR'] && (isTty || isForced);
  return {
    get columns() {
      return isTty ? stream.columns || 80 : Number.POSITIVE_INFINITY;
    },
    get rows() {
      return isTty ? stream.rows || 24 : Number.POSITIVE_INFINITY;
    },
    isTty,
    paint: (style, text) => (isColored && text !== '' ? styleText(style, text, { validateStream: false }) : text),
  };
}
