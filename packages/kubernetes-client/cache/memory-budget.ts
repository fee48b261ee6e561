import { type Cancel, type Clock, systemClock } from '../../work-queue/clock.js';
import { NamespaceWeights } from './namespace-weights.js';

/** What holds objects, as the budget sees it. */
export interface Holder {
  /** Lets go of all it holds of the namespace. */
  drop(namespace: string): void;
  /** Resolves when it holds what there is, less what the budget leaves out. */
  listAgain(): Promise<void>;
}

/** Is called when a namespace is left out, and when it returns. */
export interface BudgetListener {
  /** Called before its objects are dropped. */
  leftOut?(namespace: string, bytes: number): void;
  /** Called when everything of it is held again. */
  returned?(namespace: string): void;
}

interface LeftOut {
  /** Its objects are held again, but some of them are still to be listed. */
  readonly isReturning: boolean;
}

/** How often it is asked whether a namespace fits again. */
const lookSeconds = 30;
/** A namespace returns when all that is held then takes no more of the budget than this. */
const returnShare = 0.8;

/**
 * Bounds what all caches together hold. While they fit, a namespace may fill all of it; when they do not, the namespace
 * that holds the most is left out, until the rest fits: nothing of it is held, and nothing of it may be reconciled. So
 * who uses little is never left out for what others use. It returns by itself when it has shrunk, or others have.
 */
export class MemoryBudget {
  private readonly weights = new Map<Holder, NamespaceWeights>();
  private readonly sums = new Map<string, number>();
  private readonly out = new Map<string, LeftOut>();
  private readonly listeners: BudgetListener[] = [];
  private held = 0;
  private cancelLook: Cancel | undefined;
  private isStopped = false;

  constructor(
    private readonly bytes: number,
    private readonly clock: Clock = systemClock,
  ) {}

  /** Counts what this holder holds from now on. */
  join(holder: Holder): NamespaceWeights {
    const weights = new NamespaceWeights((namespace, bytes) => this.weigh(namespace, bytes));
    this.weights.set(holder, weights);
    return weights;
  }

  /** Listeners are called in the order in which they came. They must not throw. */
  listen(listener: BudgetListener): void {
    this.listeners.push(listener);
  }

  /** Whether objects of the namespace are held. */
  admits(namespace: string): boolean {
    return this.out.get(namespace)?.isReturning ?? true;
  }

  /** Whether less is held of the namespace than there is: then nothing can be decided about it. */
  isLeftOut(namespace: string): boolean {
    return this.out.has(namespace);
  }

  get leftOut(): readonly string[] {
    return [...this.out.keys()];
  }

  get heldBytes(): number {
    return this.held;
  }

  /** Ends the search for namespaces that fit again. */
  stop(): void {
    this.isStopped = true;
    this.cancelLook?.();
  }

  private weigh(namespace: string, bytes: number): void {
    const sum = (this.sums.get(namespace) ?? 0) + bytes;
    if (sum > 0) this.sums.set(namespace, sum);
    else this.sums.delete(namespace);
    if (!this.admits(namespace)) return;
    this.held += bytes;
    while (this.held > this.bytes) {
      const heaviest = this.heaviest();
      if (heaviest === undefined) return;
      this.leaveOut(heaviest);
    }
  }

  private heaviest(): string | undefined {
    let heaviest: string | undefined;
    for (const [namespace, sum] of this.sums)
      if (this.admits(namespace) && (heaviest === undefined || sum > (this.sums.get(heaviest) ?? 0)))
        heaviest = namespace;
    return heaviest;
  }

  private leaveOut(namespace: string): void {
    const bytes = this.sums.get(namespace) ?? 0;
    const isNew = !this.isLeftOut(namespace);
    if (isNew) for (const listener of this.listeners) listener.leftOut?.(namespace, bytes);
    this.out.set(namespace, { isReturning: false });
    this.held -= bytes;
    for (const holder of this.weights.keys()) holder.drop(namespace);
    this.lookLater();
  }

  private lookLater(): void {
    if (this.isStopped || this.cancelLook) return;
    this.cancelLook = this.clock.setTimeout(() => {
      this.cancelLook = undefined;
      this.look();
      if (this.out.size > 0) this.lookLater();
    }, lookSeconds * 1000);
  }

  /** The lightest first. */
  private look(): void {
    const waiting = [...this.out.keys()].filter((namespace) => !this.admits(namespace));
    const byWeight = waiting.map((namespace) => ({ namespace, bytes: this.sums.get(namespace) ?? 0 }));
    for (const { namespace, bytes } of byWeight.sort((a, b) => a.bytes - b.bytes))
      if (this.held + bytes <= this.bytes * returnShare) void this.takeBack(namespace, bytes);
  }

  private async takeBack(namespace: string, bytes: number): Promise<void> {
    const returning: LeftOut = { isReturning: true };
    this.out.set(namespace, returning);
    this.held += bytes;
    const missing = [...this.weights].filter(([, weights]) => weights.of(namespace) > 0);
    await Promise.all(missing.map(([holder]) => holder.listAgain()));
    // It may have been left out again meanwhile.
    if (this.out.get(namespace) !== returning) return;
    this.out.delete(namespace);
    for (const listener of this.listeners) listener.returned?.(namespace);
  }
}
