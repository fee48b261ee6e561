import { once } from 'node:events';
import { Duplex, PassThrough } from 'node:stream';
import { constants, createDeflate } from 'node:zlib';
import { countedText, headerDictionary, uint32 } from '../../api-server/spdy/dictionary.js';

/** What a server has sent. */
export interface SeenFrame {
  /** 0 for data; else the type of the control frame. */
  readonly type: number;
  /** Of a stream, or of a ping. */
  readonly id: number;
  readonly isLast: boolean;
  readonly data: Buffer;
}

export interface SpdyClient {
  readonly frames: readonly SeenFrame[];
  open(id: number, headers: Record<string, string>): Promise<void>;
  data(id: number, text: string, isLast?: boolean): void;
  ping(id: number): void;
  reset(id: number): void;
  raw(bytes: Buffer): void;
  /** Resolves with the text of a stream once the server has ended it. */
  textOf(id: number): Promise<string>;
  /** Resolves with the last of so many frames of the type. */
  seen(type: number, count?: number): Promise<SeenFrame>;
}

/** A client and a server joined without a network. */
export function connectSpdy(serve: (connection: Duplex) => Promise<void>) {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const end = serve(Duplex.from({ readable: toServer, writable: toClient }));
  const client = spdyClient(Duplex.from({ readable: toClient, writable: toServer }));
  const hangUp = async () => {
    toServer.end();
    await end;
  };
  return { client, end, hangUp };
}

function spdyClient(connection: Duplex): SpdyClient {
  const frames: SeenFrame[] = [];
  let rest = Buffer.alloc(0);
  connection.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (
      ;
      rest.length >= 8 && rest.length >= 8 + rest.readUIntBE(5, 3);
      rest = rest.subarray(8 + rest.readUIntBE(5, 3))
    )
      frames.push(frameOf(rest.subarray(0, 8 + rest.readUIntBE(5, 3))));
  });
  const compress = compressor();
  const control = (type: number, payload: Buffer) =>
    connection.write(Buffer.concat([Buffer.of(0x80, 3, 0, type), uint32(payload.length), payload]));
  const until = async (claim: () => boolean) => {
    while (!claim()) await once(connection, 'data');
  };
  const ofStream = (id: number) => frames.filter((frame) => frame.type === 0 && frame.id === id);
  return {
    frames,
    open: async (id, headers) => {
      control(1, Buffer.concat([uint32(id), uint32(0), Buffer.of(0, 0), await compress(headers)]));
    },
    data: (id, text, isLast = false) =>
      connection.write(Buffer.concat([uint32(id), uint32((isLast ? 0x100_0000 : 0) + text.length), Buffer.from(text)])),
    ping: (id) => control(6, uint32(id)),
    reset: (id) => control(3, Buffer.concat([uint32(id), uint32(5)])),
    raw: (bytes) => connection.write(bytes),
    textOf: async (id) => {
      await until(() => ofStream(id).some(({ isLast }) => isLast));
      return Buffer.concat(ofStream(id).map(({ data }) => data)).toString();
    },
    seen: async (type, count = 1) => {
      const ofType = () => frames.filter((frame) => frame.type === type);
      await until(() => ofType().length >= count);
      return ofType()[count - 1] as SeenFrame;
    },
  };
}

function frameOf(bytes: Buffer): SeenFrame {
  const isControl = (bytes[0] ?? 0) >= 0x80;
  const id = bytes.readUInt32BE(isControl ? 8 : 0);
  return { type: isControl ? bytes.readUInt16BE(2) : 0, id, isLast: bytes[4] === 1, data: bytes.subarray(8) };
}

function compressor(): (headers: Record<string, string>) => Promise<Buffer> {
  const deflate = createDeflate({ dictionary: headerDictionary });
  const parts: Buffer[] = [];
  deflate.on('data', (part: Buffer) => parts.push(part));
  return (headers) =>
    new Promise((resolve) => {
      const pairs = Object.entries(headers);
      deflate.write(Buffer.concat([uint32(pairs.length), ...pairs.flat().flatMap(countedText)]));
      deflate.flush(constants.Z_SYNC_FLUSH, () => resolve(Buffer.concat(parts.splice(0))));
    });
}
