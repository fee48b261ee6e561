import { Duplex } from 'node:stream';
import { dataFrame, refusal, rstStreamFrame } from './frames.js';
import type { Headers } from './header-block.js';

/** Where frames go; resolves when the client takes them. */
export type SendFrame = (frame: Buffer) => Promise<void>;

/** One stream of a connection, as a pair of directions that end on their own. */
export class SpdyStream extends Duplex {
  #continue: (() => void) | undefined;

  constructor(
    readonly id: number,
    readonly headers: Headers,
    private readonly sendFrame: SendFrame,
  ) {
    super({ allowHalfOpen: true });
    this.on('error', () => undefined); // a stream that breaks off is nothing to the others
  }

  /** Resolves once there is room for more. */
  async receive(data: Buffer, isLast: boolean): Promise<void> {
    const isTaken = data.length === 0 || this.destroyed || this.readableEnded || this.push(data);
    if (isLast && !this.destroyed) this.push(null);
    if (isTaken) return;
    await new Promise<void>((resolve) => {
      this.#continue = resolve;
    });
  }

  override _read(): void {
    this.#continue?.();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.sendFrame(dataFrame(this.id, chunk)).then(() => done(), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.sendFrame(dataFrame(this.id, Buffer.alloc(0), true)).then(() => done(), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#continue?.();
    if (!this.writableFinished) void this.sendFrame(rstStreamFrame(this.id, refusal.protocolError)).catch(() => {});
    done(error);
  }
}
