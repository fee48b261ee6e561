import { randomBytes } from 'node:crypto';

/** What follows the mark. */
const codeLine = /^(\d{1,3})\n/;
const longestCode = 3;

/**
 * What a shell writes to standard error together with the exit code of a script: the script has ended. It begins with a
 * control character, so that hardly any output looks like the beginning of a mark.
 */
export class EndMark {
  /** For `printf`. The mark itself is in no command, so that a task that prints its process list does not print it. */
  readonly octal: string;
  /** Of the script, once the mark has come. */
  exitCode: number | undefined;
  private readonly mark: string;
  private held: Buffer = Buffer.alloc(0);

  constructor(name = `KUBETASK_EXIT_${randomBytes(8).toString('hex')} `) {
    this.mark = `\x1e${name}`;
    this.octal = `\\036${name}`;
  }

  /** @returns the output without the mark; the beginning of a mark is held until the rest of it comes */
  passOn(output: Buffer): Buffer {
    if (this.exitCode !== undefined) return output;
    const bytes = this.held.length > 0 ? Buffer.concat([this.held, output]) : output;
    const start = bytes.indexOf(this.mark);
    if (start < 0) return this.hold(bytes, this.beginning(bytes));
    const codeStart = start + this.mark.length;
    const after = bytes.subarray(codeStart);
    const [line, code] = codeLine.exec(after.subarray(0, longestCode + 1).toString('latin1')) ?? [];
    if (line === undefined) return this.hold(bytes, after.length <= longestCode ? start : bytes.length);
    this.exitCode = Number(code);
    this.held = Buffer.alloc(0);
    return Buffer.concat([bytes.subarray(0, start), after.subarray(line.length)]);
  }

  /** What was held and is no mark: nothing more comes. */
  rest(): Buffer {
    const { held } = this;
    this.held = Buffer.alloc(0);
    return held;
  }

  private hold(bytes: Buffer, from: number): Buffer {
    // A copy: the rest of a large message is not kept with it.
    this.held = Buffer.from(bytes.subarray(from));
    return bytes.subarray(0, from);
  }

  /** Where a mark may begin that has not come completely. */
  private beginning(bytes: Buffer): number {
    const start = bytes.lastIndexOf('\x1e');
    return start >= 0 && this.mark.startsWith(bytes.subarray(start).toString('latin1')) ? start : bytes.length;
  }
}
