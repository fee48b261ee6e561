import { constants, createInflate } from 'node:zlib';
import { countedText, headerDictionary, uint32 } from './dictionary.js';

export type Headers = Readonly<Record<string, string>>;

/** Reads the header blocks of one connection, in their order: each is compressed with what the ones before it said. */
export interface HeaderReader {
  /** @throws Error when the block is no header block, or a very long one */
  read(block: Buffer): Promise<Headers>;
  close(): void;
}

/** More than any client of Kubernetes says of a stream. */
const longestBlock = 64 * 1024;

export function createHeaderReader(): HeaderReader {
  const inflate = createInflate({ dictionary: headerDictionary, finishFlush: constants.Z_SYNC_FLUSH });
  let parts: Buffer[] = [];
  let length = 0;
  inflate.on('data', (part: Buffer) => {
    parts.push(part);
    length += part.length;
    if (length > longestBlock) inflate.destroy(new Error('a header block is too long'));
  });
  const inflated = (block: Buffer) =>
    new Promise<Buffer>((resolve, reject) => {
      inflate.once('error', reject);
      inflate.write(block, () => {
        inflate.off('error', reject);
        resolve(Buffer.concat(parts));
        parts = [];
        length = 0;
      });
    });
  return {
    read: async (block) => parseHeaders(await inflated(block)),
    close: () => inflate.destroy(),
  };
}

function parseHeaders(bytes: Buffer): Headers {
  let offset = 0;
  const number = () => {
    offset += 4;
    return bytes.readUInt32BE(offset - 4);
  };
  const text = () => {
    const end = number() + offset;
    if (end > bytes.length) throw new Error('a header block ends too early');
    const found = bytes.toString('utf8', offset, end);
    offset = end;
    return found;
  };
  const count = number();
  const headers: Record<string, string> = Object.create(null);
  for (let index = 0; index < count; index++) headers[text().toLowerCase()] = text();
  return headers;
}

/** Begins a stream of zlib that uses no dictionary. */
const zlibHeader = Buffer.of(0x78, 0x01);
/** An empty block: what came before it can be read now. The readers of Go wait for it. */
const flushed = Buffer.of(0, 0, 0, 0xff, 0xff);

/** Writes header blocks as zlib that compresses nothing: what a server has to say is short, and no state is needed. */
export function createHeaderWriter(): (headers: Headers) => Buffer {
  let isFirst = true;
  return (headers) => {
    const pairs = Object.entries(headers);
    const text = Buffer.concat([uint32(pairs.length), ...pairs.flat().flatMap(countedText)]);
    const block = Buffer.alloc(5); // a stored block that is not the last one
    block.writeUInt16LE(text.length, 1);
    block.writeUInt16LE(0xffff - text.length, 3);
    const parts = [...(isFirst ? [zlibHeader] : []), block, text, flushed];
    isFirst = false;
    return Buffer.concat(parts);
  };
}
