import type { KubernetesObject } from '../../kubernetes-conventions/kubernetes-object.js';
import type { Identified } from '../../kubernetes-conventions/object-key.js';
import { shownAs } from '../../kubernetes-conventions/resource.js';
import { type Logger, silentLogger } from '../logger.js';
import type { Delta } from './held-objects.js';
import { Reflector, type ReflectorOptions } from './reflector.js';
import { isLowerVersion } from './resource-version.js';
import { type IndexFunction, Store } from './store.js';

/** What an informer watches, and how its store is indexed. */
export interface InformerOptions<T extends Identified, Index extends string, Raw>
  extends Omit<ReflectorOptions<T, Raw>, 'onChange' | 'onServed' | 'namespace'> {
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
  /** Resolves when `isServed` is known; with `synced` at the latest. */
  readonly settled: Promise<void>;
  private served: boolean | undefined;
  private readonly reflectors: readonly Reflector<T, Raw>[];
  private readonly listeners = new Set<(delta: Delta<T>) => void>();
  private readonly servedListeners = new Set<() => void>();

  constructor(private readonly options: InformerOptions<T, Index, Raw>) {
    this.store = new Store(options.indexes);
    const onChange = (delta: Delta<T>) => this.change(delta);
    this.reflectors = (options.namespaces ?? [undefined]).map(
      (namespace) => new Reflector({ ...options, namespace, onChange, onServed: () => this.updateServed() }),
    );
    this.synced = Promise.all(this.reflectors.map(({ synced }) => synced)).then(() => undefined);
    this.settled = Promise.all(this.reflectors.map(({ settled }) => settled)).then(() => undefined);
  }

  get resource(): string {
    return shownAs(this.options.resource);
  }

  /**
   * Whether the server has this resource; undefined until it has said so. A resource that is absent, because its
   * CustomResourceDefinition is, has an empty store, and is asked for until it is there.
   */
  get isServed(): boolean | undefined {
    return this.served;
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

  /** As a reflector's, of the one that watches this namespace. */
  isFollowing(namespace: string): boolean {
    const index = this.options.namespaces?.indexOf(namespace) ?? 0;
    return this.reflectors[index]?.isFollowing ?? false;
  }

  /** Resolves when everything has been listed again; stays pending when `stop` comes first. */
  async listAgain(): Promise<void> {
    await Promise.all(this.reflectors.map((reflector) => reflector.listAgain()));
  }

  /** Calls `listener` after each change of the store; what it throws is logged. */
  onChange(listener: (delta: Delta<T>) => void): void {
    this.listeners.add(listener);
  }

  /** Calls `listener` after each change of `isServed`; what it throws is logged. */
  onServedChange(listener: () => void): void {
    this.servedListeners.add(listener);
  }

  /** Lists and watches until `stop`. */
  start(): void {
    for (const reflector of this.reflectors) reflector.start();
  }

  /** Resolves when every watch has ended. */
  async stop(): Promise<void> {
    await Promise.all(this.reflectors.map((reflector) => reflector.stop()));
  }

  private change(delta: Delta<T>): void {
    this.store.apply(delta);
    if (goesBack(delta)) this.options.onRestored?.();
    for (const listener of this.listeners) this.call(() => listener(delta));
  }

  private updateServed(): void {
    const served = allServed(this.reflectors.map(({ isServed }) => isServed));
    if (served === this.served) return;
    const details = { resource: this.resource, group: this.options.resource.group };
    if (served === false) this.logger.warn(details, 'the API server does not have this kind; waiting for it');
    else if (this.served === false) this.logger.info(details, 'the API server has this kind by now');
    this.served = served;
    for (const listener of this.servedListeners) this.call(listener);
  }

  private call(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      this.logger.error({ resource: this.resource, err: error }, 'a listener of an informer threw');
    }
  }

  private get logger(): Logger {
    return this.options.logger ?? silentLogger;
  }
}

/** Whether a list brought an earlier version of what is held. A watch brings none. */
const goesBack = <T extends Identified>(delta: Delta<T>): boolean =>
  delta.type === 'updated' &&
  isLowerVersion(delta.object.metadata.resourceVersion, delta.previous.metadata.resourceVersion);

/** Undefined when any is. */
function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length < times.length ? undefined : Math.min(...known);
}

function allServed(each: readonly (boolean | undefined)[]): boolean | undefined {
  if (each.includes(false)) return false;
  return each.includes(undefined) ? undefined : true;
}
