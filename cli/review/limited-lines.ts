/** Lines of a text that has a limit. What does not fit is counted, by what it is. */
export class LimitedLines {
  readonly #lines: string[] = [];
  readonly #leftOut = new Map<string, number>();
  #length = 0;

  /**
   * @param most characters of the text, its end included
   * @param reserve characters that are kept for the end
   */
  constructor(
    private readonly most: number,
    private readonly reserve: number,
  ) {}

  /**
   * Adds lines together, or none of them.
   *
   * @param name what is left out if there is no room, such as `tasks`
   * @param room characters that are kept for what comes later
   * @returns whether there was room
   */
  add(lines: readonly string[], name: string, count = 1, room = 0): boolean {
    const length = lengthOf(lines);
    if (this.#length + length > this.most - this.reserve - room) {
      this.#leftOut.set(name, (this.#leftOut.get(name) ?? 0) + count);
      return false;
    }
    this.#lines.push(...lines);
    this.#length += length;
    return true;
  }

  /** Counts what a shorter list leaves out. */
  leaveOut(name: string, count: number): void {
    if (count > 0) this.#leftOut.set(name, (this.#leftOut.get(name) ?? 0) + count);
  }

  /** `12 tasks, 3 causes`; empty if nothing is left out. */
  leftOut(): string {
    return [...this.#leftOut].map(([name, count]) => `${count} ${name}`).join(', ');
  }

  /** The text, with lines for which room is reserved. */
  text(end: readonly string[]): string {
    return [...this.#lines, ...end].map((line) => `${line}\n`).join('');
  }
}

const lengthOf = (lines: readonly string[]): number => lines.reduce((all, line) => all + line.length + 1, 0);
