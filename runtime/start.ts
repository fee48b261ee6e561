import { batchRunController } from './batch-run/controller.js';
import { createInformers } from './batch-run/informers.js';
import type { Clock } from './engine/clock.js';
import type { Logger } from './engine/logger.js';
import { runControllers } from './engine/run-controllers.js';
import type { Transport } from './engine/transport.js';

export interface StartOptions {
  /** Stays the caller's, who closes it after `stop`. */
  readonly transport: Transport;
  /** The only namespace to look at, for a Role instead of a ClusterRole. @default all */
  readonly namespace?: string;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

export interface Reconcilers {
  /** Resolves when every cache is filled and passes have begun; also when stopped before. */
  readonly started: Promise<void>;
  /** Resolves when nothing is in flight any more. May be called again. */
  stop(): Promise<void>;
}

/**
 * Starts every reconciler and resolves at once, before the caches are filled: until the CRDs are installed there is
 * nothing to list, and they may be installed later.
 */
export async function startReconcilers(options: StartOptions): Promise<Reconcilers> {
  const informers = createInformers(options);
  const stopping = new AbortController();
  const running = runControllers({
    ...options,
    informers: Object.values(informers),
    controllers: [batchRunController(informers, options)],
    signal: stopping.signal,
  });
  return {
    started: running.then(() => undefined),
    stop: async () => {
      stopping.abort();
      await (await running).stop();
    },
  };
}
