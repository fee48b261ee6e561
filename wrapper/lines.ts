import { MOST_LINE_BYTES } from '../plan/agent-preset/stream.js';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
/** Between two lines. */
const MOST_HELD_BYTES = 64 * 1024;

/** A whole line, without its end. */
export type OnLine = (text: string, isCut: boolean) => void;

/** Divides bytes into lines; keeps at most `MOST_LINE_BYTES` of one. A character may lie across two chunks. */
export class LineSplitter {
  /** The beginning of a line, in a buffer that grows: a line may come byte by byte. */
  private held: Buffer = Buffer.alloc(0);
  private bytes = 0;
  private isCut = false;

  constructor(private readonly onLine: OnLine) {}

  push(chunk: Buffer): void {
    let begin = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, begin)) {
      this.complete(chunk.subarray(begin, end));
      begin = end + 1;
    }
    if (begin < chunk.length) this.keep(chunk.subarray(begin));
  }

  /** The last line may have no end. */
  end(): void {
    if (this.bytes > 0) this.complete(Buffer.alloc(0));
  }

  private complete(end: Buffer): void {
    if (this.bytes > 0 || end.length > MOST_LINE_BYTES) {
      this.keep(end);
      this.say(this.held.subarray(0, this.bytes));
    } else this.say(end);
    this.bytes = 0;
    this.isCut = false;
    if (this.held.length > MOST_HELD_BYTES) this.held = Buffer.alloc(0);
  }

  private keep(piece: Buffer): void {
    const room = MOST_LINE_BYTES - this.bytes;
    if (piece.length > room) this.isCut = true;
    const length = this.bytes + Math.min(piece.length, room);
    if (length > this.held.length) {
      const larger = Buffer.allocUnsafe(Math.min(MOST_LINE_BYTES, 2 * length));
      this.held.copy(larger, 0, 0, this.bytes);
      this.held = larger;
    }
    piece.copy(this.held, this.bytes, 0, length - this.bytes);
    this.bytes = length;
  }

  private say(line: Buffer): void {
    const length = line.at(-1) === CARRIAGE_RETURN ? line.length - 1 : line.length;
    this.onLine(line.toString('utf8', 0, length), this.isCut);
  }
}
