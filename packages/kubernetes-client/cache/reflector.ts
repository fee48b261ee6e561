import type { KubernetesObject } from '../../kubernetes-conventions/kubernetes-object.js';
import type { Identified } from '../../kubernetes-conventions/object-key.js';
import { collectionPath, shownAs } from '../../kubernetes-conventions/resource.js';
import { type Backoff, backoffSeconds, jittered } from '../../work-queue/backoff.js';
import { type Clock, systemClock, wait } from '../../work-queue/clock.js';
import { type Logger, silentLogger } from '../logger.js';
import type { EngineMetrics } from '../metrics.js';
import { type ApiError, isApiError } from '../transport/api-error.js';
import type { ApiStream } from '../transport/api-stream.js';
import { silenceError } from '../transport/network-error.js';
import type { Fields } from '../transport/skim.js';
import type { Transport } from '../transport/transport.js';
import type { Delta } from './held-objects.js';
import { Holdings, type HoldingsOptions } from './holdings.js';
import { listAll } from './list-pages.js';
import type { RawObject } from './projection.js';
import { DOUBT_SECONDS, restoredServer } from './restored-server.js';
import type { Selection } from './selection.js';
import { demandsRelist, type EventParser, eventParser, LineBuffer } from './watch-stream.js';
import { Watchdog } from './watchdog.js';

export interface ReflectorOptions<T extends Identified, Raw = KubernetesObject>
  extends Selection,
    HoldingsOptions<T, Raw> {
  readonly transport: Transport;
  /** What `project` reads of an object beside its metadata; it may see more. @default everything */
  readonly fields?: Fields;
  /** Called once per change, in the order of the server. What it throws is logged, and the reflector goes on. */
  readonly onChange: (delta: Delta<T>) => void;
  /** Called when `isServed` has changed, after the changes that this brought. Must not throw. */
  readonly onServed?: (isServed: boolean) => void;
  /** Called when the server turns out to be restored from a backup, before everything is listed again. Must not throw. */
  readonly onRestored?: () => void;
  readonly clock?: Clock;
  readonly metrics?: EngineMetrics;
  /** A watch without a byte for so long is dead; bookmarks come about every minute. @default 150 */
  readonly silenceSeconds?: number;
  /**
   * How long a watch is asked to live, at least; at most twice as long. Of a resource that gets no bookmarks less than
   * half of `silenceSeconds`, so that silence is no sign of trouble. @default 240
   */
  readonly lifeSeconds?: number;
  /** From 0 to 1, for jitter. @default Math.random */
  readonly random?: () => number;
}

const backoff: Backoff = { baseSeconds: 0.8, capSeconds: 30 };
/** A shorter watch is no sign of health: it may have been cut off right after its first byte. */
const healthyWatchSeconds = 60;
/** A watch that ended in peace after so long is resumed at once: the server ends each some time, and those that lag behind. */
const peaceSeconds = 5;
/** So long after it began, a watch may still be telling what happened before. */
const catchUpSeconds = 5;
/** How much longer than asked a watch may live before we end it ourselves. */
const overtimeSeconds = 30;

/**
 * Keeps a selection of objects in sight: lists it, watches it from there, and tells every change.
 *
 * Guarantees: it never gives up until `stop`; after any break it resumes where it was, or lists again and tells what it
 * missed, deletions included; an object replaced by a namesake is told as deleted and added; a frozen connection is
 * noticed, and so is a server that was restored from a backup, as long as it has not passed the moment that we know; tries that fail come ever more slowly. A resource that the server does not have is an empty selection, also
 * one that it no longer has. It does not guarantee to tell every state in between.
 */
export class Reflector<T extends Identified, Raw = KubernetesObject> {
  /** Resolves when the first list has been told; stays pending when `stop` comes first. */
  readonly synced: Promise<void>;
  /** Resolves when it is known whether the server has the resource at all; with `synced` at the latest. */
  readonly settled: Promise<void>;
  private resolveSynced: () => void = () => undefined;
  private resolveSettled: () => void = () => undefined;
  private readonly stopping = new AbortController();
  private readonly clock: Clock;
  private readonly random: () => number;
  private readonly holdings: Holdings<T, Raw>;
  private readonly parse: EventParser;
  private running: Promise<void> | undefined;
  private resourceVersion: string | undefined;
  private failures = 0;
  private contactedAt: number | undefined;
  private knownAt: number | undefined;
  private served: boolean | undefined;
  private stream: ApiStream | undefined;
  private isTrusted = false;
  /** Who waits for another list. */
  private waiting: (() => void)[] = [];

