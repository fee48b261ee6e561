import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream';
import type { ApiError } from './api-error.js';
import type { CutOff } from './cut-off.js';
import { networkError } from './network-error.js';

/** A response that arrives over time: a watch, or a log that is followed. */
export interface ApiStream {
  /**
   * The body as it comes, cut anywhere. It ends when the server ends it or `close` is called, and throws an ApiError
   * when the connection breaks. May be iterated once.
   */
  readonly chunks: AsyncIterable<Buffer>;
  /**
   * The same without a promise per chunk, which for a watch costs more than all else but parsing: calls `onChunk` for
   * each, and resolves or rejects as `chunks` would end; also rejects with what `onChunk` throws.
   */
  read(onChunk: (chunk: Buffer) => void): Promise<void>;
  /** Ends the stream, for its reader too: with `error` when there is one, else as if the server had. */
  close(error?: ApiError): void;
}

/** A response whose body is read as it arrives. */
export function apiStream(action: string, response: IncomingMessage, cutOff: CutOff): ApiStream {
  let isClosed = false;
  response.once('close', () => cutOff.release());

  async function* chunks(): AsyncIterable<Buffer> {
    try {
      yield* response;
    } catch (error) {
      if (!isClosed) throw networkError(action, cutOff.explain(error));
    }
  }

  const read = (onChunk: (chunk: Buffer) => void) =>
    new Promise<void>((resolve, reject) => {
      let isOver = false;
      const end = (settle: () => void) => {
        isOver = true;
        settle();
      };
      response.on('data', (chunk: Buffer) => {
        if (isOver) return;
        try {
          onChunk(chunk);
        } catch (error) {
          end(() => reject(error));
        }
      });
      finished(response, (error) => {
        if (error && !isClosed) end(() => reject(networkError(action, cutOff.explain(error))));
        else end(resolve);
      });
    });

  const close = (error?: ApiError) => {
    isClosed = error === undefined;
    cutOff.cut(error);
  };
  return { chunks: chunks(), read, close };
}
