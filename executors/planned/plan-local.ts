import { AGENT_CONTAINER } from '../../api/containers.js';
import type { Batch, BatchRun, Param, Task, TaskRun } from '../../api/generated/kinds.js';
import type { Container, Job, Pod } from '../../packages/embedded-cluster/index.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { literal } from '../../packages/kubernetes-conventions/literal.js';
import { planBatchRun } from '../../plan/batch-run/plan.js';
import { batchRunObjects, resolveBatchRun } from '../../plan/batch-run/resolve.js';
import { layeredContexts, taskContexts } from '../../plan/context/layered-contexts.js';
import { plannedRepositories } from '../../plan/context/repository.js';
import { checkObject } from '../../plan/manifest/object/checked-object.js';
import { type KnownObjects, knownObjects, ofKind } from '../../plan/manifest/together/known-objects.js';
import { workspaceDirOf } from '../../plan/pod/paths.js';
import { formatProblem } from '../../plan/problem.js';
import { formatMissing, type Resolution } from '../../plan/resolution.js';
import { planTaskRun } from '../../plan/task-run/plan.js';
import { resolveTaskRun, taskRunObjects } from '../../plan/task-run/resolve.js';
import { workContainerNames } from '../../plan/task-run/step-names.js';
import { ExecutionFailure } from '../execution-failure.js';
import { checkPlanInputs } from './check-plan-inputs.js';
import { chooseTask } from './choose-task.js';

/** The target: a template or a run. */
export interface PlanTarget {
  readonly kind: 'Batch' | 'BatchRun' | 'Task' | 'TaskRun';
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** Which task is planned, and with which values. */
export interface PlanLocalOptions {
  readonly target: PlanTarget;
  /** Of a Batch or BatchRun: index, key or display name. @default its only task */
  readonly task?: string | undefined;
  /** Parameters of a Task or Batch. A run has its own. */
  readonly params?: readonly Param[] | undefined;
  /** Variables of the agent or the steps. They override those of the plan. */
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** One task as it runs in the cluster, planned to run elsewhere. */
export interface LocalPlan {
  /** Of the Job, or of the TaskRun's Pod. */
  readonly name: string;
  /** As the cluster would run it, with a namespace. */
  readonly pod: Pod;
  /** With the inline texts of the contexts. */
  readonly configMaps: readonly KubernetesObject[];
  /** The containers that do the work of the task, in order. The containers before them prepare the workspace. */
  readonly work: readonly string[];
  /** In the containers. */
  readonly workspaceDir: string;
  /** Of each clone, relative to the workspace. */
  readonly repositories: readonly string[];
  readonly timeoutSeconds?: number;
}

/**
 * Plans one task in the same way as the cluster. Pure.
 *
 * @param objects the target and the objects that it refers to, such as its WorkspaceConfig, as written or as stored
 * @throws ExecutionFailure when the target or a reference is missing or invalid, or one task of several is to be chosen
 */
export function planLocal(objects: readonly KubernetesObject[], options: PlanLocalOptions): LocalPlan {
  checkPlanInputs(objects, options);
  return withEnv(planned(objects, options), options.env ?? {});
}

function planned(objects: readonly KubernetesObject[], { target, task, params }: PlanLocalOptions): LocalPlan {
  const checked = objects.map(checkObject);
  const known = knownObjects(checked);
  const isTarget = ({ stored: { metadata } }: { readonly stored: KubernetesObject }) =>
    metadata.name === target.name && metadata.namespace === target.namespace;
  const found = ofKind(checked, target.kind).find(isTarget)?.stored;
  if (!found) throw new ExecutionFailure(`Cannot find ${target.kind} ${target.name} among the objects`);
  switch (found.kind) {
    case 'Batch':
      return planBatchTask(runOfBatch(found, params), known, task);
    case 'BatchRun':
      refuseParams(target, params);
      return planBatchTask(found as BatchRun, known, task);
    case 'Task':
      refuseTask(target, task);
      return planTask(runOfTask(found, params), known);
    default:
      refuseParams(target, params);
      refuseTask(target, task);
      return planTask(found as TaskRun, known);
  }
}

/** A run has the values that it was started with. @throws ExecutionFailure */
function refuseParams({ kind, name }: PlanTarget, [param]: readonly Param[] = []): void {
  if (param === undefined) return;
  const template = kind === 'BatchRun' ? 'Batch' : 'Task';
  throw new ExecutionFailure(`Cannot give parameter ${param.name} to ${kind} ${name}: a run has its own values`, [
    `plan its ${template} instead`,
  ]);
}

/** @throws ExecutionFailure */
function refuseTask({ kind, name }: PlanTarget, task: string | undefined): void {
  if (task !== undefined) throw new ExecutionFailure(`Cannot choose task ${task}: ${kind} ${name} is one task`);
}

function withEnv(plan: LocalPlan, env: Readonly<Record<string, string>>): LocalPlan {
  const own = Object.entries(env).map(([name, value]) => ({ name, value: literal(value) }));
  if (own.length === 0) return plan;
  const changed = (container: Container): Container => {
    if (!plan.work.includes(container.name)) return container;
    return { ...container, env: [...(container.env ?? []).filter(({ name }) => !(name in env)), ...own] };
  };
  const { spec } = plan.pod;
  const initContainers = (spec.initContainers ?? []).map(changed);
  return {
    ...plan,
    pod: { ...plan.pod, spec: { ...spec, initContainers, containers: spec.containers.map(changed) } },
  };
}

const runOfBatch = ({ metadata: { name, namespace } }: Batch, params: readonly Param[] = []): BatchRun => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'BatchRun',
  metadata: { name: `${name}-run`, ...(namespace === undefined ? {} : { namespace }) },
  spec: { batchRef: name, ...(params.length > 0 ? { params: [...params] } : {}) },
});

