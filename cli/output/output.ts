import type { Terminal, TextStream } from './terminal.js';

/** One of the two streams of a command: data goes to stdout, words to stderr. */
export interface Output {
  readonly terminal: Terminal;
  /** Writes one line. */
  line(text: string): void;
  /** Writes as it is; resolves when the reader at the other end is ready for more. */
  write(text: string): Promise<void>;
}

export function outputTo(stream: TextStream, terminal: Terminal): Output {
  return {
    terminal,
    line: (text) => void stream.write(`${text}\n`),
    write: (text) =>
      new Promise((resolve) => {
        if (stream.write(text)) resolve();
        else stream.once('drain', resolve);
      }),
  };
}
