import type { PipelineRunSpec, PipelineSpec, PipelineTask, Step, TaskRunSpec, TaskSpec } from './objects.js';

/** Fields of each part of Tekton that are carried out here, or that only describe. */
const known = {
  pipelineRun: 'pipelineRef pipelineSpec params workspaces timeouts taskRunTemplate taskRunSpecs status',
  pipeline: 'displayName description params workspaces tasks results',
  pipelineTask: 'name displayName description taskRef taskSpec params workspaces runAfter retries timeout',
  task: 'metadata displayName description params workspaces results steps stepTemplate volumes',
  taskRun: 'taskRef taskSpec params workspaces timeout retries status statusMessage serviceAccountName podTemplate',
  step:
    'name displayName image command args script workingDir env envFrom volumeMounts workspaces onError ' +
    'computeResources imagePullPolicy securityContext',
  stepTemplate:
    'image command args workingDir env envFrom volumeMounts computeResources imagePullPolicy securityContext',
  reference: 'name kind apiVersion',
  taskResult: 'name type description',
  pipelineTaskWorkspace: 'name workspace subPath',
  runTemplate: 'pipelineTaskName serviceAccountName podTemplate',
  podTemplate:
    'affinity automountServiceAccountToken enableServiceLinks env imagePullSecrets nodeSelector priorityClassName ' +
    'runtimeClassName schedulerName securityContext tolerations topologySpreadConstraints volumes',
  workspace: 'name subPath emptyDir secret configMap persistentVolumeClaim volumeClaimTemplate',
} as const;

const stepName = ({ name }: Step, index: number): string => name ?? `unnamed-${index}`;

/** The paths of a PipelineRun that Tekton would carry out and the embedded cluster would not; none when it may run. */
export function unsupportedInPipelineRun(spec: PipelineRunSpec): readonly string[] {
  const { workspaces = [], taskRunTemplate, taskRunSpecs = [], pipelineRef, pipelineSpec, status } = spec;
  return [
    ...unknown('spec', spec, known.pipelineRun),
    ...unknown('spec.pipelineRef', pipelineRef, known.reference),
    ...(pipelineSpec ? unsupportedInPipeline(pipelineSpec, 'spec.pipelineSpec') : []),
    ...workspaces.flatMap((each, i) => unknown(`spec.workspaces[${i}]`, each, known.workspace)),
    ...template('spec.taskRunTemplate', taskRunTemplate),
    ...taskRunSpecs.flatMap((each, i) => template(`spec.taskRunSpecs[${i}]`, each)),
    ...(status === undefined || pipelineRunStatuses.includes(status) ? [] : [`spec.status: ${status}`]),
  ];
}

/** With no `finally`, both words for cancelling mean the same. */
const pipelineRunStatuses = ['', 'PipelineRunPending', 'Cancelled', 'CancelledRunFinally'];

/** The same of a Pipeline. */
export function unsupportedInPipeline(spec: PipelineSpec, path = 'Pipeline.spec'): readonly string[] {
  return [
    ...unknown(path, spec, known.pipeline),
    ...objectParams(path, spec),
    ...(spec.tasks ?? []).flatMap((task, i) => inPipelineTask(`${path}.tasks[${i}]`, task)),
  ];
}

function inPipelineTask(path: string, task: PipelineTask): readonly string[] {
  const { taskRef, taskSpec, workspaces = [] } = task;
  return [
    ...unknown(path, task, known.pipelineTask),
    ...reference(`${path}.taskRef`, taskRef),
    ...(taskSpec ? unsupportedInTask(taskSpec, `${path}.taskSpec`) : []),
    ...workspaces.flatMap((each, i) => unknown(`${path}.workspaces[${i}]`, each, known.pipelineTaskWorkspace)),
  ];
}

/** The same of a Task. */
export function unsupportedInTask(spec: TaskSpec, path = 'Task.spec'): readonly string[] {
  const { steps = [], results = [], stepTemplate } = spec;
  return [
    ...unknown(path, spec, known.task),
    ...objectParams(path, spec),
    ...results.flatMap((each, i) => [
      ...unknown(`${path}.results[${i}]`, each, known.taskResult),
      ...(each.type === undefined || each.type === 'string' ? [] : [`${path}.results[${i}].type: ${each.type}`]),
    ]),
    ...unknown(`${path}.stepTemplate`, stepTemplate, known.stepTemplate),
    ...steps.flatMap((step, i) => inStep(`${path}.steps[${i}]`, step, i)),
  ];
}

function inStep(path: string, step: Step, index: number): readonly string[] {
  const { onError = 'stopAndFail', script } = step;
  const interpreter = /^#!\s*(.*)/.exec(script ?? '')?.[1];
  return [
    ...unknown(path, step, known.step),
    ...(onError === 'stopAndFail' ? [] : [`${path}.onError: ${onError}`]),
    ...(interpreter === undefined || shell.test(interpreter)
      ? []
      : [`${path}.script of ${stepName(step, index)}: #!${interpreter}`]),
  ];
}

/** Interpreters that `/bin/sh`, or bash where it is named, stands for. */
export const shell = /^(?:\S*\/env\s+)?(?:\S*\/)?(?<name>sh|ash|dash|bash)(?<options>(?:\s+-[a-z]+)*)\s*$/;

/** The same of a TaskRun. */
export function unsupportedInTaskRun(spec: TaskRunSpec): readonly string[] {
  const { taskRef, taskSpec, podTemplate, workspaces = [], status } = spec;
  return [
    ...unknown('spec', spec, known.taskRun),
    ...reference('spec.taskRef', taskRef),
    ...(taskSpec ? unsupportedInTask(taskSpec, 'spec.taskSpec') : []),
    ...unknown('spec.podTemplate', podTemplate, known.podTemplate),
    ...workspaces.flatMap((each, i) => unknown(`spec.workspaces[${i}]`, each, known.workspace)),
    ...(['', 'TaskRunCancelled'].includes(status ?? '') ? [] : [`spec.status: ${status}`]),
  ];
}

function template(path: string, value: { readonly podTemplate?: object } | undefined): readonly string[] {
  return [
    ...unknown(path, value, known.runTemplate),
    ...unknown(`${path}.podTemplate`, value?.podTemplate, known.podTemplate),
  ];
}

function reference(path: string, value: { readonly kind?: string } | undefined): readonly string[] {
  const { kind = 'Task' } = value ?? {};
  return [...unknown(path, value, known.reference), ...(kind === 'Task' ? [] : [`${path}.kind: ${kind}`])];
}

function objectParams(path: string, { params = [] }: Pick<TaskSpec, 'params'>): readonly string[] {
  return params.flatMap(({ type }, i) => (type === 'object' ? [`${path}.params[${i}].type: object`] : []));
}

/** Fields that are set and not in the list. An empty one asks for nothing. */
function unknown(path: string, value: object | undefined, fields: string): readonly string[] {
  const names = fields.split(' ');
  return Object.entries(value ?? {})
    .filter(([name, field]) => !names.includes(name) && !isEmpty(field))
    .map(([name]) => `${path}.${name}`);
}

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0);

/** The message for people. @param paths not empty */
export const refusal = (paths: readonly string[]): string =>
  `the embedded cluster runs only a part of Tekton, which has no ${paths.join(', no ')}; install Tekton for more`;
