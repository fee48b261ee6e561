import type { Agent, AgentBuild, AgentBuildStatus } from '../../../api/generated/kinds.js';
import type { KubernetesObject, ObjectMeta } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { withController } from '../../../packages/kubernetes-conventions/owner.js';
import { agentBuildInputs } from '../../../plan/agent-build/inputs.js';
import { type AgentBuildPlan, planAgentBuild } from '../../../plan/agent-build/plan.js';
import type {
  ObservedAgentBuild,
  ObservedChild,
  ObservedTektonTaskRun,
} from '../../../runtime/agent-build/observed.js';
import {
  projectPipelineRun,
  projectTektonTaskRun,
  type RawPipelineRun,
  type RawTektonTaskRun,
} from '../../../runtime/agent-build/projections.js';
import { explain, reconcile } from '../../../runtime/agent-build/reconcile.js';
import type { ObservedWarning } from '../../../runtime/caches/observed-warning.js';
import type { ChildFailure } from '../../../runtime/engine/reconcile/act.js';
import { type Change, diff } from '../../../runtime/engine/reconcile/diff.js';
import type { Outcome } from '../../../runtime/engine/reconcile/reconcile-once.js';
import type { ObservedContainer, ObservedPod } from '../../../runtime/pod/observed-pod.js';

/** The moment at which every case looks. */
export const now = Date.parse('2030-01-01T00:10:00Z');
export const ago = (seconds: number): string => `${new Date(now - seconds * 1000).toISOString().slice(0, 19)}Z`;

export const namespace = 'team';
const buildUid = 'build-uid';
export const digest = (character: string): string => `sha256:${character.repeat(64)}`;
export const repository = 'ghcr.io/org/hello';

/** Everything in the cluster that concerns one AgentBuild. */
export interface World {
  readonly build: AgentBuild;
  readonly children: readonly ObservedChild[];
  readonly taskRuns: readonly ObservedTektonTaskRun[];
  readonly taskRunsKnownUntil?: number | undefined;
  readonly pods: readonly ObservedPod[];
  readonly warnings: readonly ObservedWarning[];
  readonly absentKinds: readonly string[];
}

export const makeBuild = (
  spec: Partial<AgentBuild['spec']> = {},
  status?: AgentBuildStatus,
  metadata: Partial<ObjectMeta> = {},
): AgentBuild => ({
  apiVersion: 'beeai.dev/v1',
  kind: 'AgentBuild',
  metadata: { name: 'hello', namespace, uid: buildUid, generation: 1, creationTimestamp: ago(600), ...metadata },
  spec: {
    repoUrl: 'https://github.com/org/hello.git',
    imageRegistry: 'ghcr.io/org',
    image: 'hello',
    imageTag: 'v1',
    ...spec,
  },
  ...(status && { status }),
});

export const makeWorld = (world: Partial<World> = {}): World => ({
  ...{ build: makeBuild(), children: [], taskRuns: [], pods: [], warnings: [], absentKinds: [] },
  ...world,
});

export const planOf = (build: AgentBuild): AgentBuildPlan => planAgentBuild(agentBuildInputs(build));
export const runNameOf = ({ build }: World): string => planOf(build).pipelineRun.metadata.name;

/** The same world with another spec. */
export const withSpec = (world: World, spec: Partial<AgentBuild['spec']>): World => ({
  ...world,
  build: { ...world.build, spec: { ...world.build.spec, ...spec } },
});

/** The same world with the spec that `makeBuild` gives. */
export const withFirstSpec = (world: World): World => ({ ...world, build: { ...world.build, spec: makeBuild().spec } });

export const observe = ({ build, ...rest }: World): ObservedAgentBuild => ({ parent: build, ...rest });

export interface Pass {
  readonly world: World;
  readonly changes: readonly Change[];
  readonly outcome: Outcome<AgentBuildStatus>;
}

