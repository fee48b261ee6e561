import type { KubernetesObject } from '../../api/kubernetes-object.js';
import type { Delta } from './held-objects.js';
import { silentLogger } from './logger.js';
import type { Identified } from './object-key.js';
import { Reflector, type ReflectorOptions } from './reflector.js';
import { type IndexFunction, Store } from './store.js';

export interface InformerOptions<T, Index extends string, Raw> extends Omit<ReflectorOptions<T, Raw>, 'onChange'> {
  /** The store's indexes by name; `{}` for none. */
  readonly indexes: Readonly<Record<Index, IndexFunction<T>>>;
}

/** A store that a reflector keeps true, shared by every controller that reads or is woken by this resource. */
export class Informer<T extends Identified, Index extends string = never, Raw = KubernetesObject> {
  readonly store: Store<T, Index>;
  private readonly reflector: Reflector<T, Raw>;
  private readonly listeners = new Set<(delta: Delta<T>) => void>();

  constructor(private readonly options: InformerOptions<T, Index, Raw>) {
    this.store = new Store(options.indexes);
    this.reflector = new Reflector({ ...options, onChange: (delta) => this.change(delta) });
  }

  get resource(): string {
    return this.options.resource.plural;
  }

  /** Resolves when the store holds everything there was at one moment after `start`. */
  get synced(): Promise<void> {
    return this.reflector.synced;
  }

  /** When the server last said anything, in milliseconds since the epoch. */
  get lastContact(): number | undefined {
    return this.reflector.lastContact;
  }

  /** Calls `listener` after each change of the store; what it throws is logged. */
  onChange(listener: (delta: Delta<T>) => void): void {
    this.listeners.add(listener);
  }

  start(): void {
    this.reflector.start();
  }

  stop(): Promise<void> {
    return this.reflector.stop();
  }

  private change(delta: Delta<T>): void {
    this.store.apply(delta);
    for (const listener of this.listeners) {
      try {
        listener(delta);
      } catch (error) {
        const { logger = silentLogger } = this.options;
        logger.error({ resource: this.resource, err: error }, 'a listener of an informer threw');
      }
    }
  }
}
