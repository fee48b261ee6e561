import type { Task, TaskRun, TaskRunStatus, TaskSpec, WorkspaceConfig } from '../../../api/generated/kinds.js';
import { ANNOTATION_STEPS, LABEL_TASK_RUN } from '../../../api/labels.js';
import type { ObjectMeta } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { withController } from '../../../packages/kubernetes-conventions/owner.js';
import type { ObservedWarning } from '../../../runtime/caches/observed-warning.js';
import { type CreateFailures, noCreateFailures } from '../../../runtime/creations/create-failures.js';
import type { ChildFailure } from '../../../runtime/engine/reconcile/act.js';
import { type Change, diff } from '../../../runtime/engine/reconcile/diff.js';
import type { Outcome } from '../../../runtime/engine/reconcile/reconcile-once.js';
import type { Retention } from '../../../runtime/limits/retention.js';
import type { ObservedContainer, ObservedTermination } from '../../../runtime/pod/observed-pod.js';
import type { ObservedRunPod, ObservedScripts, ObservedTaskRun } from '../../../runtime/task-run/observed.js';
import { projectRunPod, projectScripts } from '../../../runtime/task-run/projections.js';
import { explain, reconcile } from '../../../runtime/task-run/reconcile.js';
import { missingReference, resolveTemplate } from '../../../runtime/task-run/template/template.js';

/** The moment at which every case looks. */
export const now = Date.parse('2030-01-01T00:10:00Z');

export const ago = (seconds: number): string => `${new Date(now - seconds * 1000).toISOString().slice(0, 19)}Z`;

const namespace = 'team';
const runUid = 'run-uid';
export const podName = 'hello-1-pod';

/** Everything in the cluster that concerns one run. */
export interface World {
  readonly run: TaskRun;
  readonly task?: Task | undefined;
  readonly workspace?: WorkspaceConfig | undefined;
  readonly pods: readonly ObservedRunPod[];
  readonly configMaps: readonly ObservedScripts[];
  readonly warnings: readonly ObservedWarning[];
  readonly createFailures: CreateFailures;
  readonly recentlyCreated: ReadonlySet<string>;
  readonly everCreated: ReadonlySet<string>;
  readonly retention: Retention;
  readonly mayStart: boolean;
}

export const makeRun = (
  spec: Partial<TaskRun['spec']> = {},
  status?: TaskRunStatus,
  metadata: Partial<ObjectMeta> = {},
): TaskRun => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'TaskRun',
  metadata: { name: 'hello-1', namespace, uid: runUid, generation: 1, creationTimestamp: ago(60), ...metadata },
  spec: { taskRef: 'hello', ...spec },
  ...(status && { status }),
});

export const makeTask = (spec: TaskSpec = { steps: [step('one'), step('two')] }): Task => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'Task',
  metadata: { name: 'hello', namespace, uid: 'task-uid', generation: 1 },
  spec,
});

export const step = (name: string) => ({ name, image: 'busybox', script: `echo ${name}` });

export const makeWorld = (world: Partial<World> = {}): World => ({
  run: makeRun(),
  task: makeTask(),
  pods: [],
  configMaps: [],
  warnings: [],
  createFailures: noCreateFailures,
  recentlyCreated: new Set(),
  everCreated: new Set(),
  retention: {},
  mayStart: true,
  ...world,
});

/** A world in which the run's Pod has been seen. */
export const makeSeenWorld = (pod: ObservedRunPod | undefined, world: Partial<World> = {}): World =>
  makeWorld({
    run: makeRun({}, { phase: 'Running', podName }),
    ...world,
    pods: pod ? [pod] : [],
  });

type PodStatus = NonNullable<ObservedRunPod['status']>;

/** The Pod of two steps, on a node. */
export const makePod = (status: PodStatus = {}, metadata: Partial<ObjectMeta> = {}): ObservedRunPod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: podName,
    namespace,
    uid: 'pod-uid',
    creationTimestamp: ago(50),
    labels: { [LABEL_TASK_RUN]: 'hello-1' },
    annotations: { [ANNOTATION_STEPS]: 'one,two' },
    ownerReferences: [
      { apiVersion: 'kubetask.io/v1alpha1', kind: 'TaskRun', name: 'hello-1', uid: runUid, controller: true },
    ],
    ...metadata,
  },
  spec: { nodeName: 'node' },
  status: { phase: 'Pending', ...status },
});

