import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Resolves when a container has made this file. */
export async function whenExists(path: string): Promise<void> {
  while (!existsSync(path)) await delay(5);
}
