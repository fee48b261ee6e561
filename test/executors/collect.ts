import { Writable } from 'node:stream';

/** A writable that keeps what is written, and emits `text` when there is more. */
export class Collected extends Writable {
  private readonly chunks: Buffer[] = [];

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.chunks.push(chunk);
    this.emit('text');
    done();
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString();
  }
}
