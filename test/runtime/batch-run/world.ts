import type { Batch, BatchRun, BatchRunStatus, BatchSpec, WorkspaceConfig } from '../../../api/generated/kinds.js';
import { LABEL_BATCH_RUN } from '../../../api/labels.js';
import { START_GATE } from '../../../api/start-gate.js';
import { proveOutcomes } from '../../../api/status/proven-outcomes.js';
import type { ObjectMeta, OwnerReference } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { withController } from '../../../packages/kubernetes-conventions/owner.js';
import { jobPolicy } from '../../../plan/batch-run/job-policy.js';
import type { BatchRunObjects } from '../../../plan/batch-run/resolve.js';
import { explain } from '../../../runtime/batch-run/explain.js';
import type { LedgerEntry } from '../../../runtime/batch-run/ledger/ledger.js';
import type {
  ObservedBatchRun,
  ObservedConfigMap,
  ObservedJob,
  ObservedTaskPod,
} from '../../../runtime/batch-run/observed.js';
import { projectConfigMap, projectJob } from '../../../runtime/batch-run/projections.js';
import { reconcile } from '../../../runtime/batch-run/reconcile.js';
import { resolveTemplate, type Template } from '../../../runtime/batch-run/template/template.js';
import type { ObservedWarning } from '../../../runtime/caches/observed-warning.js';
import { type CreateFailures, noCreateFailures } from '../../../runtime/creations/create-failures.js';
import type { ChildFailure } from '../../../runtime/engine/reconcile/act.js';
import { type Change, diff } from '../../../runtime/engine/reconcile/diff.js';
import type { Outcome } from '../../../runtime/engine/reconcile/reconcile-once.js';
import type { ObservedPod } from '../../../runtime/pod/observed-pod.js';
import { makeBatch, makeRepository } from '../../plan/sample.js';

/** The moment at which every case looks. */
export const now = Date.parse('2030-01-01T00:10:00Z');

export const ago = (seconds: number): string => `${new Date(now - seconds * 1000).toISOString().slice(0, 19)}Z`;

export const runName = 'update-001';
export const runUid = 'run-uid';
const namespace = 'team';

type JobStatus = NonNullable<ObservedJob['status']>;

/** Everything in the cluster that concerns one run. */
export interface World {
  readonly run: BatchRun;
  readonly batch?: Batch | undefined;
  readonly workspace?: WorkspaceConfig | undefined;
  readonly jobs: readonly ObservedJob[];
  readonly pods: readonly ObservedTaskPod[];
  readonly configMaps: readonly ObservedConfigMap[];
  readonly warnings: readonly ObservedWarning[];
  readonly createFailures: CreateFailures;
  readonly recentlyCreated: ReadonlySet<string>;
  readonly released: ReadonlySet<string>;
  readonly releasing: ReadonlySet<string>;
  readonly everCreated: ReadonlySet<string>;
  /** By key. */
  readonly succeeded?: ReadonlyMap<string, LedgerEntry>;
}

export const makeRun = (spec: BatchRun['spec'] = {}, status?: BatchRunStatus): BatchRun => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'BatchRun',
  metadata: { name: runName, namespace, uid: runUid, generation: 1, creationTimestamp: ago(60) },
  spec: { batchRef: 'update', jobs: 'runtime', ...spec },
  ...(status && { status }),
});

export const makeInlineRun = (batchSpec: BatchSpec): BatchRun => ({
  ...makeRun(),
  spec: { batchSpec, jobs: 'runtime' },
});

export const makeBatchObject = (spec: BatchSpec = makeBatch()): Batch => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'Batch',
  metadata: { name: 'update', namespace, uid: 'batch-uid', generation: 1 },
  spec,
});

export const makeWorkspace = (spec: WorkspaceConfig['spec'] = {}): WorkspaceConfig => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'WorkspaceConfig',
  metadata: { name: 'default', namespace, uid: 'workspace-uid', generation: 1 },
  spec,
});

/** A Batch of so many tasks, all of which may run at once. */
export const makeTasks = (count: number, maxConcurrency = 0): BatchSpec =>
  makeBatch({
    maxConcurrency,
    variableContexts: Array.from({ length: count }, (_, i) => [makeRepository({ repo: `service-${i}` })]),
  });

export const makeWorld = (world: Partial<World> = {}): World => ({
  run: makeRun(),
  batch: makeBatchObject(),
  jobs: [],
  pods: [],
  configMaps: [],
  warnings: [],
  createFailures: noCreateFailures,
  recentlyCreated: new Set(),
  released: new Set(),
  releasing: new Set(),
  everCreated: new Set(),
  ...world,
});

