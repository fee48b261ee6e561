import type { BatchRun, BatchRunStatus } from '../../api/generated/kinds.js';
import { paced } from '../../packages/kubernetes-client/cache/paced.js';
import { controllerOf } from '../../packages/kubernetes-conventions/owner.js';
import { systemClock } from '../../packages/work-queue/clock.js';
import type { InformerContext } from '../caches/shared-informers.js';
import { CreationHistory } from '../creations/creation-history.js';
import { withCreated } from '../creations/recent-creations.js';
import { EventRecorder } from '../engine/event-recorder.js';
import { type Controller, createController } from '../engine/reconcile/controller.js';
import type { SharedLimits } from '../limits/shared-limits.js';
import { loadTemplate } from '../templates/load-template.js';
import { explain } from './explain.js';
import { type Informers, runLabelKey } from './informers.js';
import { RELEASE_SECONDS } from './jobs/start-gate.js';
import type { ObservedBatchRun, ObservedJob } from './observed.js';
import { withLiveOutcomes } from './outcomes/live-outcomes.js';
import { noteAnswers, noteAsked, type PassMemory, reserve } from './pass-memory.js';
import { limitOf } from './policies/shared-limit.js';
import { reconcile } from './reconcile.js';
import { forgeryEvents, runEvents } from './run-events.js';
import { templateObjects } from './template/template-objects.js';
import { wakeUps } from './wake-ups.js';

/** Minimum time between two passes over a run. The first change starts a pass immediately. */
const PACE_SECONDS = 1;
/** Time for a watch that is behind. Its next event wakes the run anyway. */
const BEHIND_SECONDS = 1;

export interface BatchRunContext extends InformerContext {
  readonly memory: PassMemory;
  readonly limits: SharedLimits;
}

/** Binds the pure `reconcile` to what the informers hold. */
export function batchRunController(informers: Informers, context: BatchRunContext): Controller {
  const { transport, clock = systemClock, retention = {}, memory, limits } = context;
  const forget = (run: BatchRun) => {
    for (const each of Object.values(memory)) each.forget(run.metadata.uid ?? '');
  };
  informers.runs.onChange(({ type, object }) => {
    if (type === 'deleted' || object.status?.completionTime !== undefined) forget(object);
  });
  const history = new CreationHistory('Job', { transport, creations: memory.creations });
  history.inherit(informers.runs.store.all());
  informers.jobs.onChange(({ type, object }) => {
    const run = type === 'updated' ? undefined : unfinishedRunOf(object, informers);
    if (run) memory.creations.noteSeen(run.metadata.uid ?? '', object.metadata.name);
  });
  const recorder = new EventRecorder({ ...context, component: 'kubetask' });
  return createController<ObservedBatchRun, BatchRunStatus>({
    ...context,
    name: 'batch-run',
    transport,
    statusPaceSeconds: PACE_SECONDS,
    sources: [paced(wakeUps(informers, limits), PACE_SECONDS, clock)],
    parents: informers.runs.store,
    kinds: { Job: 'createOnly', ConfigMap: 'update' },
    observe: (run) => ({ ...observe(run, informers, memory, clock.now()), retention }),
    reconcile,
    explain,
    onDecided: ({ parent, outcomes }) => {
      for (const event of forgeryEvents(outcomes)) recorder.record(parent, event);
    },
    reserve: ({ parent }, changes) => reserve(memory, parent.metadata.uid ?? '', changes),
    onAct: ({ metadata: { uid = '' } }, changes, failures) => {
      if (failures) noteAnswers(memory, uid, changes, failures, clock.now());
      else noteAsked(memory, uid, changes, clock.now());
    },
    afterActing: withCreated,
    prepare: async (observed) => {
      const { parent } = observed;
      const live = { ...observed, ...(await withLiveOutcomes(transport, observed, memory.outcomes)) };
      if (parent.status?.completionTime !== undefined) return live;
      const cached = templateObjects(parent, informers);
      if (memory.templates.isReady(cached)) return live;
      const loaded = await loadTemplate(transport, cached);
      if (loaded) memory.templates.resolve(loaded, cached);
      return loaded ? live : { waitSeconds: BEHIND_SECONDS };
    },
    complete: (observed) => completed(observed, informers, context, clock.now()),
    wasCreatedBefore: ({ parent }, creations) => history.hasBegun(parent, creations),
    report: ({ parent }, status) => {
      for (const event of runEvents(parent.status, status)) recorder.record(parent, event);
    },
  });
}

/** The unfinished run that the Job belongs to, if it is there. */
function unfinishedRunOf(job: ObservedJob, { runs }: Informers): BatchRun | undefined {
  const owner = controllerOf(job);
  const run = owner && runs.store.get(job.metadata.namespace ?? '', owner.name);
  return run?.metadata.uid === owner?.uid && run?.status?.completionTime === undefined ? run : undefined;
}

/** What earlier passes left. */
const remembered = (
  { createFailures, creations, releases }: PassMemory,
  { metadata: { uid = '' } }: BatchRun,
  now: number,
) => ({
  createFailures: createFailures.of(uid, now),
  recentlyCreated: creations.of(uid, now),
  everCreated: creations.known(uid),
  released: releases.of(uid, now),
  releasing: releases.of(uid, now, RELEASE_SECONDS),
});

function observe(
  run: BatchRun,
  informers: Informers,
  memory: PassMemory,
  now: number,
): Omit<ObservedBatchRun, 'retention'> {
  const { jobs, pods, configMaps, warnings } = informers;
  const label = runLabelKey(run);
  const observedJobs = jobs.store.list('byRun', label);
  const observedConfigMaps = configMaps.store.list('byRun', label);
  const observedPods = pods.store.list('byRun', label);
  return {
    parent: run,
    children: [...observedJobs, ...observedConfigMaps],
    pods: observedPods,
    podsKnownUntil: pods.knownUntil,
    outcomes: memory.outcomes.prove(run, observedConfigMaps),
    warnings: [...observedJobs, ...observedPods].flatMap(({ metadata: { uid = '' } }) =>
      warnings.store.list('byInvolvedUid', uid),
    ),
    ...remembered(memory, run, now),
  };
}

/** With its template, and with the limit as it is now: other runs may have started tasks since the pass began. */
function completed(
  observed: ObservedBatchRun,
  informers: Informers,
  { memory, limits }: BatchRunContext,
  now: number,
): ObservedBatchRun {
  const { spec, status } = observed.parent;
  if (status?.completionTime !== undefined) return observed;
  const limit = spec.suspend || spec.cancel ? undefined : limitOf(observed.parent, informers);
  return {
    ...observed,
    template: memory.templates.resolve(templateObjects(observed.parent, informers)),
    ...(limit !== undefined && { sharedLimit: limits.stateOf(limit, now) }),
  };
}