const kinds = { ServiceAccount: 'apply', Pipeline: 'apply', PipelineRun: 'createOnly', Agent: 'apply' } as const;

/** One whole pass as the engine does it, over a world in which everything is granted. */
export function pass(world: World, at = now): Pass {
  const observed = observe(world);
  const outcome = reconcile(observed, at);
  const policy = { ownerUid: buildUid, kinds };
  const changes = [...diff(observed.children, outcome.desired, policy), ...(outcome.amendments ?? [])];
  return { world: granted(world, changes, outcome.status), changes, outcome };
}

/** The status when the API server refused some of the changes. */
export const failedPass = (world: World, failures: readonly ChildFailure[]): AgentBuildStatus =>
  explain(observe(world), failures, now).status;

/** Passes until nothing is asked for any more, in order. */
export function passes(world: World): Pass[] {
  const next = pass(world);
  const isQuiet =
    next.changes.length === 0 && JSON.stringify(next.world.build.status) === JSON.stringify(world.build.status);
  return isQuiet ? [next] : [next, ...passes(next.world)];
}

/** The world when nothing is asked for any more. */
export const settled = (world: World): World => passes(world).at(-1)?.world ?? world;

/** All that is asked for until nothing is any more: `create PipelineRun hello-0123456789`, in order. */
export const asked = (world: World): string[] => passes(world).flatMap(({ changes }) => reported(changes));

export const reported = (changes: readonly Change[]): string[] =>
  changes.map(({ type, object }) => `${type} ${object.kind} ${object.metadata.name}`);

function granted(world: World, changes: readonly Change[], status: AgentBuildStatus): World {
  return changes.reduce(carriedOut, { ...world, build: { ...world.build, status } });
}

function carriedOut(world: World, change: Change): World {
  const { object, type } = change;
  const others = world.children.filter((child) => !(child.kind === object.kind && nameOf(child) === nameOf(object)));
  if (type === 'delete') {
    // The garbage collector takes what belongs to it.
    const taskRuns = world.taskRuns.filter(
      ({ metadata }) => metadata.ownerReferences?.[0]?.uid !== object.metadata.uid,
    );
    return { ...world, taskRuns, children: others };
  }
  if (type === 'amend') return { ...world, children: [...others, amended(object, change.patch)] };
  const metadata = { uid: `${nameOf(object)}-uid`, creationTimestamp: ago(0), ...object.metadata };
  const made = withController({ ...object, metadata }, world.build);
  return { ...world, children: [...others, observedChild(made)] };
}

function amended(object: KubernetesObject, patch: Readonly<Record<string, unknown>>): ObservedChild {
  const { metadata, spec } = patch as { metadata: Partial<ObjectMeta>; spec: object };
  const { spec: before = {} } = object as { spec?: object };
  return {
    ...object,
    metadata: { ...object.metadata, ...metadata },
    ...{ spec: { ...before, ...spec } },
  } as unknown as ObservedChild;
}

const observedChild = (object: KubernetesObject): ObservedChild =>
  object.kind === 'PipelineRun' ? projectPipelineRun(object as RawPipelineRun) : (object as ObservedChild);

const nameOf = ({ metadata }: KubernetesObject): string => metadata.name;

/** The world with another state of a PipelineRun, by default that of the present spec. */
export function withRun(world: World, status: RawPipelineRun['status'], name = runNameOf(world)): World {
  const children = world.children.map((child) =>
    child.kind === 'PipelineRun' && nameOf(child) === name
      ? { ...child, status: projectPipelineRun({ ...child, status } as unknown as RawPipelineRun).status }
      : child,
  );
  return { ...world, children: children as ObservedChild[] };
}

export const withoutRun = (world: World, name = runNameOf(world)): World => ({
  ...world,
  children: world.children.filter((child) => child.kind !== 'PipelineRun' || nameOf(child) !== name),
});

type RunStatus = NonNullable<RawPipelineRun['status']>;