export const runOwner: OwnerReference = {
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'BatchRun',
  name: runName,
  uid: runUid,
  controller: true,
};

/** As the planner writes it where a Batch says nothing of retries. */
export const plannedPolicy = jobPolicy({}).podFailurePolicy ?? { rules: [] };

export const makeJob = (index: number, status: JobStatus = {}, metadata: Partial<ObjectMeta> = {}): ObservedJob => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: {
    name: `${runName}-task-${index}`,
    namespace,
    uid: `job-uid-${index}`,
    labels: { [LABEL_BATCH_RUN]: runName },
    ownerReferences: [runOwner],
    ...metadata,
  },
  spec: { podFailurePolicy: plannedPolicy },
  status,
});

export const complete = (secondsAgo = 30): JobStatus => ({
  startTime: ago(secondsAgo + 10),
  completionTime: ago(secondsAgo),
  succeeded: 1,
  conditions: [{ type: 'Complete', status: 'True', lastTransitionTime: ago(secondsAgo) }],
});

export const failed = (reason = 'BackoffLimitExceeded', secondsAgo = 30): JobStatus => ({
  startTime: ago(secondsAgo + 10),
  failed: 1,
  conditions: [
    {
      type: 'Failed',
      status: 'True',
      reason,
      message: 'Job has reached the specified backoff limit',
      lastTransitionTime: ago(secondsAgo),
    },
  ],
});

export const makePod = (
  index: number,
  status: NonNullable<ObservedPod['status']> = {},
  metadata: Partial<ObjectMeta> = {},
): ObservedPod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `${runName}-task-${index}-abcde`,
    namespace,
    uid: `pod-uid-${index}`,
    creationTimestamp: ago(40),
    labels: { [LABEL_BATCH_RUN]: runName },
    ownerReferences: [
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        name: `${runName}-task-${index}`,
        uid: `job-uid-${index}`,
        controller: true,
      },
    ],
    ...metadata,
  },
  status,
});

/** A Job whose Pods are born with the start gate, as Git brings it. */
export const makeGatedJob = (index: number, status: JobStatus = {}): ObservedJob => ({
  ...makeJob(index, status, { ownerReferences: [] }),
  spec: { podFailurePolicy: plannedPolicy, template: { spec: { schedulingGates: [{ name: START_GATE }] } } },
});

/** A Pod that waits for its turn. */
export const makeGatedPod = (index: number, metadata: Partial<ObjectMeta> = {}): ObservedTaskPod => ({
  ...makePod(index, { phase: 'Pending' }, metadata),
  spec: { schedulingGates: [{ name: START_GATE }] },
});

export const makeWarning = (reason: string, message: string, uid: string, secondsAgo = 5): ObservedWarning => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: `event-${reason}-${secondsAgo}`, namespace },
  reason,
  message,
  involvedObject: { kind: 'Pod', name: 'whatever', uid },
  lastSeen: ago(secondsAgo),
});

export function observe(world: World): ObservedBatchRun {
  const { run, batch, workspace, jobs, pods, configMaps, warnings, createFailures, recentlyCreated, everCreated } =
    world;
  return {
    parent: run,
    children: [...jobs, ...configMaps],
    pods,
    warnings,
    createFailures,
    recentlyCreated,
    released: world.released,
    releasing: world.releasing,
    outcomes: proveOutcomes(run, configMaps),
    everCreated,
    ...(world.succeeded && { succeeded: world.succeeded }),
    retention: {},
    template: memo.resolve({ run, batch: run.spec.batchRef ? batch : undefined, workspace }),
  };
}

/** Planning is what takes time in a large world. By object, because cases reuse uids. */
const memo = {
  templates: new WeakMap<object, WeakMap<object, Template>>(),
  resolve(objects: BatchRunObjects): Template {
    const { batch = objects.run.spec, workspace = this } = objects;
    const known = this.templates.get(batch)?.get(workspace);
    if (known) return known;
    const template = resolveTemplate(objects);
    this.templates.set(batch, (this.templates.get(batch) ?? new WeakMap()).set(workspace, template));
    return template;
  },
};

export interface Pass {
  readonly world: World;
  readonly changes: readonly Change[];
  readonly outcome: Outcome<BatchRunStatus>;
}

const kinds = { Job: 'createOnly', ConfigMap: 'update' } as const;

