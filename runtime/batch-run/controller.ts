import type { BatchRun, BatchRunStatus } from '../../api/generated/kinds.js';
import { systemClock } from '../engine/clock.js';
import { type Controller, createController } from '../engine/controller.js';
import { EventRecorder } from '../engine/event-recorder.js';
import { splitKey } from '../engine/object-key.js';
import type { InformerContext } from '../run/informers.js';
import { paced } from '../run/paced.js';
import { unansweredNames } from '../run/refusals.js';
import { type Informers, runLabelKey } from './informers.js';
import type { ObservedBatchRun } from './observed.js';
import { createPassMemory, type PassMemory, remember } from './pass-memory.js';
import { reconcile } from './reconcile.js';
import { runEvents } from './run-events.js';
import { lowestLimit, slotsOf } from './shared-limit.js';
import { limitKeyOf, runsSharing } from './sharing-runs.js';
import { templateObjects } from './template-objects.js';
import { wakeUps } from './wake-ups.js';

/** A run is looked at, and its status written, at most so often; the first news are looked at at once. */
const PACE_SECONDS = 1;

/** Binds the pure `reconcile` to what the informers hold. */
export function batchRunController(informers: Informers, context: InformerContext): Controller {
  const { transport, clock = systemClock, retention = {} } = context;
  const memory = createPassMemory();
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
    observe: (key) => {
      const observed = observe(key, informers, memory, clock.now());
      return observed && { ...observed, retention };
    },
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

function observe(
  key: string,
  informers: Informers,
  memory: PassMemory,
  now: number,
): Omit<ObservedBatchRun, 'retention'> | undefined {
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
    podsKnownUntil: pods.knownUntil,
    warnings: [...observedJobs, ...observedPods].flatMap(({ metadata: { uid = '' } }) =>
      warnings.store.list('byInvolvedUid', uid),
    ),
    refusals: memory.refusals.of(run.metadata.uid ?? '', now),
    recentlyCreated: memory.creations.of(run.metadata.uid ?? '', now),
    sharedSlots: (waiting) => sharedSlots(run, waiting, informers, memory, now),
    template: () => memory.templates.resolve(templateObjects(run, informers)),
  };
}

function sharedSlots(run: BatchRun, waiting: number, informers: Informers, memory: PassMemory, now: number): number {
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
