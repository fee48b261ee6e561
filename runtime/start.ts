import { agentController } from './agent/controller.js';
import { type Informers as AgentInformers, createAgentInformers } from './agent/informers.js';
import { batchRunController } from './batch-run/controller.js';
import { type Informers as BatchRunInformers, createBatchRunInformers } from './batch-run/informers.js';
import type { Retention } from './batch-run/retention.js';
import type { Clock } from './engine/clock.js';
import type { Logger } from './engine/logger.js';
import type { EngineMetrics } from './engine/metrics.js';
import { runControllers } from './engine/run-controllers.js';
import type { Transport } from './engine/transport.js';
import { createSharedInformers } from './run/informers.js';
import { taskRunController } from './task-run/controller.js';
import { createTaskRunInformers, type Informers as TaskRunInformers } from './task-run/informers.js';

export interface StartOptions {
  /** Stays the caller's, who closes it after `stop`. */
  readonly transport: Transport;
  /** The only namespaces to look at, for Roles instead of a ClusterRole. Not empty. @default all */
  readonly namespaces?: readonly string[];
  /** Awaited when every cache is filled; passes begin when it resolves. @default begins at once */
  readonly elect?: (signal: AbortSignal) => Promise<void>;
  /** @default finished runs are kept for ever */
  readonly retention?: Retention;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly metrics?: EngineMetrics;
}

export interface Reconcilers {
  /** Filled and kept true from the beginning, also while another replica leads. */
  readonly informers: BatchRunInformers & TaskRunInformers & AgentInformers;
  /** Resolves when passes have begun; also when stopped before. */
  readonly started: Promise<void>;
  /** Resolves when nothing is in flight any more. May be called again. */
  stop(): Promise<void>;
}

/**
 * Starts every reconciler and resolves at once, before the caches are filled: until the CRDs are installed there is
 * nothing to list, and they may be installed later.
 */
export async function startReconcilers(options: StartOptions): Promise<Reconcilers> {
  const informers = {
    ...createSharedInformers(options),
    ...createBatchRunInformers(options),
    ...createTaskRunInformers(options),
    ...createAgentInformers(options),
  };
  const stopping = new AbortController();
  const running = runControllers({
    ...options,
    informers: Object.values(informers),
    controllers: () => [
      batchRunController(informers, options),
      taskRunController(informers, options),
      agentController(informers, options),
    ],
    signal: stopping.signal,
  });
  return {
    informers,
    started: running.then(() => undefined),
    stop: async () => {
      stopping.abort();
      await (await running).stop();
    },
  };
}
