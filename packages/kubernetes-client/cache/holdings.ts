import type { KubernetesObject } from '../../kubernetes-conventions/kubernetes-object.js';
import { type Identified, keyOf } from '../../kubernetes-conventions/object-key.js';
import { type Resource, shownAs } from '../../kubernetes-conventions/resource.js';
import { type Logger, silentLogger } from '../logger.js';
import { type Delta, HeldObjects } from './held-objects.js';
import type { Holder, MemoryBudget } from './memory-budget.js';
import type { NamespaceWeights } from './namespace-weights.js';
import { hold, type Project, type RawObject } from './projection.js';
import { weigh } from './weigh.js';

/** What a cache holds objects for. */
export interface HoldingsOptions<T extends Identified, Raw = KubernetesObject> {
  readonly resource: Resource;
  /** What is kept of an object, or undefined not to keep it. `Raw` is trusted to be the resource's shape. */
  readonly project: Project<T, Raw>;
  /** What all caches together may hold. @default no limit */
  readonly budget?: MemoryBudget;
  /** Called with an object that is there and not held, because its namespace is left out. Must not throw. */
  readonly onLeftOut?: ((object: T) => void) | undefined;
  readonly logger?: Logger;
}

/** What a reflector holds of the objects that the server reports: the projection of each, of namespaces that are not left out. */
export class Holdings<T extends Identified, Raw> {
  private readonly held = new HeldObjects<T>();
  private listed: Map<string, T> | undefined;
  private readonly weights: NamespaceWeights | undefined;

  /** @param tell called with changes that came from no news of the server */
  constructor(
    private readonly options: HoldingsOptions<T, Raw>,
    tell: (deltas: readonly Delta<T>[]) => void,
    listAgain: Holder['listAgain'],
  ) {
    const drop = (namespace: string) => {
      this.forgetListed(namespace);
      tell(this.held.drop(namespace));
    };
    this.weights = options.budget?.join({ drop, listAgain });
  }

  get size(): number {
    return this.held.size;
  }

  /** A list begins: what it does not contain is gone at its end. */
  beginList(): void {
    this.listed = new Map();
    this.weights?.beginList();
  }

  /** An object of the list. */
  list(raw: RawObject): void {
    const key = keyOf(raw);
    const object = this.held.same(key, raw) ?? this.hold(raw);
    if (object && this.admits(raw, object)) this.listed?.set(key, object);
  }

  /** After a list that was read to its end; without one, nothing is there. */
  endList(): Delta<T>[] {
    if (!this.listed) this.beginList();
    const listed = this.listed ?? new Map();
    this.listed = undefined;
    this.weights?.endList(true);
    return this.held.replace(listed);
  }

  /** The list was not read to its end; what was held before stays. */
  giveUpList(): void {
    this.listed = undefined;
    this.weights?.endList(false);
  }

  /** An event of the watch. */
  change(type: 'ADDED' | 'MODIFIED' | 'DELETED', raw: RawObject): Delta<T>[] {
    const key = keyOf(raw);
    const object = this.hold(raw);
    const isAdmitted = this.admits(raw, type === 'DELETED' ? undefined : object);
    if (type === 'DELETED') return this.held.remove(key, raw.metadata.uid ?? '', object);
    return isAdmitted ? this.held.put(key, object) : [];
  }

  /** @param object undefined when there is nothing to hold any more */
  private admits({ metadata: { namespace = '', uid = '' } }: RawObject, object: T | undefined): boolean {
    const { budget, onLeftOut } = this.options;
    if (!budget) return true;
    this.weights?.note(namespace, uid, object ? weigh(object) : 0);
    if (budget.admits(namespace)) return true;
    if (object) onLeftOut?.(object);
    return false;
  }

  /** A projection that throws keeps nothing: one odd object must not stop the watch. */
  private hold(raw: RawObject): T | undefined {
    const { resource, project, logger = silentLogger } = this.options;
    try {
      return hold(raw, resource, project);
    } catch (error) {
      logger.error({ resource: shownAs(resource), object: keyOf(raw), err: error }, 'a projection threw');
      return undefined;
    }
  }

  /** What a list in progress has brought of a namespace is held by nobody yet, so only this can report it. */
  private forgetListed(namespace: string): void {
    for (const [key, object] of this.listed ?? []) {
      if ((object.metadata.namespace ?? '') !== namespace) continue;
      this.listed?.delete(key);
      this.options.onLeftOut?.(object);
    }
  }
}
