import type { BatchRun, BatchRunStatus } from '../../api/generated/kinds.js';
import type { ChildFailure } from '../engine/act.js';
import { systemClock } from '../engine/clock.js';
import { type Controller, createController } from '../engine/controller.js';
import type { Change } from '../engine/diff.js';
import { EventRecorder } from '../engine/event-recorder.js';
import { splitKey } from '../engine/object-key.js';
import type { Outcome } from '../engine/reconcile-once.js';
import type { InformerContext } from '../run/informers.js';
import { paced } from '../run/paced.js';
import { RefusalMemory, unansweredNames } from '../run/refusals.js';
import { isRelease } from './held-job.js';
import { type Informers, runLabelKey } from './informers.js';
import type { ObservedBatchRun } from './observed.js';
import { RecentCreations } from './recent-creations.js';
import { reconcile } from './reconcile.js';
import { runEvents } from './run-events.js';
import { lowestLimit, slotsOf } from './shared-limit.js';
import { limitKeyOf, runsSharing } from './sharing-runs.js';
import { TemplateMemo } from './template-memo.js';
import { templateObjects } from './template-objects.js';
import { wakeUps } from './wake-ups.js';

/** A run is looked at, and its status written, at most so often; the first news are looked at at once. */
const PACE_SECONDS = 1;

/** Binds the pure `reconcile` to what the informers hold. */
export function batchRunController(informers: Informers, context: InformerContext): Controller {
  const { transport, clock = systemClock } = context;
  const memory = { templates: new TemplateMemo(), refusals: new RefusalMemory(), creations: new RecentCreations() };
  const forget = (run: BatchRun) => {
    for (const each of Object.values(memory)) each.forget(run.metadata.uid ?? '');
  };
  informers.runs.onChange(({ type, object }) => {
    if (type === 'deleted' || object.status?.completionTime !== undefined) forget(object);
  });
  const recorder = new EventRecorder({ ...context, component: 'kubetask' });
  return createController<ObservedBatchRun, BatchRunStatus>({
    ...context,
    name: 'batch-run',
    transport,
    sources: [paced(wakeUps(informers), PACE_SECONDS, clock)],
    parents: () => informers.runs.store.all(),
    kinds: { Job: 'createOnly', ConfigMap: 'apply' },
    observe: (key) => observe(key, informers, memory, clock.now()),
    reconcile: (observed, now, failures) => {
      const outcome = reconcile(observed, now, failures);
      remember(memory, observed.parent.metadata.uid ?? '', outcome, failures, now);
      return outcome;
    },
    report: ({ parent }, status) => {
      for (const event of runEvents(parent.status, status)) recorder.record(parent, event);
    },
  });
}

interface Memory {
  readonly templates: TemplateMemo;
  readonly refusals: RefusalMemory;
  readonly creations: RecentCreations;
}

/**
 * What a pass asks for is first taken for created, or resumed; the same pass asks again with what was not. Noted before
 * anything is asked for, so that a pass over another run, which shares a limit with this one, counts it already.
 */
function remember(
  { creations, refusals }: Memory,
  runUid: string,
  { desired, also = [] }: Outcome<BatchRunStatus>,
  failures: readonly ChildFailure[],
  now: number,
): void {
  if (failures.length > 0) {
    const refused = failures.filter(({ change }) => change.type !== 'amend');
    if (refused.length > 0) refusals.note(runUid, refused, now);
    creations.drop(
      runUid,
      failures.map(({ change }) => change.object.metadata.name),
    );
  } else {
    const jobs = desired.filter(({ kind, metadata: { uid } }) => kind === 'Job' && uid === undefined);
    const amended = also.filter((change) => change.type === 'amend' && change.object.kind === 'Job');
    const [resumed, held] = partition(amended, (change) => change.type === 'amend' && isRelease(change));
    creations.drop(runUid, held.map(nameOf));
    creations.note(runUid, [...jobs.map(({ metadata: { name } }) => name), ...resumed.map(nameOf)], now);
  }
}

const nameOf = ({ object }: Change): string => object.metadata.name;

function partition<T>(items: readonly T[], holds: (item: T) => boolean): [T[], T[]] {
  return [items.filter(holds), items.filter((item) => !holds(item))];
}

function observe(key: string, informers: Informers, memory: Memory, now: number): ObservedBatchRun | undefined {
  const { namespace, name } = splitKey(key);
  const run = informers.runs.store.get(namespace, name);
  if (!run) return undefined;
  const { jobs, pods, configMaps, warnings } = informers;
  const label = runLabelKey(run);
  const observedJobs = jobs.store.list('byRun', label);
  const observedPods = pods.store.list('byRun', label);
  return {
    parent: run,
    children: [...observedJobs, ...configMaps.store.list('byRun', label)],
    pods: observedPods,
    warnings: [...observedJobs, ...observedPods].flatMap(({ metadata: { uid = '' } }) =>
      warnings.store.list('byInvolvedUid', uid),
    ),
    refusals: memory.refusals.of(run.metadata.uid ?? '', now),
    recentlyCreated: memory.creations.of(run.metadata.uid ?? '', now),
    sharedSlots: (waiting) => sharedSlots(run, waiting, informers, memory, now),
    template: () => memory.templates.resolve(templateObjects(run, informers)),
  };
}

function sharedSlots(run: BatchRun, waiting: number, informers: Informers, memory: Memory, now: number): number {
  const limitKey = limitKeyOf(run, informers);
  if (limitKey === undefined) return Number.POSITIVE_INFINITY;
  const { namespace = '' } = run.metadata;
  const { jobs, pods, workspaces } = informers;
  const label = `${namespace}/${limitKey}`;
  return slotsOf(run, waiting, {
    jobs: jobs.store.list('byLimitKey', label),
    pods: pods.store.list('byLimitKey', label),
    runs: runsSharing(namespace, limitKey, informers),
    unseenOf: ({ metadata: { uid = '' } }) => [
      ...memory.creations.of(uid, now),
      ...unansweredNames(memory.refusals.of(uid, now)),
    ],
    limit: lowestLimit(
      limitKey,
      workspaces.store.all().filter(({ metadata }) => metadata.namespace === namespace),
    ),
  });
}