  constructor(private readonly options: ReflectorOptions<T, Raw>) {
    this.clock = options.clock ?? systemClock;
    this.random = options.random ?? Math.random;
    this.parse = eventParser(options, options.fields);
    const tell = (deltas: readonly Delta<T>[]) => this.tell(deltas);
    this.holdings = new Holdings(options, tell, () => this.listAgain());
    this.synced = new Promise((resolve) => {
      this.resolveSynced = resolve;
    });
    this.settled = new Promise((resolve) => {
      this.resolveSettled = resolve;
    });
  }

  /** Whether the server had the resource when it was last listed; undefined before it said. */
  get isServed(): boolean | undefined {
    return this.served;
  }

  /** When the server last said anything, in milliseconds since the epoch; undefined before the first time. */
  get lastContact(): number | undefined {
    return this.contactedAt;
  }

  /**
   * Whatever had happened by then has been told, in milliseconds since the epoch by our clock; undefined before the first
   * list. It stays behind while the watch is broken or silent, and moves on with each byte, so about once a minute.
   */
  get knownUntil(): number | undefined {
    return this.knownAt;
  }

  /** A second call does nothing, and a stopped reflector stays stopped. */
  start(): void {
    this.running ??= this.run();
  }

  /** No change is told after this call; resolves when nothing is in flight any more. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Whether a watch is open, of a server that is known to be where it was. */
  get isFollowing(): boolean {
    return this.stream !== undefined && this.isTrusted;
  }

