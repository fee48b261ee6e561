import { opcodes } from './opcodes.js';

/** What the frames of a server bring. */
export interface FrameListener {
  /** A piece of a message, as soon as it is there. A message has at least one; any of them may be empty. */
  readonly onData: (piece: Buffer, isFirst: boolean, isLast: boolean) => void;
  readonly onPing: (payload: Buffer) => void;
  readonly onPong: () => void;
  readonly onClose: () => void;
}

const longestHeader = 10;
const longestControl = 125;

/**
 * Reads the frames of a server from bytes that come cut anywhere. Messages are not put together: each byte is passed on
 * as it came, in the same memory.
 *
 * Source: RFC 6455, section 5
 */
export class FrameReader {
  private readonly header = Buffer.alloc(longestHeader);
  private headerBytes = 0;
  private isInPayload = false;
  private opcode = 0;
  private isFinal = false;
  private leftBytes = 0;
  private isInMessage = false;
  private isFirst = true;
  private control: Buffer[] = [];

  constructor(private readonly listener: FrameListener) {}

  /** @throws Error when the bytes are no frames of a server */
  push(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      at += this.isInPayload ? this.readPayload(chunk.subarray(at)) : this.readHeader(chunk, at);
    }
  }

  private readHeader(chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length && this.headerBytes < this.wantedBytes()) {
      this.header[this.headerBytes++] = chunk[at++] ?? 0;
    }
    if (this.headerBytes >= 2 && this.headerBytes === this.wantedBytes()) this.begin();
    return at - from;
  }

  /** Two bytes say how many there are. */
  private wantedBytes(): number {
    if (this.headerBytes < 2) return 2;
    const length = (this.header[1] ?? 0) & 0x7f;
    return length === 127 ? longestHeader : length === 126 ? 4 : 2;
  }

  private begin(): void {
    const [first = 0, second = 0] = this.header;
    this.headerBytes = 0;
    this.opcode = first & 0x0f;
    this.isFinal = (first & 0x80) !== 0;
    this.leftBytes = this.length(second & 0x7f);
    if ((first & 0x70) !== 0 || (second & 0x80) !== 0) throw new Error('a frame with bits that nobody agreed on');
    if (this.opcode < opcodes.close) this.beginData();
    else if (!this.isFinal || this.leftBytes > longestControl) throw new Error('a control frame that is too long');
    this.isInPayload = true;
    if (this.leftBytes === 0) this.readPayload(Buffer.alloc(0));
  }

  private beginData(): void {
    if (this.opcode > opcodes.binary) throw new Error(`a frame of unknown kind ${this.opcode}`);
    if ((this.opcode === opcodes.continuation) !== this.isInMessage) throw new Error('a frame out of order');
    this.isFirst = !this.isInMessage;
    this.isInMessage = !this.isFinal;
  }

  private length(short: number): number {
    if (short < 126) return short;
    const length = short === 126 ? this.header.readUInt16BE(2) : Number(this.header.readBigUInt64BE(2));
    if (!Number.isSafeInteger(length)) throw new Error('a frame that is too long');
    return length;
  }

  /** @returns how many of the bytes belong to the frame */
  private readPayload(bytes: Buffer): number {
    const piece = bytes.subarray(0, this.leftBytes);
    this.leftBytes -= piece.length;
    const isEnd = this.leftBytes === 0;
    if (isEnd) this.isInPayload = false;
    if (this.opcode >= opcodes.close) this.takeControl(piece, isEnd);
    else {
      const { isFirst } = this;
      this.isFirst = false;
      this.listener.onData(piece, isFirst, isEnd && this.isFinal);
    }
    return piece.length;
  }

  private takeControl(piece: Buffer, isEnd: boolean): void {
    this.control.push(piece);
    if (!isEnd) return;
    const payload = Buffer.concat(this.control);
    this.control = [];
    if (this.opcode === opcodes.ping) this.listener.onPing(payload);
    else if (this.opcode === opcodes.pong) this.listener.onPong();
    else if (this.opcode === opcodes.close) this.listener.onClose();
    else throw new Error(`a frame of unknown kind ${this.opcode}`);
  }
}
