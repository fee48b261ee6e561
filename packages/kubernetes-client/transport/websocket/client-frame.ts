import { randomFillSync } from 'node:crypto';

const maskBytes = 4;

/**
 * A whole message, or a control frame, as a client sends it: masked.
 *
 * @param parts together the payload
 */
export function clientFrame(opcode: number, parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const maskAt = length < 126 ? 2 : length < 0x10000 ? 4 : 10;
  const frame = Buffer.allocUnsafe(maskAt + maskBytes + length);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (length < 126 ? length : maskAt === 4 ? 126 : 127);
  if (maskAt === 4) frame.writeUInt16BE(length, 2);
  if (maskAt === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  randomFillSync(frame, maskAt, maskBytes);
  let at = maskAt + maskBytes;
  for (const part of parts) {
    frame.set(part, at);
    at += part.length;
  }
  mask(frame, maskAt);
  return frame;
}

/** Whole words first, where the memory allows it: that is several times faster. */
function mask(frame: Buffer, maskAt: number): void {
  const start = maskAt + maskBytes;
  const offset = frame.byteOffset + start;
  const words = offset % 4 === 0 ? (frame.length - start) >> 2 : 0;
  if (words > 0) {
    const view = new Uint32Array(frame.buffer, offset, words);
    const [word = 0] = new Uint32Array(Uint8Array.from(frame.subarray(maskAt, start)).buffer);
    for (let index = 0; index < words; index++) view[index] = (view[index] ?? 0) ^ word;
  }
  for (let at = start + words * 4; at < frame.length; at++) {
    frame[at] = (frame[at] ?? 0) ^ (frame[maskAt + ((at - start) & 3)] ?? 0);
  }
}
