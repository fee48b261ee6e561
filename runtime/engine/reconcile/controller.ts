import type { MemoryBudget } from '../../../packages/kubernetes-client/cache/memory-budget.js';
import type { Source } from '../../../packages/kubernetes-client/cache/source.js';
import type { Store } from '../../../packages/kubernetes-client/cache/store.js';
import { type Logger, silentLogger } from '../../../packages/kubernetes-client/logger.js';
import type { EngineMetrics } from '../../../packages/kubernetes-client/metrics.js';
import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { type Identified, keyOf, splitKey } from '../../../packages/kubernetes-conventions/object-key.js';
import { type Clock, systemClock } from '../../../packages/work-queue/clock.js';
import { type ProcessResult, WorkQueue } from '../../../packages/work-queue/work-queue.js';
import { logKeys } from '../log-keys.js';
import { act, type ChildFailure } from './act.js';
import { type CreationDoubts, noDoubts } from './creation-doubts.js';
import type { Change, KindPolicy } from './diff.js';
import { type Cluster, type Observed, type Outcome, type Reconciler, reconcileOnce } from './reconcile-once.js';
import { StatusPace } from './status-pace.js';
import { StatusWriter, type TooSoon } from './status-writer.js';
import { stillExists } from './still-exists.js';

export interface ControllerOptions<O extends Observed, Status extends object> extends Reconciler<O, Status> {
  /** For logs and metrics. */
  readonly name: string;
  /** As in `logKeys`. */
  readonly logField?: string;
  readonly sources: readonly Source[];
  /** The parents that exist; each gets a pass when the controller starts. */
  readonly parents: Pick<Store<O['parent']>, 'all' | 'byKey'>;
  /**
   * Reads the stores for everything else. Pure, and cheap: it is called for every pass. The parent has the status that was
   * written last, which its store may not have yet: whatever depends on a status depends on this one.
   */
  readonly observe: (parent: O['parent']) => O;
  /** The kinds of children it creates. */
  readonly kinds: Readonly<Record<string, KindPolicy>>;
  /** As in `Cluster`. @default nothing */
  readonly onDecided?: (observed: O, outcome: Outcome<Status>) => void;
  /** As in `Cluster`. @default nothing */
  readonly reserve?: (observed: O, changes: readonly Change[]) => () => void;
  /** Called before changes are asked for, and after the API server has answered all of them. */
  readonly onAct?: (parent: O['parent'], changes: readonly Change[], failures?: readonly ChildFailure[]) => void;
  /** As in `Cluster`. @default nothing */
  readonly afterActing?: (observed: O, succeeded: readonly Change[]) => O;
  /** As in `Cluster`. @default nothing */
  readonly record?: (observed: O, records: readonly object[]) => Promise<readonly ChildFailure[]>;
  /** As in `Cluster`. @default nothing to read */
  readonly prepare?: (observed: O) => Promise<O | TooSoon>;
  /** As in `Cluster`. */
  readonly complete?: (observed: O) => O;
  /** As in `Cluster`. @default none */
  readonly creationDoubts?: (observed: O, creations: readonly Change[]) => Promise<CreationDoubts>;
  /** Called after a status was written, with what was observed before: the place to record events. */
  readonly report?: (observed: O, status: Status) => void;
  readonly transport: Transport;
  /** The status of one parent is written at most so often. @default as often as it changes */
  readonly statusPaceSeconds?: number;
  /** Nothing of a namespace that it leaves out is looked at. @default all is held */
  readonly budget?: MemoryBudget;
  /** Says when the API server was restored from a backup: then nothing that it accepted before is relied on. @default never */
  readonly restores?: { listen(listener: () => void): void };
  /** Passes at the same time. @default 4 */
  readonly concurrency?: number;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly metrics?: EngineMetrics;
}

export interface Controller {
  readonly name: string;
  /** Asks for a pass over `namespace/name`. */
  add(key: string): void;
  /** Begins with a pass over every parent. To be called when every informer it reads is synced. */
  start(): void;
  /** Resolves when the running passes have ended. */
  stop(): Promise<void>;
}