const runOfTask = ({ metadata: { name, namespace } }: Task, params: readonly Param[] = []): TaskRun => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'TaskRun',
  metadata: { name: `${name}-run`, ...(namespace === undefined ? {} : { namespace }) },
  spec: { taskRef: name, ...(params.length > 0 ? { params: [...params] } : {}) },
});

function planBatchTask(run: BatchRun, known: KnownObjects, wanted: string | undefined): LocalPlan {
  const inputs = resolved(run, resolveBatchRun(batchRunObjects(run, known)));
  const plan = planBatchRun(inputs);
  const task = chooseTask(
    plan.tasks,
    wanted,
    inputs.batch.name ? `batch/${inputs.batch.name}` : `batchrun/${run.metadata.name}`,
  );
  const job = task.job() as Job;
  const { template, activeDeadlineSeconds } = job.spec;
  const spec = { activeDeadlineSeconds, ...template.spec } as Pod['spec'];
  const { labels, annotations } = (template.metadata ?? {}) as KubernetesObject['metadata'];
  return {
    ...shared(inputs.workspace, spec),
    name: task.name,
    pod: podOf({ ...job.metadata, labels: labels ?? {}, annotations: annotations ?? {} }, spec),
    configMaps: [...plan.configMaps, ...task.texts()],
    work: [AGENT_CONTAINER],
    repositories: foldersOf(layeredContexts(inputs.batch.spec, inputs.workspace, task.index)),
  };
}

function planTask(run: TaskRun, known: KnownObjects): LocalPlan {
  const inputs = resolved(run, resolveTaskRun(taskRunObjects(run, known)));
  const { pod, configMaps } = planTaskRun(inputs);
  const { spec, metadata } = pod as Pod;
  const { task, workspace } = inputs;
  return {
    ...shared(workspace, spec),
    name: metadata.name,
    pod: podOf(metadata, spec),
    configMaps,
    work: workContainerNames(task.spec),
    repositories: task.spec.steps ? [] : foldersOf(taskContexts(task.spec, workspace)),
  };
}

const foldersOf = (contexts: Parameters<typeof plannedRepositories>[0]) =>
  plannedRepositories(contexts).map(({ folder }) => folder);

const shared = (workspace: Parameters<typeof workspaceDirOf>[0], { activeDeadlineSeconds }: Pod['spec']) => ({
  workspaceDir: workspaceDirOf(workspace),
  ...(activeDeadlineSeconds === undefined ? {} : { timeoutSeconds: activeDeadlineSeconds }),
});

const podOf = (
  { name, namespace = 'default', labels = {}, annotations = {} }: KubernetesObject['metadata'],
  spec: Pod['spec'],
): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels, annotations },
  spec,
});

/** @throws ExecutionFailure with all problems */
function resolved<Inputs>({ kind, metadata }: KubernetesObject, resolution: Resolution<Inputs>): Inputs {
  if (resolution.kind === 'Resolved') return resolution.inputs;
  const what = `Cannot plan ${kind} ${metadata.name}`;
  if (resolution.kind === 'Invalid') throw new ExecutionFailure(what, resolution.problems.map(formatProblem));
  const { missing } = resolution;
  const owner = { ...missing.owner, metadata: { namespace: 'default', ...missing.owner.metadata } };
  throw new ExecutionFailure(what, [formatMissing({ ...missing, owner })]);
}
