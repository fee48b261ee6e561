import type { Readable, Writable } from 'node:stream';

/** The output of a process, for its log and for all who are attached. */
export interface SharedOutput {
  /** From now on. The slowest client sets the pace of the process; one that is gone does not count. */
  add(client: Writable): void;
  /** Waits for nobody any more: the process has ended, and what is left of its output is little. */
  hurry(): void;
}

/** @param keep gets everything, at once */
export function shareOutput(source: Readable | null, keep: (chunk: Uint8Array) => void): SharedOutput {
  const clients = new Set<Writable>();
  const slow = new Set<Writable>();
  let isHurried = false;

  const goOn = (client: Writable) => {
    slow.delete(client);
    if (slow.size === 0) source?.resume();
  };
  source?.on('data', (chunk: Uint8Array) => {
    keep(chunk);
    for (const client of clients) if (!client.write(chunk) && !client.destroyed) slow.add(client);
    if (slow.size > 0 && !isHurried) source.pause();
  });
  return {
    add: (client) => {
      if (client.destroyed) return;
      clients.add(client);
      client.on('drain', () => goOn(client));
      client.once('close', () => {
        clients.delete(client);
        goOn(client);
      });
    },
    hurry: () => {
      isHurried = true;
      source?.resume();
    },
  };
}
