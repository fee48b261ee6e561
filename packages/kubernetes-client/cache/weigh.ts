/** What an object costs besides its own members: its key, and its places in the store and the indexes. */
const placeBytes = 500;
const objectBytes = 40;
const memberBytes = 12;
const stringBytes = 20;

/**
 * About how many bytes of memory a held object takes: strings at two bytes a character, and parts that objects share
 * count for each of them. Rather too much than too little.
 */
export const weigh = (object: object): number => placeBytes + weightOf(object);

function weightOf(value: unknown): number {
  if (typeof value === 'string') return stringBytes + value.length * 2;
  if (typeof value !== 'object' || value === null) return 0;
  let bytes = objectBytes;
  if (Array.isArray(value) || value instanceof Map)
    for (const item of value.values()) bytes += memberBytes + weightOf(item);
  else for (const name in value) bytes += memberBytes + weightOf((value as Record<string, unknown>)[name]);
  return bytes;
}
