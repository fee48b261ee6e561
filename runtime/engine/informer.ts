import type { KubernetesObject } from '../../api/kubernetes-object.js';
import type { Delta } from './held-objects.js';
import { silentLogger } from './logger.js';
import type { Identified } from './object-key.js';
import { Reflector, type ReflectorOptions } from './reflector.js';
import { type IndexFunction, Store } from './store.js';

export interface InformerOptions<T, Index extends string, Raw>
  extends Omit<ReflectorOptions<T, Raw>, 'onChange' | 'namespace'> {
  /** Each is listed and watched on its own, as a Role in each allows. Not empty. @default all at once */
  readonly namespaces?: readonly string[] | undefined;
  /** The store's indexes by name; `{}` for none. */
  readonly indexes: Readonly<Record<Index, IndexFunction<T>>>;
}

/** A store that reflectors keep true, shared by every controller that reads or is woken by this resource. */
export class Informer<T extends Identified, Index extends string = never, Raw = KubernetesObject> {
  readonly store: Store<T, Index>;
  /** Resolves when the store holds everything there was at one moment after `start`. */
  readonly synced: Promise<void>;
  private readonly reflectors: readonly Reflector<T, Raw>[];
  private readonly listeners = new Set<(delta: Delta<T>) => void>();

  constructor(private readonly options: InformerOptions<T, Index, Raw>) {
    this.store = new Store(options.indexes);
    const onChange = (delta: Delta<T>) => this.change(delta);
    this.reflectors = (options.namespaces ?? [undefined]).map(
      (namespace) => new Reflector({ ...options, namespace, onChange }),
    );
    this.synced = Promise.all(this.reflectors.map(({ synced }) => synced)).then(() => undefined);
  }

  get resource(): string {
    return this.options.resource.plural;
  }

  /**
   * When the server last said anything, in milliseconds since the epoch; of several namespaces, in the most silent one.
   * Undefined until the first list has arrived.
   */
  get lastContact(): number | undefined {
    return earliest(this.reflectors.map(({ lastContact }) => lastContact));
  }

  /** As a reflector's: the store holds whatever had happened by then. */
  get knownUntil(): number | undefined {
    return earliest(this.reflectors.map(({ knownUntil }) => knownUntil));
  }

  /** Calls `listener` after each change of the store; what it throws is logged. */
  onChange(listener: (delta: Delta<T>) => void): void {
    this.listeners.add(listener);
  }

  start(): void {
    for (const reflector of this.reflectors) reflector.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.reflectors.map((reflector) => reflector.stop()));
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

/** Undefined when any is. */
function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length < times.length ? undefined : Math.min(...known);
}
