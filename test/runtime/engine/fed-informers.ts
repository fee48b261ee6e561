import type { Delta } from '../../../packages/kubernetes-client/cache/held-objects.js';
import type { Source } from '../../../packages/kubernetes-client/cache/source.js';
import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import type { Identified } from '../../../packages/kubernetes-conventions/object-key.js';

/** For informers that are never started: a test brings their news. */
export const noServer = { transport: {} as Transport };

type Listener = (delta: Delta<never>) => void;

interface Fed {
  readonly store: { apply(delta: Delta<never>): void };
  onChange(listener: Listener): void;
  onServedChange(listener: () => void): void;
}

/** The informers, and how to bring them news as a watch would. */
export function fed<T extends object>(informers: T) {
  const all = informers as unknown as Readonly<Record<string, Fed>>;
  const changed = new Map<string, Listener[]>();
  const served = new Map<string, (() => void)[]>();
  for (const [name, informer] of Object.entries(all)) {
    informer.onChange = (listener) => changed.set(name, [...(changed.get(name) ?? []), listener]);
    informer.onServedChange = (listener) => served.set(name, [...(served.get(name) ?? []), listener]);
  }
  const tell = (name: keyof T & string, delta: Delta<Identified>) => {
    all[name]?.store.apply(delta as Delta<never>);
    for (const listener of changed.get(name) ?? []) listener(delta as Delta<never>);
  };
  return {
    informers,
    add: (name: keyof T & string, object: Identified) => tell(name, { type: 'added', object }),
    update: (name: keyof T & string, previous: Identified, object: Identified) =>
      tell(name, { type: 'updated', object, previous }),
    remove: (name: keyof T & string, object: Identified) => tell(name, { type: 'deleted', object }),
    /** The server has begun, or ceased, to have the kind. */
    serve: (name: keyof T & string) => {
      for (const listener of served.get(name) ?? []) listener();
    },
  };
}

/** The keys that these sources wake for the news. */
export function wokenBy(sources: readonly Source[], news: () => void): string[] {
  const keys: string[] = [];
  for (const source of sources) source.subscribe((key) => keys.push(key));
  news();
  return keys;
}
