import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Settles when everything has passed, or when one of both ends is gone; the other is then gone, too.
 *
 * @param options `end: false` leaves the second open when the first has ended
 */
export async function pump(from?: Readable | null, to?: Writable | null, options?: { end: boolean }): Promise<void> {
  if (from && to) await pipeline(from, to, options ?? {}).catch(() => undefined);
}
