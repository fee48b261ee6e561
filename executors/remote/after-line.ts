import { Transform, type TransformCallback } from 'node:stream';

const mostBytes = 64 * 1024;

/** Passes on what comes after a line, and keeps the last 64 KiB of what comes before it. */
export class AfterLine extends Transform {
  private kept: Buffer = Buffer.alloc(0);
  private isPassed = false;

  constructor(private readonly line: string) {
    super();
  }

  /** What came before the line; undefined once the line has come. */
  get before(): string | undefined {
    return this.isPassed ? undefined : this.kept.toString();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.isPassed) this.push(chunk);
    else this.keep(Buffer.concat([this.kept, chunk]));
    done();
  }

  private keep(bytes: Buffer): void {
    const found = bytes.indexOf(`${this.line}\n`);
    this.isPassed = found >= 0;
    this.kept = bytes.subarray(-mostBytes);
    if (this.isPassed) this.push(bytes.subarray(found + this.line.length + 1));
  }
}
