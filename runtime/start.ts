import { MemoryBudget } from '../packages/kubernetes-client/cache/memory-budget.js';
import type { Logger } from '../packages/kubernetes-client/logger.js';
import type { EngineMetrics } from '../packages/kubernetes-client/metrics.js';
import type { Transport } from '../packages/kubernetes-client/transport/transport.js';
import type { Clock } from '../packages/work-queue/clock.js';
import { LeftOutNamespaces } from './caches/left-out-namespaces.js';
import { LeftOutRuns } from './caches/left-out-runs.js';
import { Restores } from './caches/restores.js';
import { type Part, runControllers } from './engine/reconcile/run-controllers.js';
import { createInformers, type Informers, reconciledKinds } from './kinds.js';
import type { Retention } from './limits/retention.js';
import { SharedLimits } from './limits/shared-limits.js';
import type { KindPart, Limited } from './reconciled-kind.js';

export interface StartOptions {
  /** Stays the caller's, who closes it after `stop`. */
  readonly transport: Transport;
  /** The only namespaces to look at, for Roles instead of a ClusterRole. Not empty. @default all */
  readonly namespaces?: readonly string[];
  /** Awaited when the caches of a reconciler are filled; passes begin when it resolves. @default begins at once */
  readonly elect?: (signal: AbortSignal) => Promise<void>;
  /** @default finished runs are kept forever */
  readonly retention?: Retention;
  /** What all caches together may hold, as `weigh` estimates it. @default no limit */
  readonly memoryBytes?: number;
  /** Where others report that the API server was restored from a backup; caches report it, too. */
  readonly restores?: Restores;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly metrics?: EngineMetrics;
}

export interface Reconcilers {
  /** Filled and kept true from the beginning, also while another replica leads. */
  readonly informers: Informers;
  readonly memory: Pick<MemoryBudget, 'heldBytes' | 'leftOut'>;
  /** Resolves when passes have begun, of every kind that the server has; also when stopped before. */
  readonly started: Promise<void>;
  /** Resolves when nothing is in flight any more. May be called again. */
  stop(): Promise<void>;
}

/**
 * Starts every reconciler and resolves at once, before the caches are filled. Each begins when the kinds that it reads
 * are there; their CustomResourceDefinitions may be installed later, and none waits for another's.
 */
export async function startReconcilers(start: StartOptions): Promise<Reconcilers> {
  const budget = new MemoryBudget(start.memoryBytes ?? Number.POSITIVE_INFINITY, start.clock);
  const leftOutRuns = new LeftOutRuns(start);
  const restores = start.restores ?? new Restores(start.clock, start.logger);
  const onLeftOutRun = leftOutRuns.add.bind(leftOutRuns);
  const options = { ...start, budget, onLeftOutRun, restores, onRestored: () => restores.report() };
  const informers = createInformers(options);
  listAgainAfter(restores, informers);
  const leftOut = leftOutNamespaces(budget, leftOutRuns, start, informers);
  const parts: KindPart[] = reconciledKinds.map(({ part }) => part(informers, options));
  const limited = parts.flatMap((part) => part.limited ?? []);
  const limits = new SharedLimits(
    limited.map(({ kind }) => kind),
    informers.workspaces.store,
  );
  const stopping = new AbortController();
  const running = runControllers({
    ...options,
    elect: (signal) => elect(start, leftOut, signal),
    parts: parts.map((part) => withLimits(part, limits, limited)),
    signal: stopping.signal,
  });
  return {
    informers,
    memory: budget,
    started: running.then(() => undefined),
    stop: async () => {
      stopping.abort();
      budget.stop();
      leftOutRuns.stop();
      await (await running).stop();
    },
  };
}

function listAgainAfter(restores: Restores, informers: Informers): void {
  restores.listen(() => {
    for (const informer of Object.values(informers)) void informer.listAgain();
  });
}

async function elect(options: StartOptions, leftOut: LeftOutNamespaces, signal: AbortSignal): Promise<void> {
  await options.elect?.(signal);
  if (!signal.aborted) leftOut.start();
}

function leftOutNamespaces(
  budget: MemoryBudget,
  runs: LeftOutRuns,
  { transport, clock, logger }: StartOptions,
  informers: Pick<Informers, 'runs' | 'taskRuns'>,
): LeftOutNamespaces {
  const runsOf = (namespace: string) =>
    [...informers.runs.store.all(), ...informers.taskRuns.store.all()].filter(
      ({ metadata }) => metadata.namespace === namespace,
    );
  return new LeftOutNamespaces(budget, { transport, runs, runsOf, ...(clock && { clock }), ...(logger && { logger }) });
}

/** A kind that shares limits waits for what their other users are counted from. */
function withLimits(
  { needs, optional = [], limited, create }: KindPart,
  limits: SharedLimits,
  users: readonly Limited[],
): Part {
  const counted = limited ? users : [];
  return {
    needs: [...needs, ...counted.flatMap((user) => user.needs)],
    optional: [...optional, ...counted.flatMap((user) => user.optional ?? [])],
    create: () => create(limits),
  };
}
