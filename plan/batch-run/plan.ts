import type { V1Job } from '@kubernetes/client-node';
import type { BatchSpec, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import {
  ANNOTATION_TASK_KEY,
  LABEL_BATCH,
  LABEL_BATCH_RUN,
  LABEL_LIMIT_KEY,
  LABEL_TASK_INDEX,
  LABEL_TASK_NAME,
} from '../../api/labels.js';
import { fitName } from '../../packages/kubernetes-conventions/fit-name.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { wrapperTexts } from '../agent-preset/agent-part.js';
import type { LocatedContext } from '../context/context-type.js';
import { contextScripts } from '../context/context-types.js';
import { layeredContexts, sharedContexts, writtenContexts } from '../context/layered-contexts.js';
import { isNamed, listedTask, listedTasks, taskCount } from '../context/listed-task.js';
import { type PackedTexts, type PackOwner, packTexts, withOwnTexts } from '../context/text-config-maps.js';
import { kueueLabels } from '../kueue-labels.js';
import { shortKey, taskJobName } from '../naming.js';
import { attemptEnv } from '../pod/attempt-env.js';
import type { TaskIdentity } from '../pod/contract-env.js';
import { taskPodSpec } from '../pod/pod-template.js';
import { type SetupScript, scriptConfigMaps } from '../pod/setup-script.js';
import type { BatchRunInputs } from './inputs.js';
import { jobPolicy } from './job-policy.js';
import { followsTemplate, reusesResults, startsGated } from './pace.js';
import { planHash } from './plan-hash.js';
import { policyAnnotation } from './retry/kept-policy.js';
import { deadlineOf, gatedPod } from './start-gate.js';
import { taskDisplayName } from './task-display-name.js';
import { taskIdentities } from './task-identity.js';
import { sharedTaskNames } from './task-names.js';

/** One task, light enough to keep thousands: everything but its identity is worked out at each call. */
export interface PlannedTask {
  readonly index: number;
  /** Of its Job. */
  readonly name: string;
  identity(): TaskIdentity;
  /** What people call it; at most 100 characters. Unique in the run where tasks have names. */
  displayName(): string;
  /** Immutable ConfigMaps with the inline texts that no other task has. Empty where tasks have no names. */
  texts(): readonly KubernetesObject[];
  job(): KubernetesObject;
}

export interface BatchRunPlan {
  /** Equal for equal inputs, at build time and at run time. */
  readonly hash: string;
  /** Whether a task is not run whose key has succeeded before. */
  readonly reuses: boolean;
  /** Whether the run goes on with another plan when its template changes. */
  readonly follows: boolean;
  /**
   * Immutable ConfigMaps with the inline texts, each text once: where tasks have names, those that all tasks share. Then those
   * with the scripts of ours that init containers run, one for each script.
   */
  readonly configMaps: readonly KubernetesObject[];
  /** By index, one per entry of variableContexts or tasks. */
  readonly tasks: readonly PlannedTask[];
}

/**
 * Plans a run: the same inputs give the same objects, byte for byte.
 *
 * @throws Error only for inputs that `batchRunProblems` reports.
 */
export function planBatchRun(inputs: BatchRunInputs): BatchRunPlan {
  const { run, batch, workspace } = inputs;
  const labels = runLabels(run.name, batch.name);
  const { namespace } = run;
  const owner: PackOwner = { ...(namespace === undefined ? {} : { namespace }), name: `${run.name}-context`, labels };
  let names: ReadonlySet<string> | undefined;
  const sharedNames = () => {
    names ??= sharedTaskNames(inputs);
    return names;
  };
  const shared: SharedByTasks = {
    inputs,
    owner,
    sharedNames,
    texts: packTexts(inlineTexts(batch.spec, workspace), owner),
    isGated: startsGated(inputs),
    identityOf: taskIdentities(inputs),
  };
  const tasks = listedTasks(batch.spec).map((_, index) => new RunTask(shared, index));
  const modes = { reuses: reusesResults(inputs), follows: followsTemplate(inputs) };
  const configMaps = [
    ...shared.texts.configMaps,
    ...scriptConfigMaps({ ...owner, name: run.name }, scriptsOf(batch.spec, workspace)),
  ];
  return { hash: planHash(inputs), ...modes, configMaps, tasks };
}

function* scriptsOf(batch: BatchSpec, workspace: WorkspaceConfigSpec): Generator<SetupScript> {
  for (let index = 0; index < taskCount(batch); index += 1)
    yield* contextScripts(writtenContexts(batch, workspace, index), workspace);
}

/** What the tasks of a run have in common. */
interface SharedByTasks {
  readonly inputs: BatchRunInputs;
  /** Of the ConfigMaps. */
  readonly owner: PackOwner;
  readonly texts: PackedTexts;
  /** Whether their Pods carry the start gate. */
  readonly isGated: boolean;
  identityOf(index: number, contexts: readonly LocatedContext[]): TaskIdentity;
  /** Names that several tasks have. */
  sharedNames(): ReadonlySet<string>;
}

class RunTask implements PlannedTask {
  private known: TaskIdentity | undefined;

  constructor(
    private readonly shared: SharedByTasks,
    readonly index: number,
  ) {}

  get name(): string {
    return isNamed(this.shared.inputs.batch.spec)
      ? this.identity().name
      : taskJobName(this.shared.inputs.run.name, this.index);
  }

  identity(contexts?: readonly LocatedContext[]): TaskIdentity {
    if (this.known) return this.known;
    const identity = this.shared.identityOf(this.index, contexts ?? this.contexts());
    // Otherwise it is seldom asked for.
    if (identity.taskName !== undefined || reusesResults(this.shared.inputs)) this.known = identity;
    return identity;
  }

  displayName(): string {
    if (!isNamed(this.shared.inputs.batch.spec)) return taskDisplayName(this.contexts(), this.index);
    const { taskName = '', key } = this.identity();
    return this.isWritten() || !this.shared.sharedNames().has(taskName) ? taskName : `${taskName}-${shortKey(key)}`;
  }

  texts(): readonly KubernetesObject[] {
    return isNamed(this.shared.inputs.batch.spec) ? this.packedTexts(this.contexts()).configMaps : [];
  }

  job(): KubernetesObject {
    const contexts = this.contexts();
    const texts = this.packedTexts(contexts);
    const identity = this.identity(contexts);
    const { workspace } = this.shared.inputs;
    const podSpec = taskPodSpec({ identity, contexts, texts, workspace, extra: attemptEnv });
    return taskJob(this.shared, identity, podSpec);
  }

  private packedTexts(contexts: readonly LocatedContext[]): PackedTexts {
    const { inputs, texts, owner } = this.shared;
    if (!isNamed(inputs.batch.spec)) return texts;
    return withOwnTexts(texts, contexts.flatMap(inlineText), { ...owner, name: `${this.name}-context` });
  }

  /** Whether somebody chose its name. */
  private isWritten(): boolean {
    return listedTask(this.shared.inputs.batch.spec, this.index).name !== undefined;
  }

  private contexts(): LocatedContext[] {
    const { batch, workspace } = this.shared.inputs;
    return layeredContexts(batch.spec, workspace, this.index);
  }
}

function runLabels(run: string, batch: string | undefined): Record<string, string> {
  return { [LABEL_BATCH_RUN]: fitName(run), ...(batch ? { [LABEL_BATCH]: fitName(batch) } : {}) };
}

/** Shared texts first, so that another task does not move them to another ConfigMap. Tasks with names keep their own. */
function* inlineTexts(batch: BatchSpec, workspace: WorkspaceConfigSpec): Generator<string> {
  yield* wrapperTexts(workspace);
  for (const shared of sharedContexts(batch, workspace)) yield* inlineText(shared);
  if (isNamed(batch)) return;
  if (hasTemplates(batch)) yield* expandedTexts(batch, workspace);
  else for (const context of (batch.variableContexts ?? []).flat()) yield* inlineText({ context });
}

const hasTemplates = ({ commonContext = [], variableContexts = [] }: BatchSpec): boolean =>
  [commonContext, ...variableContexts].some((contexts) => contexts.some(({ file }) => file?.source.template));

/** Of all tasks, what is not the same object in each of them. */
function* expandedTexts(batch: BatchSpec, workspace: WorkspaceConfigSpec): Generator<string> {
  const shared = new Set(sharedContexts(batch, workspace).map(({ context }) => context));
  for (let index = 0; index < taskCount(batch); index += 1) {
    const contexts = layeredContexts(batch, workspace, index);
    for (const one of contexts) if (!shared.has(one.context)) yield* inlineText(one);
  }
}

const inlineText = ({ context: { file } }: Pick<LocatedContext, 'context'>): string[] =>
  file?.source.inline === undefined ? [] : [file.source.inline];

const taskLabel = ({ index, taskName = '' }: TaskIdentity): Record<string, string> =>
  index === undefined ? { [LABEL_TASK_NAME]: fitName(taskName) } : { [LABEL_TASK_INDEX]: String(index) };

function taskJob(
  { inputs, owner, isGated }: SharedByTasks,
  identity: TaskIdentity,
  podSpec: ReturnType<typeof taskPodSpec>,
): KubernetesObject {
  const { run, batch, workspace } = inputs;
  const { podLabels, concurrency, queue } = workspace;
  const { initContainers = [] } = podSpec;
  const limited = concurrency ? { [LABEL_LIMIT_KEY]: concurrency.limitKey } : {};
  const own = { ...owner.labels, ...taskLabel(identity), ...limited };
  const annotations = { [ANNOTATION_TASK_KEY]: identity.key };
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: identity.name,
      ...(run.namespace ? { namespace: run.namespace } : {}),
      labels: { ...own, ...kueueLabels(queue) },
      annotations: { ...annotations, ...policyAnnotation(batch.spec) },
    },
    spec: {
      ...jobPolicy(
        batch.spec,
        initContainers.map(({ name }) => name),
      ),
      ...(isGated ? {} : deadlineOf(batch.spec)),
      template: {
        metadata: { labels: { ...podLabels, ...own }, annotations },
        spec: isGated ? gatedPod(podSpec, batch.spec) : podSpec,
      },
    },
  } satisfies V1Job;
  return job;
}
