import { type Logger, silentLogger } from '../../../packages/kubernetes-client/logger.js';
import { type Clock, systemClock, wait } from '../../../packages/work-queue/clock.js';
import type { Controller } from './controller.js';

/** The part of an informer that its lifetime is about. */
export interface Synced {
  readonly resource: string;
  readonly synced: Promise<void>;
  readonly settled: Promise<void>;
  readonly isServed: boolean | undefined;
  start(): void;
  stop(): Promise<void>;
}

/** A controller to be, and what it reads. Several may share an informer. */
export interface Part {
  /** It starts when all of these are synced, so it waits while the server lacks one of the kinds. */
  readonly needs: readonly Synced[];
  /** It starts when these are synced or known to be absent. @default none */
  readonly optional?: readonly Synced[];
  /** Called when it starts: a standby keeps no queue. */
  readonly create: () => Controller;
}

export interface RunControllersOptions {
  readonly parts: readonly Part[];
  /**
   * Awaited before any controller exists, and not before one of them could start: the place to win an election. Must not
   * reject. @default nothing to wait for
   */
  readonly elect?: (signal: AbortSignal) => Promise<void>;
  /** Stops everything, also while it is still starting. */
  readonly signal?: AbortSignal;
  /** How long `stop` waits for running passes. @default 10 */
  readonly drainSeconds?: number;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

export interface Running {
  /** Stops the queues, then the informers; resolves when both are quiet. May be called again. */
  stop(): Promise<void>;
}

/**
 * Runs controllers over informers, in the only safe order: none starts before the informers that it reads are synced and
 * the election is won, and at the end the passes that run may still finish. No controller waits for another's informers.
 *
 * Resolves when every controller has started but those that wait for an absent kind, which start when it is there; or,
 * stopped, when `signal` aborted first. The caller closes the transport after `stop`, which cuts off what the drain did
 * not wait for.
 */
export async function runControllers(options: RunControllersOptions): Promise<Running> {
  const { parts, signal, elect, logger = silentLogger } = options;
  const informers = [...new Set(parts.flatMap(({ needs, optional = [] }) => [...needs, ...optional]))];
  const controllers: Controller[] = [];
  const stopping = new AbortController();
  const stop = once(() => {
    stopping.abort();
    return stopInOrder(options, informers, controllers);
  });
  const aborted = whenAborted(signal).then(stop);
  const start = ({ create }: Part) => {
    if (stopping.signal.aborted) return;
    const controller = create();
    controllers.push(controller);
    controller.start();
    logger.info({ controller: controller.name }, 'controller started');
  };
  if (!signal?.aborted) for (const informer of informers) informer.start();
  const ready = parts.map(whenReady);
  const elected = Promise.any(ready).then(() => elect?.(stopping.signal));
  const started = parts.map(async (part, index) => {
    await Promise.all([ready[index], elected]);
    start(part);
  });
  const begun = parts.map(async (part, index) => ((await isAbsent(part)) ? undefined : started[index]));
  await Promise.race([Promise.all(begun), aborted]);
  return { stop };
}

function whenReady({ needs, optional = [] }: Part): Promise<unknown> {
  return Promise.all([...needs.map(({ synced }) => synced), ...optional.map(({ settled }) => settled)]);
}

/** Whether the server lacks a kind that the part needs, as soon as that is known. */
async function isAbsent({ needs }: Part): Promise<boolean> {
  await Promise.all(needs.map(({ settled }) => settled));
  return needs.some(({ isServed }) => isServed === false);
}

function whenAborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    else signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function stopInOrder(
  { clock = systemClock, drainSeconds = 10 }: RunControllersOptions,
  informers: readonly Synced[],
  controllers: readonly Controller[],
): Promise<void> {
  const drained = new AbortController();
  const drain = Promise.all(controllers.map((controller) => controller.stop())).then(() => drained.abort());
  await Promise.race([drain, wait(clock, drainSeconds, drained.signal)]);
  await Promise.all(informers.map((informer) => informer.stop()));
}

function once(work: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}
