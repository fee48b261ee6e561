import { contentHash } from './content-hash.js';

/** Label values, and what becomes one (Job names, via `job-name`), hold at most this many characters. */
export const MAX_NAME_LENGTH = 63;

/** Hex digits of the hash at the end of a name that was cut. */
export const HASH_LENGTH = 8;

/** The name itself when it fits, else cut and ended with a hash of the whole, so that different names stay different. */
export function fitName(name: string, limit = MAX_NAME_LENGTH): string {
  if (name.length <= limit) return name;
  const head = name.slice(0, limit - HASH_LENGTH - 1).replace(/[-.]+$/, '');
  return `${head}-${contentHash(name, HASH_LENGTH)}`;
}
