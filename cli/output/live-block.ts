import type { Output } from './output.js';

/** A block of lines at the bottom of a terminal that is redrawn in place. */
export class LiveBlock {
  private height = 0;

  constructor(private readonly output: Output) {}

  /** Replaces the block. Lines must fit the terminal's width. */
  draw(lines: readonly string[]): void {
    this.clear();
    void this.output.write(lines.map((line) => `${line}\n`).join(''));
    this.height = lines.length;
  }

  /** Leaves nothing of the block. */
  clear(): void {
    this.output.clearLines(this.height);
    this.height = 0;
  }
}