const succeeded = (status: string, reason: string, message = '') => ({
  conditions: [{ type: 'Succeeded', status, reason, message }],
});

export const running: RunStatus = { startTime: ago(100), ...succeeded('Unknown', 'Running') };

export const pushed = (sha: string, more: readonly { name: string; value: string }[] = []): RunStatus => ({
  startTime: ago(100),
  completionTime: ago(10),
  ...succeeded('True', 'Succeeded'),
  results: [{ name: 'IMAGE_URL', value: 'evil.example/x' }, { name: 'IMAGE_DIGEST', value: `${sha}\n` }, ...more],
});

export const failed = (reason: string, message = ''): RunStatus => ({
  startTime: ago(100),
  completionTime: ago(10),
  ...succeeded('False', reason, message),
});

/** A TaskRun of the present spec's PipelineRun. */
export function makeTaskRun(
  world: World,
  task: string,
  status: NonNullable<RawTektonTaskRun['status']>,
): ObservedTektonTaskRun {
  const run = runNameOf(world);
  const owner = { apiVersion: 'tekton.dev/v1', kind: 'PipelineRun', name: run, uid: `${run}-uid`, controller: true };
  return projectTektonTaskRun({
    apiVersion: 'tekton.dev/v1',
    kind: 'TaskRun',
    metadata: {
      ...{ name: `${run}-${task}`, namespace, uid: `${task}-uid`, ownerReferences: [owner] },
      labels: { 'tekton.dev/pipelineTask': task },
    },
    status: { startTime: ago(90), podName: `${run}-${task}-pod`, ...status },
  });
}

export const taskRunStatus = (
  [status, reason, message = '']: readonly [string, string, string?],
  steps: readonly object[] = [],
  results: readonly { name: string; value: string }[] = [],
): NonNullable<RawTektonTaskRun['status']> => ({ ...succeeded(status, reason, message), steps, results });

export const stepEnded = (name: string, exitCode: number, reason = 'Error') => ({
  name,
  container: `step-${name}`,
  terminated: { exitCode, reason },
});

export const makePod = (taskRun: ObservedTektonTaskRun, status: ObservedPod['status']): ObservedPod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    ...{ name: `${taskRun.metadata.name}-pod`, namespace, uid: 'pod-uid' },
    ownerReferences: [
      { apiVersion: 'tekton.dev/v1', kind: 'TaskRun', name: taskRun.metadata.name, uid: 'pull-uid', controller: true },
    ],
  },
  ...(status && { status: { phase: 'Pending', ...status } }),
});

export const waitingContainer = (name: string, reason: string, message: string): ObservedContainer => ({
  ...{ name, image: 'alpine/git:1' },
  state: { waiting: { reason, message } },
});

/** The object without a controller, as if somebody else had made it. */
export const orphan = <T extends KubernetesObject>({ metadata, ...object }: T): T =>
  ({ ...object, metadata: { ...metadata, ownerReferences: [] } }) as unknown as T;

/** The world with a Pipeline that a Git tool has applied as well. */
export const delivered = (world: World): World => ({
  ...world,
  children: world.children.map((child) => (child.kind === 'Pipeline' ? marked(child) : child)),
});

const marked = <T extends KubernetesObject>(child: T): T => {
  const annotations = { 'argocd.argoproj.io/tracking-id': 'apps:tekton.dev/Pipeline:team/hello' };
  return { ...child, metadata: { ...child.metadata, annotations } };
};

/** Phase, reason and message of a status. */
export function summary({ phase, conditions = [] }: AgentBuildStatus): (string | undefined)[] {
  const ready = conditions.find(({ type }) => type === 'Ready');
  return [phase, ready?.reason, ready?.message];
}

export const brief = ({ conditions = [] }: AgentBuildStatus): Record<string, string> =>
  Object.fromEntries(conditions.map(({ type, status }) => [type, status]));

export const agentOf = ({ children }: World): Agent | undefined =>
  children.find((child): child is Agent => child.kind === 'Agent');
