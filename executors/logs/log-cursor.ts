/** One line of a container's log. */
export interface LogLine {
  /** As the server wrote it; empty when it wrote none. */
  readonly time: string;
  readonly text: string;
}

/**
 * Remembers how far a log has been read, so that a second connection continues where the first broke off: nothing twice,
 * nothing left out. The server knows `sinceTime` to the second only, so it sends some lines again.
 */
export class LogCursor {
  private last: LogLine | undefined;
  private lastKey = '';
  /** Lines seen with the time of the last one. */
  private atLast = 0;
  /** Lines with that time that the present connection has yet to repeat. */
  private toSkip = 0;

  /** What to ask the next connection for; undefined at the beginning. */
  get sinceTime(): string | undefined {
    return this.last?.time;
  }

  /** To be called before each connection. */
  resume(): void {
    this.toSkip = this.atLast;
  }

  /** The line without its timestamp, or undefined when it was seen before. */
  admit(raw: string): LogLine | undefined {
    const line = parseLine(raw);
    if (line.time === '') return line;
    const key = sortable(line.time);
    if (key < this.lastKey) return undefined;
    if (key === this.lastKey && this.toSkip > 0) {
      this.toSkip -= 1;
      return undefined;
    }
    this.atLast = key === this.lastKey ? this.atLast + 1 : 1;
    if (key !== this.lastKey) this.toSkip = 0;
    this.lastKey = key;
    this.last = line;
    return line;
  }
}

const timestamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)/;

function parseLine(raw: string): LogLine {
  const time = timestamp.exec(raw)?.[0] ?? '';
  return { time, text: time === '' ? raw : raw.slice(time.length + 1) };
}

/** Runtimes drop zeros at the end of a fraction: without what follows it, shorter is earlier, as text too. */
function sortable(time: string): string {
  const [, seconds = '', fraction = '', zone = 'Z'] = timestamp.exec(time) ?? [];
  return `${Date.parse(`${seconds}${zone}`)}.${fraction}`;
}
