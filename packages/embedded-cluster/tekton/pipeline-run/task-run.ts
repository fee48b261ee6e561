import { durationSeconds } from '../../../kubernetes-conventions/duration-seconds.js';
import { fitName } from '../../../kubernetes-conventions/fit-name.js';
import { controllerReference } from '../../workloads/controller-reference.js';
import { childName } from '../child-name.js';
import {
  defaultTimeout,
  type EmbeddedTask,
  managedBy,
  type Param,
  type ParamValue,
  type PipelineRun,
  type PipelineSpec,
  type PipelineTask,
  type TaskRun,
  type WorkspaceBinding,
} from '../objects.js';
import { paramValues, paramVariables } from '../param-values.js';
import { listOf, replaceIn, type Variables } from '../variables.js';
import { claimNameOf } from './claims.js';

const taskLabel = 'tekton.dev/pipelineTask';

export const pipelineTaskOf = ({ metadata }: TaskRun): string => metadata.labels?.[taskLabel] ?? '';

/** The TaskRun of one task, named `<pipelinerun>-<task>`. @param results of the tasks before it */
export function taskRunOf(run: PipelineRun, spec: PipelineSpec, task: PipelineTask, results: Variables): TaskRun {
  const variables = new Map([...pipelineVariables(run, spec), ...results]);
  const params = task.params?.map((param) => replaceParam(param, variables));
  const workspaces = workspacesOf(run, task, variables);
  const { serviceAccountName, podTemplate } = templateOf(run, task);
  return {
    apiVersion: 'tekton.dev/v1',
    kind: 'TaskRun',
    metadata: metadataOf(run, task),
    spec: {
      ...(params && { params }),
      ...(workspaces.length > 0 && { workspaces }),
      ...(task.taskRef ? { taskRef: task.taskRef } : { taskSpec: embedded(task, variables) }),
      serviceAccountName: serviceAccountName || 'default',
      ...(podTemplate && { podTemplate }),
      ...(task.retries && { retries: task.retries }),
      timeout: timeoutOf(run, task, variables),
    },
  };
}

function metadataOf(run: PipelineRun, task: PipelineTask): TaskRun['metadata'] {
  const { name, namespace, labels, annotations, uid = '' } = run.metadata;
  const own = task.taskSpec?.metadata;
  return {
    name: childName(name, `-${task.name}`),
    ...(namespace !== undefined && { namespace }),
    labels: {
      ...labels,
      ...own?.labels,
      ...(task.taskRef?.name && { 'tekton.dev/task': fitName(task.taskRef.name) }),
      'app.kubernetes.io/managed-by': managedBy,
      'tekton.dev/memberOf': 'tasks',
      'tekton.dev/pipeline': fitName(run.spec.pipelineRef?.name ?? name),
      'tekton.dev/pipelineRun': fitName(name),
      'tekton.dev/pipelineRunUID': uid,
      [taskLabel]: task.name,
    },
    annotations: { ...annotations, ...own?.annotations },
    ownerReferences: [controllerReference(run)],
  };
}

function pipelineVariables(run: PipelineRun, spec: PipelineSpec): [string, ParamValue][] {
  const { name, namespace = '', uid = '' } = run.metadata;
  return [
    ...paramVariables(paramValues(spec.params, run.spec.params)),
    ['context.pipelineRun.name', name],
    ['context.pipelineRun.namespace', namespace],
    ['context.pipelineRun.uid', uid],
    ['context.pipeline.name', run.spec.pipelineRef?.name ?? name],
  ];
}

/** What the task declares itself hides what the Pipeline calls the same. */
function embedded({ taskSpec = {}, params = [], retries = 0 }: PipelineTask, variables: Variables): EmbeddedTask {
  const own = new Set([...(taskSpec.params ?? []), ...params].map(({ name }) => `params.${name}`));
  const { metadata: _, params: declared, ...rest } = taskSpec;
  const outer = new Map([...variables].filter(([name]) => !own.has(name)));
  const all = outer.set('context.pipelineTask.retries', String(retries));
  return { ...(declared && { params: replaceIn(declared, all) }), ...replaceIn(rest, all) };
}

function replaceParam({ name, value }: Param, variables: Variables): Param {
  const list = typeof value === 'string' ? listOf(value, variables) : undefined;
  return { name, value: list ?? replaceIn(value, variables) };
}

/** Optional workspaces that the run leaves unbound are left out. */
function workspacesOf(run: PipelineRun, { workspaces = [] }: PipelineTask, variables: Variables): WorkspaceBinding[] {
  return workspaces.flatMap(({ name, workspace = name, subPath }) => {
    const bound = run.spec.workspaces?.find((binding) => binding.name === workspace);
    if (!bound) return [];
    const { volumeClaimTemplate, ...binding } = bound;
    const path = [bound.subPath, subPath && replaceIn(subPath, variables)].filter(Boolean).join('/');
    const claim = volumeClaimTemplate && { persistentVolumeClaim: { claimName: claimNameOf(run, bound) } };
    return [{ ...binding, ...claim, name, ...(path && { subPath: path }) }];
  });
}

/** A run that may take longer than a TaskRun by default takes its tasks with it. */
function timeoutOf({ spec }: PipelineRun, task: PipelineTask, variables: Variables): string {
  if (task.timeout) return replaceIn(task.timeout, variables);
  const timeout = spec.timeouts?.tasks ?? spec.timeouts?.pipeline ?? defaultTimeout;
  const seconds = durationSeconds(timeout);
  return seconds === 0 || seconds > durationSeconds(defaultTimeout) ? timeout : defaultTimeout;
}

function templateOf({ spec }: PipelineRun, { name }: PipelineTask) {
  const own = spec.taskRunSpecs?.find(({ pipelineTaskName }) => pipelineTaskName === name);
  return { ...spec.taskRunTemplate, ...own };
}
