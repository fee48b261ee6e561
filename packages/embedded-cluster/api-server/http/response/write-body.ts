import { once } from 'node:events';
import type { Writable } from 'node:stream';

/**
 * Writes a response's body no faster than the client reads it. Does not end `outgoing`.
 *
 * @throws AbortError when the client goes away while it is waited for; the body is cancelled then.
 */
export async function writeBody({ body }: Response, outgoing: Writable, gone: AbortSignal): Promise<void> {
  const reader = body?.getReader();
  if (!reader) return;
  // A body that broke off is cancelled already, and says so again.
  const cancel = () => void reader.cancel().catch(() => undefined);
  gone.addEventListener('abort', cancel, { once: true });
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (gone.aborted) return;
    // The signal, and not a race with 'close': the loser of a race would listen on, once more for every wait of a long watch.
    if (!outgoing.write(next.value)) await once(outgoing, 'drain', { signal: gone });
  }
}
