import { type Backoff, backoffSeconds } from './backoff.js';
import { type Clock, systemClock } from './clock.js';
import { DelayedKeys } from './delayed-keys.js';

/** When to process the key again; undefined: not before it is added again. */
export interface ProcessResult {
  readonly requeueAfterSeconds?: number | undefined;
  /** The pass met a write that its cache does not have yet. Not a failure, but consecutive conflicts wait longer. @default false */
  readonly isConflict?: boolean;
}

/** What a queue does with its keys. */
export interface WorkQueueOptions<K extends string> {
  /** One pass over a key. A throw requeues the key after its backoff. */
  readonly process: (key: K) => Promise<ProcessResult | undefined> | Promise<void>;
  /** Concurrent passes, of different keys. @default 4 */
  readonly concurrency?: number;
  readonly clock?: Clock;
  /** Called for every throw; must not throw. */
  readonly onError?: (key: K, error: unknown, retryAfterSeconds: number) => void;
  /** @default 5 ms, doubled up to 5 minutes, as in client-go */
  readonly backoff?: Backoff;
}

const clientGoBackoff: Backoff = { baseSeconds: 0.005, capSeconds: 300 };

/** The event that a conflict waits for adds its key. This wait covers events that do not arrive. */
const longestConflictSeconds = 30;

/**
 * The keyed queue of a controller, with the semantics of client-go's rate-limited work queue.
 *
 * Guarantees: a key waits at most once, however often it is added; two passes over the same key never overlap; a key
 * added during its pass gets another pass afterwards; keys are served in the order in which they started to wait.
 * A key that throws is retried forever with backoff; a pass that returns resets the backoff.
 */
export class WorkQueue<K extends string> {
  private readonly waiting = new Set<K>();
  private readonly running = new Map<K, Promise<void>>();
  /** Keys that were added during their pass; they are queued when it ends. */
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

  /** Keys that wait for a pass, without running and delayed ones. */
  get depth(): number {
    return this.waiting.size + this.dirty.size;
  }

  /** Asks for a pass. Before `start` the key waits; after `stop` it is ignored. */
  add(key: K): void {
    if (this.state === 'stopped') return;
    (this.running.has(key) ? this.dirty : this.waiting).add(key);
    this.planDispatch();
  }

  /** Asks for a pass in `seconds`; of several times for one key the earliest counts. */
  addAfter(key: K, seconds: number): void {
    if (this.state === 'stopped') return;
    if (seconds > 0) this.delayed.add(key, seconds);
    else this.add(key);
  }

  /** Starts to serve keys. A second call does nothing; a stopped queue stays stopped. */
  start(): void {
    if (this.state !== 'new') return;
    this.state = 'started';
    this.planDispatch();
  }

  /** Starts no more passes, drops all waiting keys, and resolves when the running passes have ended. */
  async stop(): Promise<void> {
    this.state = 'stopped';
    this.delayed.clear();
    this.waiting.clear();
    this.dirty.clear();
    await Promise.all(this.running.values());
  }

  /** Not inside `add`, whose caller may still be updating what the pass reads. */
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
