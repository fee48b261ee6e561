import { collectionPath } from '../../kubernetes-conventions/resource.js';
import { ApiError, type Status, statusError } from '../transport/api-error.js';
import { type Fields, skimmer } from '../transport/skim.js';
import { objectFields, type RawObject } from './projection.js';
import type { Selection } from './selection.js';

/** One line of a watch that is no error. A bookmark's object has nothing but a `resourceVersion`. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: RawObject;
}

/** @throws ApiError when the line is the error with which the server ends the watch */
export type EventParser = (line: Buffer) => WatchEvent;

const newline = 0x0a;

/** Puts chunks together to lines. What is left without its newline is half an event, which will come again. */
export class LineBuffer {
  private begun: Buffer[] = [];

  /** Whether everything that was pushed has come out. */
  get isEmpty(): boolean {
    return this.begun.length === 0;
  }

  /** The lines that end in this chunk, without empty ones. */
  push(chunk: Buffer): Buffer[] {
    const complete: Buffer[] = [];
    let from = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      const piece = chunk.subarray(from, end);
      const line = this.begun.length === 0 ? piece : Buffer.concat([...this.begun, piece]);
      if (line.length > 0) complete.push(line);
      this.begun = [];
      from = end + 1;
    }
    if (from < chunk.length) this.begun.push(chunk.subarray(from));
    return complete;
  }
}

/** Parses of each line's object only `fields`, as `objectFields` understands them. */
export function eventParser(selection: Selection, fields?: Fields): EventParser {
  const skim = skimmer({ type: true, object: objectFields(fields) });
  return (line) => {
    const event = JSON.parse(skim(line)) as WatchEvent | { readonly type: 'ERROR' };
    if (event.type !== 'ERROR') return event;
    const { object } = JSON.parse(line.toString()) as { object: Status };
    throw statusError(`watch ${collectionPath(selection.resource, selection.namespace)}`, object.code ?? 500, object);
  };
}

/** Whether a watch that failed so cannot be resumed where it was. */
export function demandsRelist(error: unknown): boolean {
  // Not from the wire, such as a line that is no JSON: our own position is in doubt.
  if (!(error instanceof ApiError)) return true;
  // 410: that moment is compacted away. 404: the kind was removed, and its objects with it.
  // The last: the server was restored from a backup that is older than that moment.
  return error.code === 410 || error.code === 404 || /too large resource version/i.test(error.message);
}
