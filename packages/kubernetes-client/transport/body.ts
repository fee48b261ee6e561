import type { Readable } from 'node:stream';

/** Memory to put bodies together in, kept from one to the next. */
let spare: Buffer | undefined;
const nothing = Buffer.alloc(0);
const leastBytes = 262_144;
/** Of 250 Pods; what is larger is rare. */
const mostKeptBytes = 4_194_304;

/**
 * Reads the whole body as it came, and resolves with what `read` makes of it; `read` must not keep it.
 *
 * The pages of a list are megabytes each, which V8 collects late, since they are none of its own: without a memory to use
 * again, tens of megabytes of them add up.
 *
 * @param mostBytes a longer body is cut off
 * @throws the socket's error when the body is cut off, or what `read` throws
 */
export function collect<T>(
  response: Readable,
  read: (body: Buffer) => T,
  mostBytes = Number.POSITIVE_INFINITY,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const body = new Body();
    response.on('data', (chunk: Buffer) => {
      if (body.size + chunk.length <= mostBytes) body.add(chunk);
      else if (!response.destroyed) response.destroy(tooLarge(mostBytes));
    });
    response.on('end', () => {
      try {
        resolve(read(body.bytes));
      } catch (error) {
        reject(error);
      }
      body.release();
    });
    response.on('error', (error) => {
      body.release();
      reject(error);
    });
  });
}

/** With the code of zlib's own error about what unpacks to more than is allowed. */
const tooLarge = (mostBytes: number): Error =>
  Object.assign(new Error(`the answer has more than ${mostBytes} bytes`), { code: 'ERR_BUFFER_TOO_LARGE' });

/** What has come so far. Most bodies come in one chunk, and are not copied. */
class Body {
  private room: Buffer = nothing;
  private length = 0;
  private isOwn = false;

  get bytes(): Buffer {
    return this.room.subarray(0, this.length);
  }

  get size(): number {
    return this.length;
  }

  add(chunk: Buffer): void {
    const length = this.length + chunk.length;
    if (this.length === 0) this.room = chunk;
    else {
      if (length > this.room.length) this.grow(length);
      chunk.copy(this.room, this.length);
    }
    this.length = length;
  }

  /** What `bytes` gave is another's from now on. */
  release(): void {
    if (this.isOwn && this.room.length <= mostKeptBytes && this.room.length > (spare?.length ?? 0)) spare = this.room;
    this.isOwn = false;
    this.room = nothing;
  }

  private grow(bytes: number): void {
    const larger = roomFor(bytes);
    this.room.copy(larger, 0, 0, this.length);
    this.release();
    this.room = larger;
    this.isOwn = true;
  }
}

function roomFor(bytes: number): Buffer {
  const kept = spare;
  if (kept && kept.length >= bytes) {
    spare = undefined;
    return kept;
  }
  return Buffer.allocUnsafeSlow(Math.max(leastBytes, 2 ** Math.ceil(Math.log2(bytes))));
}