/** Binds a pure reconciler to its sources, the API server and a work queue of its own. */
export function createController<O extends Observed, Status extends object>(
  options: ControllerOptions<O, Status>,
): Controller {
  const { name, clock = systemClock, logger = silentLogger, metrics, concurrency } = options;
  const writer = new StatusWriter<O['parent']>(options.transport, clock);
  const cluster = createCluster(options, writer);
  const pass = (key: string) => reconcileOnce(key, cluster, options, clock.now());
  const queue = new WorkQueue<string>({
    process: measured(pass, name, clock, metrics),
    clock,
    onError: (key, err, retryAfterSeconds) =>
      logger.warn({ controller: name, ...logKeys(key, options.logField), retryAfterSeconds, err }, 'reconcile failed'),
    ...(concurrency !== undefined && { concurrency }),
  });
  metrics?.queueCreated?.(name, () => queue.depth);
  const wake = (key: string) => queue.add(key);
  for (const source of options.sources) source.subscribe(wake);
  const begin = (parents: readonly Identified[]) => {
    for (const parent of parents) {
      writer.doubt(keyOf(parent));
      wake(keyOf(parent));
    }
  };
  const returned = (namespace: string) =>
    begin(options.parents.all().filter(({ metadata }) => metadata.namespace === namespace));
  const start = () => {
    begin(options.parents.all());
    options.budget?.listen({ returned });
    options.restores?.listen(() => {
      writer.forgetAll();
      begin(options.parents.all());
    });
    queue.start();
  };
  return { name, add: wake, start, stop: () => queue.stop() };
}

function createCluster<O extends Observed, Status extends object>(
  options: ControllerOptions<O, Status>,
  writer: StatusWriter<O['parent']>,
): Cluster<O, Status> {
  const {
    transport,
    kinds,
    complete,
    onDecided,
    reserve,
    record,
    statusPaceSeconds = 0,
    clock = systemClock,
  } = options;
  const pace = new StatusPace(statusPaceSeconds, clock);
  return {
    kinds,
    ...(onDecided && { onDecided }),
    ...(reserve && { reserve }),
    ...(record && { record }),
    observe: (key) => {
      const isLeftOut = options.budget?.isLeftOut(splitKey(key).namespace) ?? false;
      const cached = isLeftOut ? undefined : options.parents.byKey(key);
      if (!cached) writer.forget(key);
      return cached && options.observe(writer.latest(cached));
    },
    stillExists: ({ parent }, missing) => stillExists(transport, parent, missing),
    secondsBehind: ({ parent }, about) => writer.secondsBehind(parent, about),
    prepare: async (observed) => (await options.prepare?.(observed)) ?? observed,
    ...(complete && { complete }),
    creationDoubts: async (observed, creations) => (await options.creationDoubts?.(observed, creations)) ?? noDoubts,
    afterActing: (observed, succeeded) => options.afterActing?.(observed, succeeded) ?? observed,
    act: async ({ parent }, changes) => {
      options.onAct?.(parent, changes);
      const failures = await act({ transport, parent, changes });
      options.onAct?.(parent, changes, failures);
      return failures;
    },
    writeStatus: async (observed, status) => {
      const key = keyOf(observed.parent);
      const waitSeconds = pace.secondsLeft(key);
      if (waitSeconds > 0 && !writer.isUnchanged(observed.parent, status)) return { waitSeconds };
      const outcome = await writer.write(observed.parent, status);
      if (outcome !== 'written') return outcome;
      pace.noteWrite(key);
      options.report?.(observed, status);
      return outcome;
    },
  };
}

type Pass = (key: string) => Promise<ProcessResult | undefined>;

function measured(pass: Pass, name: string, clock: Clock, metrics: EngineMetrics | undefined): Pass {
  return async (key) => {
    const started = clock.now();
    const count = (outcome: 'done' | 'requeued' | 'failed') =>
      metrics?.reconciled?.(name, outcome, (clock.now() - started) / 1000);
    try {
      const result = await pass(key);
      count(result ? 'requeued' : 'done');
      return result;
    } catch (error) {
      count('failed');
      throw error;
    }
  };
}
