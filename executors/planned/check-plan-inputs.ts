import { isJsonObject } from '../../packages/structural-schema/json-schema-props.js';
import { didYouMean } from '../../plan/text/did-you-mean.js';
import { ExecutionFailure } from '../execution-failure.js';

const kinds = ['Batch', 'BatchRun', 'Task', 'TaskRun'];

/**
 * What types say to TypeScript, for programs that are not type-checked and objects that come from files.
 *
 * @throws ExecutionFailure with all problems, each with its path, its value and what is wanted
 */
export function checkPlanInputs(objects: unknown, options: unknown): void {
  const problems = [...objectProblems(objects), ...optionProblems(options)];
  if (problems.length > 0) throw new ExecutionFailure('Cannot plan a task: its inputs are invalid', problems);
}

function objectProblems(objects: unknown): string[] {
  if (!Array.isArray(objects)) return [`objects: ${shown(objects)}: must be a list of Kubernetes objects`];
  return objects.flatMap((object: unknown, i) => {
    const path = `objects[${i}]`;
    if (!isJsonObject(object)) return [`${path}: ${shown(object)}: must be a Kubernetes object`];
    const { apiVersion, kind, metadata } = object;
    const name = isJsonObject(metadata) ? metadata['name'] : undefined;
    return [
      ...textProblems(`${path}.apiVersion`, apiVersion),
      ...textProblems(`${path}.kind`, kind),
      ...(isJsonObject(metadata)
        ? textProblems(`${path}.metadata.name`, name)
        : [`${path}.metadata: ${shown(metadata)}: must be an object`]),
    ];
  });
}

function optionProblems(options: unknown): string[] {
  if (!isJsonObject(options)) return [`options: ${shown(options)}: must be an object with a target`];
  const { target, task, params, env } = options;
  return [
    ...targetProblems(target),
    ...(task === undefined ? [] : textProblems('task', task)),
    ...paramProblems(params),
    ...envProblems('env', env),
  ];
}

function targetProblems(target: unknown): string[] {
  if (!isJsonObject(target))
    return [`target: ${shown(target)}: must be an object such as { kind: 'Batch', name: 'x' }`];
  const { kind, name, namespace } = target;
  const hint = didYouMean(String(kind), kinds);
  return [
    ...(kinds.includes(String(kind))
      ? []
      : [`target.kind: ${shown(kind)}: must be one of ${kinds.join(', ')}${hint ? `; ${hint}` : ''}`]),
    ...textProblems('target.name', name),
    ...(namespace === undefined ? [] : textProblems('target.namespace', namespace)),
  ];
}

function paramProblems(params: unknown): string[] {
  if (params === undefined) return [];
  if (!Array.isArray(params)) return [`params: ${shown(params)}: must be a list of { name, value }`];
  return params.flatMap((param: unknown, i) => {
    const path = `params[${i}]`;
    if (!isJsonObject(param)) return [`${path}: ${shown(param)}: must be { name, value }`];
    return textProblems(`${path}.name`, param['name']);
  });
}

/** Values are not shown: they may be secret. */
export function envProblems(path: string, env: unknown): string[] {
  if (env === undefined) return [];
  if (!isJsonObject(env)) return [`${path}: ${shown(env)}: must be an object of strings`];
  return Object.entries(env).flatMap(([name, value]) =>
    typeof value === 'string' ? [] : [`${path}.${name}: a value of type ${typeof value}: must be a string`],
  );
}

export const textProblems = (path: string, value: unknown): string[] =>
  typeof value === 'string' && value !== '' ? [] : [`${path}: ${shown(value)}: must be a string that is not empty`];

/** Short, and nothing of what is inside. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : (JSON.stringify(value)?.slice(0, 80) ?? String(value));
}
