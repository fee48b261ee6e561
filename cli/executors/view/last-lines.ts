const longest = 1000;

/** The last lines of a task. */
export class LastLines {
  private readonly lines: string[] = [];

  constructor(private readonly most: number) {}

  /** Of a line that was written over, such as a progress bar, what was there last. */
  add(line: string): void {
    this.lines.push(line.slice(line.lastIndexOf('\r') + 1).slice(0, longest));
    if (this.lines.length > this.most) this.lines.shift();
  }

  last(count: number): readonly string[] {
    return count <= 0 ? [] : this.lines.slice(-count);
  }
}
