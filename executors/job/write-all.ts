import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Writes, and waits while the stream is full. */
export async function writeAll(stream: Writable, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}
