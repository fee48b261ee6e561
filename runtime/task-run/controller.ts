import type { TaskRun, TaskRunStatus } from '../../api/generated/kinds.js';
import { systemClock } from '../engine/clock.js';
import { type Controller, createController } from '../engine/controller.js';
import { EventRecorder } from '../engine/event-recorder.js';
import { splitKey } from '../engine/object-key.js';
import type { InformerContext } from '../run/informers.js';
import { paced } from '../run/paced.js';
import { RefusalMemory } from '../run/refusals.js';
import { type Informers, runLabelKey } from './informers.js';
import type { ObservedTaskRun } from './observed.js';
import { reconcile } from './reconcile.js';
import { runEvents } from './run-events.js';
import { isFinished } from './run-state.js';
import { resolveTemplate, type TemplateObjects, workspaceConfigName } from './template.js';
import { wakeUps } from './wake-ups.js';

/** A run is looked at, and its status written, at most so often; the first news are looked at at once. */
const PACE_SECONDS = 1;

/** Binds the pure `reconcile` to what the informers hold. */
export function taskRunController(informers: Informers, context: InformerContext): Controller {
  const { transport, clock = systemClock, retention = {} } = context;
  const refusals = new RefusalMemory();
  informers.taskRuns.onChange(({ type, object }) => {
    if (type === 'deleted' || isFinished(object)) refusals.forget(object.metadata.uid ?? '');
  });
  const recorder = new EventRecorder({ ...context, component: 'kubetask' });
  return createController<ObservedTaskRun, TaskRunStatus>({
    ...context,
    name: 'task-run',
    transport,
    sources: [paced(wakeUps(informers), PACE_SECONDS, clock)],
    parents: () => informers.taskRuns.store.all(),
    kinds: { Pod: 'apply', ConfigMap: 'createOnly' },
    observe: (key) => {
      const observed = observe(key, informers, refusals, clock.now());
      return observed && { ...observed, retention };
    },
    reconcile: (observed, now, failures) => {
      if (failures.length > 0) refusals.note(observed.parent.metadata.uid ?? '', failures, now);
      return reconcile(observed, now, failures);
    },
    report: ({ parent }, status) => {
      for (const event of runEvents(parent.status, status)) recorder.record(parent, event);
    },
  });
}

function observe(
  key: string,
  informers: Informers,
  refusals: RefusalMemory,
  now: number,
): Omit<ObservedTaskRun, 'retention'> | undefined {
  const { namespace, name } = splitKey(key);
  const run = informers.taskRuns.store.get(namespace, name);
  if (!run) return undefined;
  const { taskRunPods, taskRunConfigMaps, warnings } = informers;
  const label = runLabelKey(run);
  const pods = taskRunPods.store.list('byRun', label);
  return {
    parent: run,
    children: [...pods, ...taskRunConfigMaps.store.list('byRun', label)],
    warnings: pods.flatMap(({ metadata: { uid = '' } }) => warnings.store.list('byInvolvedUid', uid)),
    refusals: refusals.of(run.metadata.uid ?? '', now),
    template: () => resolveTemplate(templateObjects(run, informers)),
  };
}

function templateObjects(run: TaskRun, { tasks, workspaces }: Informers): TemplateObjects {
  const namespace = run.metadata.namespace ?? '';
  const { taskRef } = run.spec;
  const task = taskRef === undefined ? undefined : tasks.store.get(namespace, taskRef);
  const workspaceName = workspaceConfigName({ run, task });
  const workspace = workspaceName === undefined ? undefined : workspaces.store.get(namespace, workspaceName);
  return { run, task, workspace };
}
