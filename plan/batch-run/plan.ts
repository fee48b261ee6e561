import type { V1Job } from '@kubernetes/client-node';
import type { BatchSpec, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import {
  ANNOTATION_TASK_KEY,
  LABEL_BATCH,
  LABEL_BATCH_RUN,
  LABEL_LIMIT_KEY,
  LABEL_TASK_INDEX,
} from '../../api/labels.js';
import { fitName } from '../../packages/kubernetes-conventions/fit-name.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { LocatedContext } from '../context/context-type.js';
import { layeredContexts, sharedContexts } from '../context/layered-contexts.js';
import { type PackedTexts, packTexts } from '../context/text-config-maps.js';
import { kueueLabels } from '../kueue-labels.js';
import { taskBranch, taskJobName } from '../naming.js';
import type { TaskIdentity } from '../pod/contract-env.js';
import { taskPodSpec } from '../pod/pod-template.js';
import type { BatchRunInputs } from './inputs.js';
import { jobPolicy } from './job-policy.js';
import { startsGated } from './pace.js';
import { planHash } from './plan-hash.js';
import { deadlineOf, gatedPod } from './start-gate.js';
import { taskDisplayName } from './task-display-name.js';
import { taskKeys } from './task-keys.js';

/** One task, light enough to keep thousands: everything but its index and key is worked out at each call. */
export interface PlannedTask {
  readonly index: number;
  /** Of its Job. */
  readonly name: string;
  identity(): TaskIdentity;
  /** What people call it; at most 100 characters, not unique. */
  displayName(): string;
  job(): KubernetesObject;
}

export interface BatchRunPlan {
  /** Equal for equal inputs, at build time and at run time. */
  readonly hash: string;
  /** Immutable ConfigMaps with the inline texts, each text once. */
  readonly configMaps: readonly KubernetesObject[];
  /** By index, one per variableContexts entry. */
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
  const place = { ...(namespace === undefined ? {} : { namespace }), name: `${run.name}-context` };
  const texts = packTexts(inlineTexts(batch.spec, workspace), { ...place, labels });
  const shared: SharedByTasks = { inputs, labels, texts, isGated: startsGated(inputs), keyOf: taskKeys(inputs) };
  const tasks = (batch.spec.variableContexts ?? []).map((_, index) => new RunTask(shared, index));
  return { hash: planHash(inputs), configMaps: texts.configMaps, tasks };
}

/** What the tasks of a run have in common. */
interface SharedByTasks {
  readonly inputs: BatchRunInputs;
  readonly labels: Readonly<Record<string, string>>;
  readonly texts: PackedTexts;
  /** Whether their Pods carry the start gate. */
  readonly isGated: boolean;
  keyOf(contexts: readonly LocatedContext[]): string;
}

class RunTask implements PlannedTask {
  private key: string | undefined;

  constructor(
    private readonly shared: SharedByTasks,
    readonly index: number,
  ) {}

  get name(): string {
    return taskJobName(this.shared.inputs.run.name, this.index);
  }

  identity(contexts = this.contexts()): TaskIdentity {
    const { run } = this.shared.inputs;
    const { name, index } = this;
    this.key ??= this.shared.keyOf(contexts);
    const { key } = this;
    return { name, run: run.name, index, key, branch: taskBranch(key) };
  }

  displayName(): string {
    return taskDisplayName(this.contexts(), this.index);
  }

  job(): KubernetesObject {
    const { inputs, texts } = this.shared;
    const contexts = this.contexts();
    const identity = this.identity(contexts);
    const podSpec = taskPodSpec({ identity, contexts, texts, workspace: inputs.workspace });
    return taskJob(this.shared, identity, podSpec);
  }

  private contexts(): LocatedContext[] {
    const { batch, workspace } = this.shared.inputs;
    return layeredContexts(batch.spec, workspace, this.index);
  }
}

function runLabels(run: string, batch: string | undefined): Record<string, string> {
  return { [LABEL_BATCH_RUN]: fitName(run), ...(batch ? { [LABEL_BATCH]: fitName(batch) } : {}) };
}

/** Shared texts first, so that another task does not move them to another ConfigMap. */
function* inlineTexts(batch: BatchSpec, workspace: WorkspaceConfigSpec): Generator<string> {
  const own = (batch.variableContexts ?? []).flat();
  const shared = sharedContexts(batch, workspace).map(({ context }) => context);
  for (const { file } of [...shared, ...own]) if (file?.source.inline !== undefined) yield file.source.inline;
}

function taskJob(
  { inputs, labels, isGated }: SharedByTasks,
  identity: TaskIdentity,
  podSpec: ReturnType<typeof taskPodSpec>,
): KubernetesObject {
  const { run, batch, workspace } = inputs;
  const { podLabels, concurrency, queue } = workspace;
  const limited = concurrency ? { [LABEL_LIMIT_KEY]: concurrency.limitKey } : {};
  const own = { ...labels, [LABEL_TASK_INDEX]: String(identity.index), ...limited };
  const annotations = { [ANNOTATION_TASK_KEY]: identity.key };
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: identity.name,
      ...(run.namespace ? { namespace: run.namespace } : {}),
      labels: { ...own, ...kueueLabels(queue) },
      annotations,
    },
    spec: {
      ...jobPolicy(batch.spec),
      ...(isGated ? {} : deadlineOf(batch.spec)),
      template: {
        metadata: { labels: { ...podLabels, ...own }, annotations },
        spec: isGated ? gatedPod(podSpec, batch.spec) : podSpec,
      },
    },
  } satisfies V1Job;
  return job;
}
