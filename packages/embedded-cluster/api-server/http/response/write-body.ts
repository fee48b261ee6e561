import { once } from 'node:events';
import type { Writable } from 'node:stream';

/**
 * Writes a response's body no faster than the client reads it. Does not end `outgoing`.
 *
 * @param gone aborts when the client goes away, also before there is a body; the body is cancelled then
 * @throws AbortError when the client goes away while it is waited for
 */
export async function writeBody({ body }: Response, outgoing: Writable, gone: AbortSignal): Promise<void> {
  const reader = body?.getReader();
  if (!reader) return;
  // A body that broke off is cancelled already, and says so again.
  const cancel = () => void reader.cancel().catch(() => undefined);
  // A signal that has aborted says so to no listener: a watch would stay open until it ends by itself.
  if (gone.aborted) return cancel();
  gone.addEventListener('abort', cancel, { once: true });
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (gone.aborted) return;
    // The signal, and not a race with 'close': the loser of a race would listen on, once more for every wait of a long watch.
    if (!outgoing.write(next.value)) await once(outgoing, 'drain', { signal: gone });
  }
}
