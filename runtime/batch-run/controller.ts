import type { BatchRun, BatchRunStatus } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../api/kubernetes-object.js';
import type { ChildFailure } from '../engine/act.js';
import { systemClock } from '../engine/clock.js';
import { type Controller, createController } from '../engine/controller.js';
import { EventRecorder } from '../engine/event-recorder.js';
import { splitKey } from '../engine/object-key.js';
import type { InformerContext } from '../run/informers.js';
import { paced } from '../run/paced.js';
import { RefusalMemory } from '../run/refusals.js';
import { type Informers, runLabelKey } from './informers.js';
import type { ObservedBatchRun } from './observed.js';
import { RecentCreations } from './recent-creations.js';
import { reconcile } from './reconcile.js';
import { runEvents } from './run-events.js';
import { workspaceConfigName } from './template.js';
import { TemplateMemo } from './template-memo.js';
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
      remember(memory, observed.parent.metadata.uid ?? '', outcome.desired, failures, now);
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

/** What a pass asks for is first taken for created; the same pass asks again with what was not. */
function remember(
  { creations, refusals }: Memory,
  runUid: string,
  desired: readonly KubernetesObject[],
  failures: readonly ChildFailure[],
  now: number,
): void {
  if (failures.length > 0) {
    refusals.note(runUid, failures, now);
    creations.drop(
      runUid,
      failures.map(({ change }) => change.object.metadata.name),
    );
  } else {
    const jobs = desired.filter(({ kind, metadata: { uid } }) => kind === 'Job' && uid === undefined);
    creations.note(
      runUid,
      jobs.map(({ metadata: { name } }) => name),
      now,
    );
  }
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
    template: () => memory.templates.resolve(templateObjects(run, informers)),
  };
}

function templateObjects(run: BatchRun, { batches, workspaces }: Informers) {
  const namespace = run.metadata.namespace ?? '';
  const { batchRef } = run.spec;
  const batch = batchRef === undefined ? undefined : batches.store.get(namespace, batchRef);
  const workspaceName = workspaceConfigName({ run, batch });
  const workspace = workspaceName === undefined ? undefined : workspaces.store.get(namespace, workspaceName);
  return { run, batch, workspace };
}
