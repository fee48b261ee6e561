import type { LogLine } from '../../executors/logs/log-cursor.js';
import type { Output } from '../output/output.js';
import { SourceMarks } from '../output/source-marks.js';
import type { LogSource } from './pod-containers.js';

export interface PrintOptions {
  /** @default true */
  readonly prefix?: boolean;
  readonly timestamps?: boolean;
}

/** Writes lines of many containers, each marked with where it comes from. */
export class LogPrinter {
  private readonly marks = new SourceMarks();

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
    return this.marks.mark(key, label, terminal, taskIndex);
  }
}
