import { contentHash } from './content-hash.js';

/** The maximum length of a label value, and of what becomes one, such as a Job's name (`job-name`). */
export const MAX_NAME_LENGTH = 63;

/** Hex digits of the hash at the end of a name that was cut. */
export const HASH_LENGTH = 8;

/** The name if it fits; otherwise it is cut and ends in a hash of the whole name, so that different names stay different. */
export function fitName(name: string, limit = MAX_NAME_LENGTH): string {
  if (name.length <= limit) return name;
  const head = name.slice(0, limit - HASH_LENGTH - 1).replace(/[-.]+$/, '');
  return `${head}-${contentHash(name, HASH_LENGTH)}`;
}
