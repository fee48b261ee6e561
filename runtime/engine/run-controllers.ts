import { type Clock, systemClock, wait } from './clock.js';
import type { Controller } from './controller.js';
import { type Logger, silentLogger } from './logger.js';

/** The part of an informer that its lifetime is about. */
export interface Synced {
  readonly resource: string;
  readonly synced: Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

export interface RunControllersOptions {
  /** Every informer that a controller reads, each once. */
  readonly informers: readonly Synced[];
  /** Called when the informers are synced and `elect` has resolved: a standby keeps no queue. */
  readonly controllers: () => readonly Controller[];
  /** Awaited before any controller exists: the place to win an election. @default nothing to wait for */
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
 * Runs controllers over informers, in the only safe order: no pass starts before every informer is synced and the
 * election is won, and at the end the passes that run may still finish.
 *
 * Resolves when the controllers have started, or, stopped, when `signal` aborted first. The caller closes the transport
 * after `stop`, which cuts off what the drain did not wait for.
 */
export async function runControllers(options: RunControllersOptions): Promise<Running> {
  const { informers, signal = new AbortController().signal, elect, logger = silentLogger } = options;
  const controllers: Controller[] = [];
  const running: Running = { stop: once(() => stopInOrder(options, controllers)) };
  const aborted = new Promise<void>((resolve) => {
    const stop = () => running.stop().then(resolve);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  for (const informer of informers) if (!signal.aborted) informer.start();
  await Promise.race([Promise.all(informers.map(({ synced }) => synced)), aborted]);
  if (!signal.aborted) await Promise.race([elect?.(signal), aborted]);
  if (signal.aborted) return running;
  controllers.push(...options.controllers());
  for (const controller of controllers) controller.start();
  logger.info({ controllers: controllers.map(({ name }) => name) }, 'controllers started');
  return running;
}

async function stopInOrder(options: RunControllersOptions, controllers: readonly Controller[]): Promise<void> {
  const { informers, clock = systemClock, drainSeconds = 10 } = options;
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
