import type { FileTask, TaskFile } from '../../api/generated/task-file.js';
import { durationSeconds } from '../../packages/kubernetes-conventions/duration-seconds.js';
import { childPath, type FieldError, invalid } from '../../packages/structural-schema/field-error.js';
import { interpolate, type Values } from './interpolate.js';
import type { ExecutorName } from './selection.js';

/** A task of a `kubetask.yaml` with the defaults of the file, and with all references replaced. */
export interface ResolvedTask {
  readonly name: string;
  readonly description: string;
  /** Empty for a task that only runs its `pre`. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  readonly pre: readonly string[];
  readonly workingDir?: string;
  readonly timeoutSeconds?: number;
  readonly confirm?: string;
  readonly isInteractive: boolean;
  readonly component?: ResolvedComponent;
  /** The place that the file prefers. */
  readonly executor?: ExecutorName;
  /** The only places that the task allows. */
  readonly executors?: readonly ExecutorName[];
  readonly image?: string;
  readonly whenStopped: 'fail' | 'run';
}

export interface ResolvedComponent {
  readonly name: string;
  /** Compose service. */
  readonly service: string;
  readonly deployment: string;
  /** Instead of the Deployment's own. */
  readonly selector?: string;
  readonly container?: string;
}

export interface Resolved<T> {
  readonly value: T;
  readonly errors: readonly FieldError[];
}

/** Where the references of a file take their values. */
export type Env = Values['env'];

/** One task; errors are references that lead nowhere. Pure. @throws RangeError when there is no such task */
export function resolveTask(file: TaskFile, name: string, env: Env): Resolved<ResolvedTask> {
  const task = Object.hasOwn(file.tasks ?? {}, name) ? file.tasks?.[name] : undefined;
  if (!task) throw new RangeError(`there is no task ${name}`);
  const { defaults = {} } = file;
  const path = childPath('tasks', name);
  const errors: FieldError[] = [];
  const vars = { ...file.vars, ...task.vars };
  const text = (value: string | number, field: string): string =>
    interpolate(String(value), { env, vars }, (message) => errors.push(invalid(field, value, message)));
  const field = (key: TextField): Record<string, string> => {
    const [value, from] = task[key] === undefined ? [defaultOf(defaults, key), 'defaults'] : [task[key], path];
    return value === undefined ? {} : { [key]: text(value, `${from}.${key}`) };
  };
  const timeout = field('timeout')['timeout'];
  const component = field('component')['component'];
  const value: ResolvedTask = {
    name,
    description: task.description ?? '',
    script: task.script === undefined ? '' : text(task.script, `${path}.script`),
    env: { ...texts(defaults.env, 'defaults.env', text), ...texts(task.env, `${path}.env`, text) },
    pre: task.pre ?? [],
    ...field('workingDir'),
    ...field('confirm'),
    ...field('image'),
    ...(timeout ? { timeoutSeconds: durationSeconds(timeout) } : {}),
    isInteractive: task.interactive ?? false,
    ...(component ? { component: componentOf(file, component, text) } : {}),
    ...((task.executor ?? defaults.executor) ? { executor: task.executor ?? (defaults.executor as ExecutorName) } : {}),
    ...(task.executors ? { executors: task.executors } : {}),
    whenStopped: task.whenStopped ?? 'fail',
  };
  return { value, errors };
}

type TextField = 'workingDir' | 'confirm' | 'image' | 'timeout' | 'component';

function defaultOf(defaults: NonNullable<TaskFile['defaults']>, key: TextField): string | undefined {
  return key === 'confirm' || key === 'image' ? undefined : defaults[key];
}

type Text = (value: string | number, field: string) => string;

function texts(values: FileTask['env'], path: string, text: Text): Record<string, string> {
  const entries = Object.entries(values ?? {});
  return Object.fromEntries(entries.map(([key, value]) => [key, text(value, childPath(path, key))]));
}

function componentOf({ components = {} }: TaskFile, name: string, text: Text): ResolvedComponent {
  const { service = name, kubernetes = {} } = Object.hasOwn(components, name) ? (components[name] ?? {}) : {};
  const path = childPath('components', name);
  const { deployment = name, selector, container } = kubernetes;
  return {
    name,
    service: text(service, `${path}.service`),
    deployment: text(deployment, `${path}.kubernetes.deployment`),
    ...(selector ? { selector: text(selector, `${path}.kubernetes.selector`) } : {}),
    ...(container ? { container: text(container, `${path}.kubernetes.container`) } : {}),
  };
}

export interface ResolvedKubernetes {
  readonly namespace?: string;
  readonly context?: string;
}

/** The cluster of the file. Pure. */
export function resolveKubernetes(file: TaskFile, env: Env): Resolved<ResolvedKubernetes> {
  const errors: FieldError[] = [];
  const text = (field: 'namespace' | 'context'): ResolvedKubernetes => {
    const value = file.kubernetes?.[field];
    if (value === undefined) return {};
    const fail = (message: string) => errors.push(invalid(`kubernetes.${field}`, value, message));
    return { [field]: interpolate(value, { env, vars: file.vars ?? {} }, fail) };
  };
  return { value: { ...text('namespace'), ...text('context') }, errors };
}
