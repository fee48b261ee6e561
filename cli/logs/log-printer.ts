import type { Output } from '../output/output.js';
import type { Style } from '../output/terminal.js';
import type { LogLine } from './log-cursor.js';
import type { LogSource } from './pod-containers.js';

export interface PrintOptions {
  /** @default true */
  readonly prefix?: boolean;
  readonly timestamps?: boolean;
}

/** Red is left for errors. */
const palette: readonly Style[] = ['cyan', 'green', 'yellow', 'magenta', 'blue'];

/** Writes lines of many containers, each marked with where it comes from. */
export class LogPrinter {
  private readonly styles = new Map<string, Style>();

  constructor(
    private readonly out: Output,
    private readonly err: Output,
    private readonly options: PrintOptions,
  ) {}

  line(source: LogSource, { time, text }: LogLine): Promise<void> {
    const prefix = this.options.prefix === false ? '' : `${this.mark(source, this.out)} `;
    const stamp = this.options.timestamps ? `${time} ` : '';
    return this.out.write(`${prefix}${stamp}${text}\n`);
  }

  /** Something about a log that is not in the log. */
  failure(source: LogSource, message: string): void {
    this.err.line(`${this.mark(source, this.err)} ${message}`);
  }

  private mark({ label, taskIndex }: LogSource, { terminal }: Output): string {
    const key = taskIndex === undefined ? label : String(taskIndex);
    const style = this.styles.get(key) ?? palette[(taskIndex ?? this.styles.size) % palette.length] ?? 'cyan';
    this.styles.set(key, style);
    return terminal.paint(style, `[${label}]`);
  }
}
