import { type Backoff, backoffSeconds } from './backoff.js';
import { type Clock, systemClock } from './clock.js';
import { DelayedKeys } from './delayed-keys.js';

/** Look at the key again later; nothing, or no number, means done until somebody adds it. */
export interface ProcessResult {
  readonly requeueAfterSeconds?: number | undefined;
  /** It met a write that its cache does not have yet. No failure, but one after the other waits longer. @default false */
  readonly isConflict?: boolean;
}

export interface WorkQueueOptions<K extends string> {
  /** One pass over a key. A throw puts the key back after its back-off. */
  readonly process: (key: K) => Promise<ProcessResult | undefined> | Promise<void>;
  /** Passes at the same time, of different keys. @default 4 */
  readonly concurrency?: number;
  readonly clock?: Clock;
  /** Told of every throw; must not throw itself. */
  readonly onError?: (key: K, error: unknown, retryAfterSeconds: number) => void;
  /** @default 5 ms doubled up to 5 minutes, as client-go */
  readonly backoff?: Backoff;
}

const clientGoBackoff: Backoff = { baseSeconds: 0.005, capSeconds: 300 };

/** The news that a conflict waits for wake its key, so this is for news that do not come. */
const longestConflictSeconds = 30;

/**
 * The keyed queue of a controller, with the semantics of client-go's rate-limited work queue.
 *
 * Guarantees: a key waits at most once, however often it is added; two passes over the same key never overlap; a key
 * added while its pass runs gets another pass afterwards; keys are served in the order in which they began to wait.
 * A key that throws is retried forever, each time later; a pass that returns forgets its failures.
 */
export class WorkQueue<K extends string> {
  private readonly waiting = new Set<K>();
  private readonly running = new Map<K, Promise<void>>();
  /** Added while running: they wait again as soon as their pass ends. */
  private readonly dirty = new Set<K>();
  private readonly failures = new Map<K, number>();
  private readonly conflicts = new Map<K, number>();
  private readonly delayed: DelayedKeys<K>;
  private readonly concurrency: number;
  private readonly backoff: Backoff;
  private state: 'new' | 'started' | 'stopped' = 'new';
  private dispatchPlanned = false;

  constructor(private readonly options: WorkQueueOptions<K>) {
    this.concurrency = options.concurrency ?? 4;
    this.backoff = options.backoff ?? clientGoBackoff;
    this.delayed = new DelayedKeys(options.clock ?? systemClock, (key) => this.add(key));
  }

  /** Keys that wait for a pass; neither those running nor those delayed. */
  get depth(): number {
    return this.waiting.size + this.dirty.size;
  }

  /** Asks for a pass. Before `start` the key waits; after `stop` it is ignored. */
  add(key: K): void {
    if (this.state === 'stopped') return;
    (this.running.has(key) ? this.dirty : this.waiting).add(key);
    this.planDispatch();
  }

  /** Asks for a pass in `seconds`; of several such wishes for one key the earliest counts. */
  addAfter(key: K, seconds: number): void {
    if (this.state === 'stopped') return;
    if (seconds > 0) this.delayed.add(key, seconds);
    else this.add(key);
  }

  /** Begins to serve keys; a second call does nothing, and a stopped queue stays stopped. */
  start(): void {
    if (this.state !== 'new') return;
    this.state = 'started';
    this.planDispatch();
  }

  /** Starts no more passes, drops every waiting key, and resolves when the running passes have ended. */
  async stop(): Promise<void> {
    this.state = 'stopped';
    this.delayed.clear();
    this.waiting.clear();
    this.dirty.clear();
    await Promise.all(this.running.values());
  }

  /** Never inside `add`: its caller may still be in the middle of updating what the pass will read. */
  private planDispatch(): void {
    if (this.dispatchPlanned) return;
    this.dispatchPlanned = true;
    queueMicrotask(() => {
      this.dispatchPlanned = false;
      this.dispatch();
    });
  }

  private dispatch(): void {
    if (this.state !== 'started') return;
    for (const key of this.waiting) {
      if (this.running.size >= this.concurrency) return;
      this.waiting.delete(key);
      this.running.set(key, this.pass(key));
    }
  }

  private async pass(key: K): Promise<void> {
    try {
      const { requeueAfterSeconds: seconds, isConflict } = (await this.options.process(key)) ?? {};
      if (!isConflict) this.conflicts.delete(key);
      this.failures.delete(key);
      if (seconds !== undefined) this.addAfter(key, isConflict ? this.afterConflict(key, seconds) : seconds);
    } catch (error) {
      this.retry(key, error);
    } finally {
      this.running.delete(key);
      if (this.dirty.delete(key)) this.waiting.add(key);
      this.planDispatch();
    }
  }

  private afterConflict(key: K, baseSeconds: number): number {
    const conflicts = this.conflicts.get(key) ?? 0;
    this.conflicts.set(key, conflicts + 1);
    return backoffSeconds({ baseSeconds, capSeconds: longestConflictSeconds }, conflicts);
  }

  private retry(key: K, error: unknown): void {
    const failures = this.failures.get(key) ?? 0;
    const seconds = backoffSeconds(this.backoff, failures);
    this.failures.set(key, failures + 1);
    this.addAfter(key, seconds);
    this.options.onError?.(key, error, seconds);
  }
}
