import type { Writable } from 'node:stream';

/** Ends a stream, and resolves when all of it is passed on, or it has failed. */
export const ended = (stream: Writable): Promise<void> =>
  new Promise((resolve) => {
    stream.once('error', () => resolve());
    stream.end(() => resolve());
  });
