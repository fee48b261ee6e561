import type { Delta } from './held-objects.js';
import type { Informer } from './informer.js';
import type { Identified } from './object-key.js';

/** What wakes a controller, and for which keys. */
export interface Source {
  subscribe(wake: (key: string) => void): void;
}

/**
 * Wakes the keys that an object belongs to whenever it changes, and also those it belonged to before.
 *
 * @param keysOf keys of parents, such as `keyOf` for the parents themselves; none when nobody cares
 */
export function source<T extends Identified, Index extends string, Raw>(
  informer: Informer<T, Index, Raw>,
  keysOf: (object: T) => readonly string[],
): Source {
  const keysOfDelta = (delta: Delta<T>) => {
    const before = delta.type === 'updated' ? keysOf(delta.previous) : [];
    return new Set([...keysOf(delta.object), ...before]);
  };
  return {
    subscribe: (wake) =>
      informer.onChange((delta) => {
        for (const key of keysOfDelta(delta)) wake(key);
      }),
  };
}