/** One whole pass as the engine does it, over a world in which everything is granted. */
export function pass(world: World, at = now, failures: readonly ChildFailure[] = []): Pass {
  const observed = observe(world);
  const planned = reconcile(observed, at);
  const outcome = failures.length === 0 ? planned : { ...planned, ...explain(observed, failures, at) };
  const asked = diff(observed.children, outcome.desired, { ownerUid: runUid, kinds });
  const changes = [...asked, ...(outcome.amendments ?? [])];
  return { world: granted(world, changes, outcome.status), changes, outcome };
}

/** The object as an API server would keep it. */
function amended<T extends ObservedJob | ObservedTaskPod>(object: T, changes: readonly Change[]): T {
  const amendments = changes.filter(
    (change) => change.type === 'amend' && change.object.metadata.uid === object.metadata.uid,
  );
  return amendments.reduce<T>(
    (result, change) => mergedPatch(result, change.type === 'amend' ? change.patch : {}) as T,
    object,
  );
}

function released(pod: ObservedTaskPod, changes: readonly Change[]): ObservedTaskPod {
  const isReleased = changes.some(({ type, object }) => type === 'removeItem' && object === pod);
  return isReleased ? { ...pod, spec: { ...pod.spec, schedulingGates: [] } } : pod;
}

type Fields = Readonly<Record<string, unknown>>;

/** RFC 7386. */
export function mergedPatch(target: unknown, patch: Fields): Fields {
  const fields = { ...(target as Fields | undefined) };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete fields[name];
    else
      fields[name] =
        typeof value === 'object' && !Array.isArray(value) ? mergedPatch(fields[name], value as Fields) : value;
  }
  return fields;
}

function granted(world: World, changes: readonly Change[], status: BatchRunStatus): World {
  const created = changes.filter(({ type }) => type === 'create' || type === 'update');
  const made = created.map(({ object }) => {
    const uid =
      object.kind === 'Job' ? object.metadata.name.replace(`${runName}-task-`, 'job-uid-') : object.metadata.name;
    return withController({ ...object, metadata: { ...object.metadata, uid } }, world.run);
  });
  const jobs = made.filter((object): object is ObservedJob => object.kind === 'Job').map(projectJob);
  const configMaps = made
    .filter((object): object is ObservedConfigMap => object.kind === 'ConfigMap')
    .map(projectConfigMap);
  const replaced = new Set(configMaps.map(({ metadata }) => metadata.name));
  return {
    ...world,
    run: { ...world.run, status },
    jobs: [...world.jobs.map((job) => projectJob(amended(job, changes))), ...jobs],
    pods: world.pods.map((pod) => released(amended(pod, changes), changes)),
    configMaps: [...world.configMaps.filter(({ metadata }) => !replaced.has(metadata.name)), ...configMaps],
  };
}

/** Passes until nothing is asked for any more. */
export function settle(world: World, at = now): Pass {
  const next = pass(world, at);
  const isQuiet =
    next.changes.length === 0 && JSON.stringify(next.world.run.status) === JSON.stringify(world.run.status);
  return isQuiet ? next : settle(next.world, at);
}

/** A world in which the run has been planned and its Jobs created. */
export const startedWorld = (world: Partial<World> = {}): World => settle(makeWorld(world)).world;

/** A world in which the run has been planned and has no Job yet. */
export const plannedWorld = (world: Partial<World> = {}): World => pass(makeWorld(world)).world;

/** What a status says at a glance: phase, the Ready condition's reason, and phase and reason of each task. */
export const summary = ({ phase, tasks = [], conditions = [] }: BatchRunStatus = {}) => ({
  phase,
  reason: conditions.find(({ type }) => type === 'Ready')?.reason,
  tasks: tasks.map(({ phase: taskPhase, reason }) => `${taskPhase} ${reason}`),
});

export const messageOf = ({ conditions = [] }: BatchRunStatus = {}): string | undefined => conditions[0]?.message;

/** A Batch that no longer is what a run was planned from. */
export const changedBatch = makeBatchObject(makeBatch({ backoffLimit: 3 }));
export const invalidBatch = makeBatchObject(makeBatch({ variableContexts: [] }));

export const withJobs = (world: World, ...jobs: ObservedJob[]): World => ({ ...world, jobs });

/** The world without some of its Jobs. */
export const missingJobs = (world: World, ...indexes: number[]): World => ({
  ...world,
  jobs: world.jobs.filter((_, index) => !indexes.includes(index)),
});
