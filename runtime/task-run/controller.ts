import type { TaskRun, TaskRunStatus } from '../../api/generated/kinds.js';
import { paced } from '../../packages/kubernetes-client/cache/paced.js';
import { controllerOf } from '../../packages/kubernetes-conventions/owner.js';
import { systemClock } from '../../packages/work-queue/clock.js';
import type { InformerContext } from '../caches/shared-informers.js';
import { CreationHistory } from '../creations/creation-history.js';
import { withCreated } from '../creations/recent-creations.js';
import { EventRecorder } from '../engine/event-recorder.js';
import { type Controller, createController } from '../engine/reconcile/controller.js';
import { grantedSlots, type SharedLimits } from '../limits/shared-limits.js';
import { loadTemplate } from '../templates/load-template.js';
import { type Informers, runLabelKey } from './informers.js';
import type { ObservedRunPod, ObservedTaskRun } from './observed.js';
import { noteAnswers, noteAsked, type PassMemory, reserve } from './pass-memory.js';
import { limitOf } from './policies/shared-limit.js';
import { explain, reconcile } from './reconcile.js';
import { runEvents } from './run-events.js';
import { isFinishedRun } from './run-state.js';
import { missingReference, resolveTemplate } from './template/template.js';
import { templateObjects } from './template/template-objects.js';
import { wakeUps } from './wake-ups.js';

/** Minimum time between two passes over a run. The first change starts a pass immediately. */
const PACE_SECONDS = 1;
/** Time for a watch that is behind. Its next event wakes the run anyway. */
const BEHIND_SECONDS = 1;
/** Passes at the same time: each mostly waits for the API server, and runs come by the hundred. */
const PASSES = 16;

export interface TaskRunContext extends InformerContext {
  readonly memory: PassMemory;
  readonly limits: SharedLimits;
}

/** Binds the pure `reconcile` to what the informers hold. */
export function taskRunController(informers: Informers, context: TaskRunContext): Controller {
  const { transport, clock = systemClock, retention = {}, memory, limits } = context;
  informers.taskRuns.onChange(({ type, object }) => {
    if (type !== 'deleted' && !isFinishedRun(object)) return;
    for (const each of Object.values(memory)) each.forget(object.metadata.uid ?? '');
  });
  const history = new CreationHistory('Pod', { transport, creations: memory.creations });
  history.inherit(informers.taskRuns.store.all());
  informers.taskRunPods.onChange(({ type, object }) => {
    const run = type === 'updated' ? undefined : unfinishedRunOf(object, informers);
    if (run) memory.creations.noteSeen(run.metadata.uid ?? '', object.metadata.name);
  });
  const recorder = new EventRecorder({ ...context, component: 'kubetask' });
  return createController<ObservedTaskRun, TaskRunStatus>({
    ...context,
    name: 'task-run',
    transport,
    statusPaceSeconds: PACE_SECONDS,
    concurrency: PASSES,
    sources: [paced(wakeUps(informers, limits), PACE_SECONDS, clock)],
    parents: informers.taskRuns.store,
    kinds: { Pod: 'update', ConfigMap: 'createOnly' },
    observe: (run) => ({ ...observe(run, informers, memory, clock.now()), retention }),
    reconcile,
    explain,
    reserve: ({ parent }, changes) => reserve(memory, parent.metadata.uid ?? '', changes),
    onAct: ({ metadata: { uid = '' } }, changes, failures) => {
      if (failures) noteAnswers(memory, uid, changes, failures, clock.now());
      else noteAsked(memory, uid, changes, clock.now());
    },
    afterActing: withCreated,
    prepare: async (observed) => {
      const { parent, warnings } = observed;
      const objects = templateObjects(parent, informers);
      const tellsOfMounts = warnings.some(({ reason }) => reason === 'FailedMount');
      if (!plansPod(parent)) return tellsOfMounts ? { ...observed, template: resolveTemplate(objects) } : observed;
      const loaded = await loadTemplate(transport, objects);
      return loaded ? { ...observed, template: resolveTemplate(loaded) } : { waitSeconds: BEHIND_SECONDS };
    },
    complete: (observed) =>
      plansPod(observed.parent)
        ? { ...observed, mayStart: mayStart(observed.parent, informers, context, clock.now()) }
        : observed,
    wasCreatedBefore: ({ parent }, creations) => history.hasBegun(parent, creations),
    report: ({ parent }, status) => {
      for (const event of runEvents(parent.status, status)) recorder.record(parent, event);
    },
  });
}

/** The unfinished run that the Pod belongs to, if it is there. */
function unfinishedRunOf(pod: ObservedRunPod, { taskRuns }: Informers): TaskRun | undefined {
  const owner = controllerOf(pod);
  const run = owner && taskRuns.store.get(pod.metadata.namespace ?? '', owner.name);
  return run && run.metadata.uid === owner.uid && !isFinishedRun(run) ? run : undefined;
}

/** What earlier passes left. */
const remembered = ({ createFailures, creations }: PassMemory, { metadata: { uid = '' } }: TaskRun, now: number) => ({
  createFailures: createFailures.of(uid, now),
  recentlyCreated: creations.of(uid, now),
  everCreated: creations.known(uid),
});

function observe(
  run: TaskRun,
  informers: Informers,
  memory: PassMemory,
  now: number,
): Omit<ObservedTaskRun, 'retention'> {
  const { taskRunPods, taskRunConfigMaps, warnings } = informers;
  const label = runLabelKey(run);
  const pods = taskRunPods.store.list('byRun', label);
  return {
    parent: run,
    children: [...pods, ...taskRunConfigMaps.store.list('byRun', label)],
    warnings: pods.flatMap(({ metadata: { uid = '' } }) => warnings.store.list('byInvolvedUid', uid)),
    ...remembered(memory, run, now),
    mayStart: true,
    missing: missingReference(templateObjects(run, informers)),
  };
}

/** Whether a Pod may have to be planned: none was reported, and one is wanted. */
const plansPod = (run: TaskRun): boolean =>
  !isFinishedRun(run) && run.status?.podName === undefined && !run.spec.cancel && !run.spec.suspend;

/** As the limit is now: other runs may have started since the pass began. */
function mayStart(run: TaskRun, informers: Informers, { memory, limits }: TaskRunContext, now: number): boolean {
  const { uid = '' } = run.metadata;
  const limit = limitOf(run, informers);
  if (limit === undefined || memory.creations.of(uid, now).size > 0) return true;
  return grantedSlots({ run: uid, waiting: 1 }, limits.stateOf(limit, now)) > 0;
}
