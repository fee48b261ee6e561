import type { TextStream } from '../output/terminal.js';
import { terminalText } from '../output/terminal-text.js';

/** Writes lines. What agents and repositories put into them does nothing to a terminal; a pipe gets it as it is. */
export const sayTo =
  (stream: TextStream) =>
  (text: string): void =>
    void stream.write(`${stream.isTTY ? terminalText(text) : text}\n`);

export const say = sayTo(process.stdout);
export const complain = sayTo(process.stderr);