  /** Resolves when a list that begins after this call has been reported; stays pending when `stop` comes first. */
  listAgain(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.stream?.close();
    });
  }

  private get isStopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      const begunAt = this.clock.now();
      const error = await this.listAndWatch();
      if (this.isStopped) return;
      if (error === undefined && this.clock.now() - begunAt >= peaceSeconds * 1000) {
        this.report(undefined, 0);
        continue;
      }
      const backoffFor = jittered(backoffSeconds(backoff, this.failures), this.random);
      const seconds = Math.max(backoffFor, isApiError(error) ? (error.retryAfterSeconds ?? 0) : 0);
      this.failures += 1;
      this.report(error, seconds);
      await wait(this.clock, seconds, this.stopping.signal);
    }
  }

  /** Resolves with why it ended; undefined when the server ended the watch in peace. */
  private async listAndWatch(): Promise<unknown> {
    try {
      if (this.waiting.length > 0) this.resourceVersion = undefined;
      const isResumed = this.resourceVersion !== undefined;
      this.resourceVersion ??= await this.relist();
      await this.watch(this.resourceVersion, isResumed);
      return undefined;
    } catch (error) {
      if (demandsRelist(error)) this.resourceVersion = undefined;
      return error;
    }
  }

  private async relist(): Promise<string> {
    const { transport } = this.options;
    const { signal } = this.stopping;
    const askedAt = this.clock.now();
    const { fields } = this.options;
    const begin = () => this.holdings.beginList();
    const take = (raw: RawObject) => this.holdings.list(raw);
    const waiting = this.waiting.splice(0);
    try {
      const resourceVersion = await listAll({ transport, selection: this.options, fields, begin, take, signal });
      this.replace(true, askedAt);
      for (const done of waiting) done();
      this.resolveSynced();
      return resourceVersion;
    } catch (error) {
      this.holdings.giveUpList();
      this.waiting.unshift(...waiting);
      if (isAbsence(error) && (this.served === false || (await this.isReached()))) this.replace(false, askedAt);
      throw error;
    }
  }

  /** A proxy before a server that is down may answer 404, too, but to everything. */
  private isReached(): Promise<boolean> {
    const { signal } = this.stopping;
    const asked = this.options.transport.request({ method: 'GET', path: '/version', signal });
    return asked.then(
      () => true,
      () => false,
    );
  }

  /** A new beginning, with what there was at `askedAt`. */
  private replace(isServed: boolean, askedAt: number): void {
    this.contactedAt = this.clock.now();
    const deltas = this.holdings.endList();
    if (isServed) this.options.metrics?.relisted?.(shownAs(this.options.resource), this.holdings.size);
    this.tell(deltas);
    this.knownAt = askedAt;
    if (this.served === isServed) return;
    this.served = isServed;
    this.failures = 0;
    if (!this.isStopped) this.options.onServed?.(isServed);
    this.resolveSettled();
  }

  private async watch(resourceVersion: string, isResumed: boolean): Promise<void> {
    const lifeSeconds = Math.round((this.options.lifeSeconds ?? 240) * (1 + this.random()));
    const { transport, resource, namespace, labelSelector, fieldSelector, silenceSeconds = 150 } = this.options;
    const stream = await transport.stream({
      path: collectionPath(resource, namespace),
      query: {
        watch: true,
        allowWatchBookmarks: true,
        resourceVersion,
        timeoutSeconds: lifeSeconds,
        labelSelector,
        fieldSelector,
      },
      signal: this.stopping.signal,
    });
    const openedAt = this.clock.now();
    this.contactedAt = openedAt;
    const bite = (seconds: number) => stream.close(silenceError(shownAs(resource), seconds));
    const watchdog = new Watchdog(this.clock, silenceSeconds, lifeSeconds + overtimeSeconds, bite);
    const check = () => restoredServer(transport, this.options, resourceVersion, this.stopping.signal);
    const noteRestore = (error: ApiError | undefined) => {
      if (this.stream !== stream) return;
      this.isTrusted = error === undefined;
      if (!error) return;
      this.options.onRestored?.();
      stream.close(error);
    };
    const compareVersions = () => void check().then(noteRestore);
    const trust = isResumed ? this.clock.setTimeout(compareVersions, DOUBT_SECONDS * 1000) : () => undefined;
    this.stream = stream;
    this.isTrusted = !isResumed;
    if (this.waiting.length > 0) stream.close();
    try {
      await this.follow(stream, watchdog, openedAt, trust);
    } finally {
      trust();
      this.stream = undefined;
      watchdog.stop();
      stream.close();
      if (this.clock.now() - openedAt > healthyWatchSeconds * 1000) this.failures = 0;
    }
  }

  private async follow(stream: ApiStream, watchdog: Watchdog, openedAt: number, trust: () => void): Promise<void> {
    const buffer = new LineBuffer();
    await stream.read((chunk) => {
      if (this.isStopped) return;
      const now = this.clock.now();
      this.contactedAt = now;
      watchdog.feed();
      trust();
      this.isTrusted = true;
      for (const line of buffer.push(chunk)) this.handle(line);
      // Half a line is something that has happened and was not told.
      if (buffer.isEmpty && now - openedAt >= catchUpSeconds * 1000) this.knownAt = now;
    });
  }

  private handle(line: Buffer): void {
    const { type, object } = this.parse(line);
    if (type !== 'BOOKMARK') this.tell(this.holdings.change(type, object));
    this.resourceVersion = object.metadata.resourceVersion;
  }

  private tell(deltas: readonly Delta<T>[]): void {
    for (const delta of deltas) {
      if (this.isStopped) return;
      try {
        this.options.onChange(delta);
      } catch (error) {
        this.logger.error({ resource: shownAs(this.options.resource), err: error }, 'a change handler threw');
      }
    }
  }

  private report(error: unknown, retryAfterSeconds: number): void {
    const { resource, metrics } = this.options;
    // Nothing broke: it is asked for again until it is there.
    if (this.served === false && isAbsence(error)) return;
    const reason = error === undefined ? 'End' : isApiError(error) ? error.reason : 'Defect';
    metrics?.watchEnded?.(shownAs(resource), reason);
    const details = { resource: shownAs(resource), reason, retryAfterSeconds };
    if (error === undefined) this.logger.debug(details, 'watch ended');
    else this.logger.warn({ ...details, err: error }, 'watch broke');
  }

  private get logger(): Logger {
    return this.options.logger ?? silentLogger;
  }
}

/** The server has no such resource: its CustomResourceDefinition is missing. An empty namespace is no error. */
function isAbsence(error: unknown): boolean {
  return isApiError(error) && error.code === 404;
}
