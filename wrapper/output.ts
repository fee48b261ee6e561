import type { Readable, Writable } from 'node:stream';
import type { LineSplitter } from './lines.js';
import type { Masker } from './mask.js';

/** One stream of the CLI: masked, passed on, and read. */
export class Output {
  constructor(
    private readonly masker: Masker,
    private readonly lines: LineSplitter,
    private readonly to: Writable,
  ) {}

  /** If nobody takes what is passed on, nothing more is read. */
  take(chunk: Buffer, source: Readable): void {
    const masked = this.masker.push(chunk);
    if (masked.length === 0) return;
    this.lines.push(masked);
    if (this.to.write(masked) || this.to.destroyed) return;
    source.pause();
    const goOn = () => {
      this.to.off('drain', goOn).off('close', goOn);
      source.resume();
    };
    // Closed: nobody takes the rest, and the work goes on.
    this.to.on('drain', goOn).on('close', goOn);
  }

  end(): void {
    const rest = this.masker.end();
    if (rest.length > 0) {
      this.to.write(rest);
      this.lines.push(rest);
    }
    this.lines.end();
  }
}
