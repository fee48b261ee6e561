import type { V1Pod, V1PodSpec } from '@kubernetes/client-node';
import type { Param, TaskSpec, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import {
  ANNOTATION_STEPS,
  ANNOTATION_TASK_KEY,
  LABEL_LIMIT_KEY,
  LABEL_TASK,
  LABEL_TASK_RUN,
} from '../../api/labels.js';
import { durationSeconds } from '../../packages/kubernetes-conventions/duration-seconds.js';
import { fitName } from '../../packages/kubernetes-conventions/fit-name.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { wrapperTexts } from '../agent-preset/agent-part.js';
import { contextScripts } from '../context/context-types.js';
import { taskContexts } from '../context/layered-contexts.js';
import { type PackedTexts, packTexts } from '../context/text-config-maps.js';
import { taskBranch, taskRunPodName } from '../naming.js';
import type { TaskIdentity } from '../pod/contract-env.js';
import { taskPodSpec } from '../pod/pod-template.js';
import { scriptConfigMaps } from '../pod/setup-script.js';
import { agentDigest, contextDigest, stepsDigest, stepWork, taskKey } from '../task-key/task-key.js';
import { paramsPart, paramValues } from './params.js';
import { scriptFiles } from './script.js';
import { workContainerNames } from './step-names.js';
import { stepsPodSpec } from './steps-pod.js';

/** What a TaskRun is planned from. Everything is resolved: the planner looks nothing up. */
export interface TaskRunInputs {
  readonly run: {
    readonly name: string;
    readonly namespace?: string;
    readonly params?: readonly Param[];
    readonly timeout?: string;
  };
  /** `name` is absent for an inline taskSpec. */
  readonly task: { readonly name?: string; readonly spec: TaskSpec };
  /** The WorkspaceConfig's spec; empty when there is none. */
  readonly workspace: WorkspaceConfigSpec;
}

export interface TaskRunPlan {
  /** Immutable ConfigMaps with the inline texts, the scripts of steps that run as files, and those of ours; often none. */
  readonly configMaps: readonly KubernetesObject[];
  readonly pod: KubernetesObject;
}

/**
 * Plans a TaskRun: the same inputs give the same objects, byte for byte.
 *
 * @throws Error only for inputs that `taskRunProblems` reports.
 */
export function planTaskRun(inputs: TaskRunInputs): TaskRunPlan {
  const { run, task } = inputs;
  const labels = {
    [LABEL_TASK_RUN]: fitName(run.name),
    ...(task.name ? { [LABEL_TASK]: fitName(task.name) } : {}),
  };
  const suffix = task.spec.steps ? 'scripts' : 'context';
  const texts = packTexts(textsOf(inputs), { ...run, name: `${run.name}-${suffix}`, labels });
  const scripts = task.spec.steps ? [] : contextScripts(taskContexts(task.spec, inputs.workspace), inputs.workspace);
  const configMaps = [...texts.configMaps, ...scriptConfigMaps({ ...run, labels }, scripts)];
  return { configMaps, pod: taskPod(inputs, labels, texts) };
}

function textsOf({ task, workspace }: TaskRunInputs): string[] {
  if (task.spec.steps) return scriptFiles(task.spec.steps);
  const inline = taskContexts(task.spec, workspace).flatMap(({ context }) => context.file?.source.inline ?? []);
  return [...wrapperTexts(workspace), ...inline];
}

function taskPod(inputs: TaskRunInputs, labels: Readonly<Record<string, string>>, texts: PackedTexts) {
  const { run, task, workspace } = inputs;
  const identity = taskIdentity(inputs);
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: taskRunPodName(run.name),
      ...(run.namespace ? { namespace: run.namespace } : {}),
      labels: { ...workspace.podLabels, ...labels, ...limitLabels(workspace) },
      annotations: {
        [ANNOTATION_TASK_KEY]: identity.key,
        [ANNOTATION_STEPS]: workContainerNames(task.spec).join(','),
      },
    },
    spec: { ...podSpec(inputs, identity, texts), ...deadline(run.timeout) },
  } satisfies V1Pod;
  return pod;
}

/** The key covers what the Pod gets and does, not the run: a second run of the same inputs has the same key. */
function taskIdentity({ run, task, workspace }: TaskRunInputs): TaskIdentity {
  const { steps, params } = task.spec;
  const values = paramValues(params, run.params);
  const work = steps
    ? { steps: steps.map((step) => stepWork(step, workspace)), surroundings: stepsDigest(workspace, steps) }
    : {
        contexts: taskContexts(task.spec, workspace).map(({ context }) => contextDigest(context)),
        surroundings: agentDigest(workspace),
      };
  const key = taskKey({ ...work, ...(values.length > 0 && { params: values }) });
  return { name: run.name, run: run.name, index: 0, key, branch: taskBranch(key) };
}

function podSpec({ run, task, workspace }: TaskRunInputs, identity: TaskIdentity, texts: PackedTexts): V1PodSpec {
  const { spec } = task;
  const params = paramsPart(paramValues(spec.params, run.params));
  if (spec.steps) return stepsPodSpec({ identity, steps: spec.steps, texts, workspace, params });
  return taskPodSpec({ identity, contexts: taskContexts(spec, workspace), texts, workspace, extra: params });
}

const limitLabels = ({ concurrency }: WorkspaceConfigSpec): Record<string, string> =>
  concurrency ? { [LABEL_LIMIT_KEY]: concurrency.limitKey } : {};

const deadline = (timeout: string | undefined): Pick<V1PodSpec, 'activeDeadlineSeconds'> =>
  timeout === undefined ? {} : { activeDeadlineSeconds: durationSeconds(timeout) };
