import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

/**
 * Passes on what is read, with backpressure, and does not end the writable. When the writable closes, nobody reads any
 * more: so does the source, and a process that writes to it gets SIGPIPE.
 *
 * @returns resolves when everything is passed on, or the writable has closed
 */
export function passOn(from: Readable, to: Writable): () => Promise<void> {
  const close = () => from.destroy();
  to.once('close', close);
  from.pipe(to, { end: false });
  if (to.destroyed) close();
  return async () => {
    if (!from.readableEnded && !from.destroyed) await finished(from, { writable: false }).catch(() => undefined);
    to.off('close', close);
  };
}
