import type {
  Param,
  PipelineTask,
  PlannedPipeline,
  PlannedPipelineRun,
  TektonStep,
} from '../../../plan/agent-build/tekton-objects.js';

/**
 * What the schemas accept but Tekton's webhook and reconciler refuse, one line each: parameters, results and
 * workspaces that are undeclared, of another type, or without a value; a list inside a text; tasks and volumes
 * that do not exist.
 *
 * Source: https://github.com/tektoncd/pipeline/tree/main/pkg/apis/pipeline/v1 (pipeline_validation.go, task_validation.go)
 * and pkg/reconciler/pipelinerun/resources
 */
export function tektonReferenceErrors({ spec }: PlannedPipeline, run: PlannedPipelineRun): string[] {
  return [
    ...spec.tasks.flatMap((task) => taskErrors(task, spec)),
    ...spec.results.flatMap(({ value }) => resultErrors(value, spec.tasks)),
    ...differences('parameter of the run', names(run.spec.params), names(spec.params)),
    ...differences('workspace of the run', names(run.spec.workspaces), names(spec.workspaces)),
    ...(run.spec.params.some((param) => typeof param.value !== typeof defaultOf(spec.params, param)) ? ['type'] : []),
  ];
}

const names = (list: readonly { readonly name: string }[] = []): string[] => list.map(({ name }) => name);

const defaultOf = (params: PlannedPipeline['spec']['params'], { name }: Param) =>
  params.find((param) => param.name === name)?.default;

const differences = (what: string, given: readonly string[], declared: readonly string[]): string[] => [
  ...given.filter((name) => !declared.includes(name)).map((name) => `${what}: ${name} is not declared`),
  ...declared.filter((name) => !given.includes(name)).map((name) => `${what}: ${name} is not given`),
];

function taskErrors(task: PipelineTask, pipeline: PlannedPipeline['spec']): string[] {
  const { name, params = [], workspaces = [], runAfter = [], taskSpec } = task;
  const arrays = pipeline.params.filter(({ type }) => type === 'array').map((param) => param.name);
  return [
    ...differences(`parameter of ${name}`, names(params), names(taskSpec.params)),
    ...differences(`workspace of ${name}`, names(workspaces), names(taskSpec.workspaces)),
    ...missing(
      `workspace of ${name}`,
      workspaces.map(({ workspace }) => workspace),
      names(pipeline.workspaces),
    ),
    ...missing(`predecessor of ${name}`, runAfter, names(pipeline.tasks)),
    ...missing(`parameter in ${name}`, referred('params', params), names(pipeline.params)),
    ...taskSpec.steps.flatMap((step) => stepErrors(step, task)),
    ...listsInTexts(JSON.stringify(task), arrays),
  ];
}

function stepErrors(step: TektonStep, { name, taskSpec }: PipelineTask): string[] {
  const { script = '', ...rest } = step;
  return [
    ...missing(`parameter in ${name}`, referred('params', rest), names(taskSpec.params)),
    ...missing(`result in ${name}`, referred('results', rest), names(taskSpec.results)),
    ...missing(`volume in ${name}`, names(step.volumeMounts), names(taskSpec.volumes)),
    ...(/\$\((params|results|workspaces|context)\b/.test(script) ? [`variable in the script of ${name}`] : []),
  ];
}

const missing = (what: string, used: readonly string[], declared: readonly string[]): string[] =>
  used.filter((name) => !declared.includes(name)).map((name) => `${what}: ${name} is not declared`);

const referred = (kind: 'params' | 'results', where: unknown): string[] =>
  [...JSON.stringify(where).matchAll(new RegExp(`\\$\\(${kind}\\.([\\w-]+)`, 'g'))].map(([, name = '']) => name);

/** `"$(params.list[*])"` is allowed only as an item of a list; `$(params.list)` is not allowed. */
const listsInTexts = (text: string, arrays: readonly string[]): string[] =>
  arrays.flatMap((name) =>
    [...text.matchAll(new RegExp(`"[^"]*\\$\\(params\\.${name}[^)]*\\)[^"]*"`, 'g'))]
      .map(([found]) => found)
      .filter((found) => found !== `"$(params.${name}[*])"`),
  );

function resultErrors(value: string, tasks: readonly PipelineTask[]): string[] {
  const [, task, result] = /^\$\(tasks\.([\w-]+)\.results\.([\w-]+)\)$/.exec(value) ?? [];
  const declared = names(tasks.find(({ name }) => name === task)?.taskSpec.results);
  return declared.includes(result ?? '') ? [] : [`result of the Pipeline: ${value}`];
}
