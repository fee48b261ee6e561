import { type Identified, keyOf } from '../../kubernetes-conventions/object-key.js';
import type { Delta } from './held-objects.js';
import type { Informer } from './informer.js';

/** What wakes a controller, and for which keys. */
export interface Source {
  /** Calls `wake` with each key that may need a pass. */
  subscribe(wake: (key: string) => void): void;
}

/**
 * Wakes the keys that an object belongs to whenever it changes, and also those it belonged to before.
 *
 * @param keysOf keys of parents, such as `keyOf` for the parents themselves; none when no controller waits for it
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

/** Wakes all these parents whenever the server begins or ceases to have a resource they depend on. */
export function servedSource(
  informer: { onServedChange(listener: () => void): void },
  parents: () => readonly Identified[],
): Source {
  return {
    subscribe: (wake) =>
      informer.onServedChange(() => {
        for (const parent of parents()) wake(keyOf(parent));
      }),
  };
}
