import { uint32 } from './dictionary.js';

/** A frame of SPDY/3.1, as far as Kubernetes uses the protocol. @source SPDY protocol, draft 3.1 */
export type Frame =
  | { readonly kind: 'data'; readonly streamId: number; readonly isLast: boolean; readonly data: Buffer }
  | { readonly kind: 'syn-stream'; readonly streamId: number; readonly isLast: boolean; readonly headers: Buffer }
  | { readonly kind: 'rst-stream'; readonly streamId: number }
  | { readonly kind: 'ping'; readonly id: number }
  /** Headers come in an order that matters, whoever reads them. */
  | { readonly kind: 'headers'; readonly headers: Buffer }
  | { readonly kind: 'other' };

const version = 3;
const type = { synStream: 1, synReply: 2, rstStream: 3, ping: 6, goAway: 7, headers: 8 };
const fin = 1;

/** Why a stream or a connection is refused. */
export const refusal = { protocolError: 1, refusedStream: 3 };

/** @throws Error when what comes is no SPDY/3 */
export async function* readFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    for (let size = sizeOf(rest); size <= rest.length; size = sizeOf(rest)) {
      yield parseFrame(rest.subarray(0, size));
      rest = rest.subarray(size);
    }
  }
}

/** Infinite as long as it is not known. */
const sizeOf = (bytes: Buffer): number => (bytes.length < 8 ? Number.POSITIVE_INFINITY : 8 + bytes.readUIntBE(5, 3));

function parseFrame(frame: Buffer): Frame {
  const word = frame.readUInt32BE(0);
  const isLast = ((frame[4] ?? 0) & fin) !== 0;
  if (word < 0x8000_0000) return { kind: 'data', streamId: word, isLast, data: frame.subarray(8) };
  if (((word >>> 16) & 0x7fff) !== version) throw new Error('the client does not speak SPDY/3');
  switch (word & 0xffff) {
    case type.synStream:
      return { kind: 'syn-stream', streamId: idAt(frame, 8), isLast, headers: frame.subarray(18) };
    case type.rstStream:
      return { kind: 'rst-stream', streamId: idAt(frame, 8) };
    case type.ping:
      return { kind: 'ping', id: frame.readUInt32BE(8) };
    case type.synReply:
    case type.headers:
      return { kind: 'headers', headers: frame.subarray(12) };
    default:
      return { kind: 'other' };
  }
}

const idAt = (frame: Buffer, offset: number): number => frame.readUInt32BE(offset) & 0x7fff_ffff;

export const dataFrame = (streamId: number, data: Uint8Array, isLast = false): Buffer =>
  Buffer.concat([uint32(streamId), flagsAndLength(isLast, data.length), data]);

export const synReplyFrame = (streamId: number, headers: Buffer): Buffer =>
  controlFrame(type.synReply, uint32(streamId), headers);

export const rstStreamFrame = (streamId: number, status: number): Buffer =>
  controlFrame(type.rstStream, uint32(streamId), uint32(status));

export const pingFrame = (id: number): Buffer => controlFrame(type.ping, uint32(id));

export const goAwayFrame = (lastStreamId: number, status: number): Buffer =>
  controlFrame(type.goAway, uint32(lastStreamId), uint32(status));

function controlFrame(kind: number, ...parts: readonly Buffer[]): Buffer {
  const payload = Buffer.concat(parts);
  return Buffer.concat([uint32((0x8000 + version) * 0x1_0000 + kind), flagsAndLength(false, payload.length), payload]);
}

const flagsAndLength = (isLast: boolean, length: number): Buffer => uint32((isLast ? fin : 0) * 0x100_0000 + length);
