import { clearScreenDown, cursorTo, moveCursor } from 'node:readline';
import { terminalText } from '../output/terminal-text.js';

/** A block of lines at the bottom of a terminal that is drawn over itself. */
export class Screen {
  private height = 0;

  constructor(private readonly stream: NodeJS.WritableStream) {}

  /** Replaces the block. Lines must fit the terminal's width. */
  draw(lines: readonly string[]): void {
    this.clear();
    this.stream.write(lines.map((line) => `${terminalText(line)}\n`).join(''));
    this.height = lines.length;
  }

  /** Leaves nothing of the block. */
  clear(): void {
    if (this.height > 0) {
      moveCursor(this.stream, 0, -this.height);
      cursorTo(this.stream, 0); // a key that was echoed has moved it
    }
    clearScreenDown(this.stream);
    this.height = 0;
  }
}