export const running = (name: string, secondsAgo = 10): ObservedContainer => ({
  name,
  state: { running: { startedAt: ago(secondsAgo) } },
});

export const waiting = (name: string, reason = 'PodInitializing', message = ''): ObservedContainer => ({
  name,
  image: 'busybox',
  state: { waiting: { reason, message } },
});

export const ended = (
  name: string,
  exitCode = 0,
  more: Partial<ObservedTermination> & { readonly secondsAgo?: number } = {},
): ObservedContainer => {
  const { secondsAgo = 10, ...termination } = more;
  const times = { startedAt: ago(secondsAgo + 5), finishedAt: ago(secondsAgo) };
  const reason = exitCode === 0 ? 'Completed' : 'Error';
  return { name, state: { terminated: { exitCode, reason, ...times, ...termination } } };
};

/** The Pod with the states of its two steps. */
export const stepsPod = (
  phase: string,
  one: ObservedContainer,
  two: ObservedContainer,
  more: PodStatus = {},
  metadata: Partial<ObjectMeta> = {},
): ObservedRunPod => makePod({ phase, initContainerStatuses: [one], containerStatuses: [two], ...more }, metadata);

export const succeededPod = (): ObservedRunPod =>
  stepsPod('Succeeded', ended('one', 0, { secondsAgo: 20 }), ended('two'));

export function observe({
  run,
  task,
  workspace,
  pods,
  configMaps,
  warnings,
  createFailures,
  recentlyCreated,
  everCreated,
  retention,
  mayStart,
}: World): ObservedTaskRun {
  const objects = { run, task: run.spec.taskRef ? task : undefined, workspace };
  return {
    parent: run,
    children: [...pods, ...configMaps],
    warnings,
    createFailures,
    recentlyCreated,
    everCreated,
    retention,
    mayStart,
    missing: missingReference(objects),
    template: resolveTemplate(objects),
  };
}

export interface Pass {
  readonly world: World;
  readonly changes: readonly Change[];
  readonly outcome: Outcome<TaskRunStatus>;
}

const kinds = { Pod: 'update', ConfigMap: 'createOnly' } as const;

/** One whole pass as the engine does it, over a world in which everything is granted. */
export function pass(world: World, at = now, failures: readonly ChildFailure[] = []): Pass {
  const observed = observe(world);
  const planned = reconcile(observed, at);
  const outcome = failures.length === 0 ? planned : { ...planned, ...explain(observed, failures, at) };
  const changes = [
    ...diff(observed.children, outcome.desired, { ownerUid: runUid, kinds }),
    ...(outcome.amendments ?? []),
  ];
  return { world: granted(world, changes, outcome.status), changes, outcome };
}

function granted(world: World, changes: readonly Change[], status: TaskRunStatus): World {
  const next = { ...world, run: { ...world.run, status } };
  return changes.reduce(carriedOut, next);
}

function carriedOut(world: World, { type, object }: Change): World {
  const { name } = object.metadata;
  if (type === 'delete') return { ...world, pods: world.pods.filter(({ metadata }) => metadata.name !== name) };
  if (type === 'update') {
    const { spec } = object as ObservedRunPod;
    return { ...world, pods: world.pods.map((pod) => ({ ...pod, spec: { ...pod.spec, ...spec } })) };
  }
  const metadata = { ...object.metadata, uid: `${name}-uid`, creationTimestamp: ago(0) };
  const made = withController({ ...object, metadata }, world.run);
  if (object.kind === 'Pod') return { ...world, pods: [...world.pods, projectRunPod(made as ObservedRunPod)] };
  return { ...world, configMaps: [...world.configMaps, projectScripts(made as ObservedScripts)] };
}

/** `create Pod hello-1-pod`, in order. */
export const reported = (changes: readonly Change[]): string[] =>
  changes.map(({ type, object }) => `${type} ${object.kind} ${object.metadata.name}`);

/** Phase, reason and message of a status. */
export function summary({ phase, conditions = [] }: TaskRunStatus): (string | undefined)[] {
  const ready = conditions.find(({ type }) => type === 'Ready');
  return [phase, ready?.reason, ready?.message];
}
