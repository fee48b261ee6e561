import { StringDecoder } from 'node:string_decoder';
import { ApiError, type Status, statusError } from './api-error.js';
import type { RawObject } from './projection.js';
import { collectionPath } from './resource.js';
import type { Selection } from './selection.js';

/** One line of a watch. A bookmark's object has nothing but a `resourceVersion`. */
export type WatchEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; readonly object: RawObject }
  | { readonly type: 'ERROR'; readonly object: Status };

/**
 * The complete lines of a stream, as many at a time as arrive together. A last line without its newline is dropped:
 * it is half an event, which will come again.
 */
export async function* lines(chunks: AsyncIterable<Buffer>): AsyncIterable<readonly string[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of chunks) {
    // The decoder keeps a character that is split between two chunks until it is whole.
    const batch = (rest + decoder.write(chunk)).split('\n');
    rest = batch.pop() ?? '';
    if (batch.length > 0) yield batch;
  }
}

/** @throws ApiError when the server ends the watch with an error in its stream. */
export function parseEvent(line: string, { resource, namespace }: Selection): Exclude<WatchEvent, { type: 'ERROR' }> {
  const event = JSON.parse(line) as WatchEvent;
  if (event.type !== 'ERROR') return event;
  throw statusError(`watch ${collectionPath(resource, namespace)}`, event.object.code ?? 500, event.object);
}

/** Whether a watch that failed so cannot be resumed where it was. */
export function demandsRelist(error: unknown): boolean {
  // Not from the wire, such as a line that is no JSON: our own position is in doubt.
  if (!(error instanceof ApiError)) return true;
  // 410: that moment is compacted away. 404: the kind was removed, and its objects with it.
  // The last: the server was restored from a backup that is older than that moment.
  return error.code === 410 || error.code === 404 || /too large resource version/i.test(error.message);
}
