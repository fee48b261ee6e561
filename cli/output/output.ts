import type { Terminal, TextStream } from './terminal.js';
import { terminalText } from './terminal-text.js';

/**
 * One of the two streams of a command: data goes to stdout, words to stderr. Whatever the cluster's programs put into a
 * text, a terminal only gets colours of it; a pipe gets it as it is.
 */
export interface Output {
  readonly terminal: Terminal;
  /** Writes one line. */
  line(text: string): void;
  /** Back to the first column, and nothing to the right of it. */
  clearLine(): void;
  /** Back over the last `count` lines, to the first column, and nothing below. */
  clearLines(count: number): void;
  /** Writes whole lines, or the beginning of one; resolves when the reader at the other end is ready for more. */
  write(text: string): Promise<void>;
}

export function outputTo(stream: TextStream, terminal: Terminal): Output {
  const safe = (text: string) => (stream.isTTY ? terminalText(text) : text);
  return {
    terminal,
    line: (text) => void stream.write(`${safe(text)}\n`),
    clearLine: () => void stream.write('\r\u001b[2K'),
    clearLines: (count) => void stream.write(`${count > 0 ? `\u001b[${count}A` : ''}\r\u001b[0J`),
    write: (text) =>
      new Promise((resolve) => {
        if (stream.write(safe(text))) resolve();
        else stream.once('drain', resolve);
      }),
  };
}
