import { MOST_LINE_BYTES } from '../plan/agent-preset/stream.js';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** A whole line, without its end. */
export type OnLine = (text: string, isCut: boolean) => void;

/** Divides bytes into lines; keeps at most `MOST_LINE_BYTES` of one. A character may lie across two chunks. */
export class LineSplitter {
  private pieces: Buffer[] = [];
  private bytes = 0;
  private isCut = false;

  constructor(private readonly onLine: OnLine) {}

  push(chunk: Buffer): void {
    let begin = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, begin)) {
      this.keep(chunk.subarray(begin, end));
      this.flush();
      begin = end + 1;
    }
    if (begin < chunk.length) this.keep(chunk.subarray(begin));
  }

  /** The last line may have no end. */
  end(): void {
    if (this.bytes > 0) this.flush();
  }

  private keep(piece: Buffer): void {
    const room = MOST_LINE_BYTES - this.bytes;
    if (piece.length > room) this.isCut = true;
    const kept = piece.length > room ? piece.subarray(0, room) : piece;
    if (kept.length === 0) return;
    // A copy would be needed only if the chunk were used again, and Node.js does not.
    this.pieces.push(kept);
    this.bytes += kept.length;
  }

  private flush(): void {
    const [first] = this.pieces;
    const line = this.pieces.length === 1 && first ? first : Buffer.concat(this.pieces, this.bytes);
    const isCut = this.isCut;
    this.pieces = [];
    this.bytes = 0;
    this.isCut = false;
    const length = line.at(-1) === CARRIAGE_RETURN ? line.length - 1 : line.length;
    this.onLine(line.toString('utf8', 0, length), isCut);
  }
}
