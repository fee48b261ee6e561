import type { TaskFile } from '../../api/generated/task-file.js';
import {
  childPath,
  type FieldError,
  forbidden,
  invalid,
  required,
} from '../../packages/structural-schema/field-error.js';
import { nearest } from '../text/nearest.js';
import { executionOrder } from './order.js';

/** What a schema cannot say: names that lead nowhere, circles, tasks that do nothing. The shape is right already. */
export function contentErrors({ tasks = {}, components = {}, defaults = {} }: TaskFile): FieldError[] {
  const names = Object.keys(tasks);
  const errors = Object.entries(tasks).flatMap(([name, task]) => {
    const path = childPath('tasks', name);
    const { pre = [], script, component, env = {}, timeout } = task;
    return [
      ...nameErrors(path, name),
      ...timeoutErrors(`${path}.timeout`, timeout),
      ...(script === undefined && pre.length === 0
        ? [required(`${path}.script`, 'a task has a script, or tasks in pre')]
        : []),
      ...pre.flatMap((other, i) => missing(`${path}.pre[${i}]`, 'task', other, names)),
      ...(component === undefined ? [] : missing(`${path}.component`, 'component', component, Object.keys(components))),
      ...Object.keys(env).flatMap((variable) => variableErrors(childPath(`${path}.env`, variable), variable)),
    ];
  });
  return [...errors, ...timeoutErrors('defaults.timeout', defaults.timeout), ...circleErrors(tasks)];
}

/** A task that may take no time never does anything. */
const timeoutErrors = (path: string, timeout: string | undefined): FieldError[] =>
  timeout !== undefined && !/[1-9]/.test(timeout)
    ? [invalid(path, timeout, 'must be more than 0; leave it out for no limit')]
    : [];

/** Names are words of command lines and names of log files. */
function nameErrors(path: string, name: string): FieldError[] {
  if (/^[A-Za-z0-9][\w.:-]{0,99}$/.test(name)) return [];
  return [forbidden(path, 'a task name begins with a letter or digit and has letters, digits, and _ . : - after it')];
}

const variableErrors = (path: string, name: string): FieldError[] =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? [] : [forbidden(path, 'a shell cannot have a variable of this name')];

/** A component that is not declared has the name of its service and its Deployment, so that only a near miss is an error. */
function missing(path: string, what: 'task' | 'component', name: string, names: readonly string[]): FieldError[] {
  if (names.includes(name)) return [];
  const near = nearest(name, names);
  if (what === 'component' && near.length === 0) return [];
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `there are: ${[...names].sort().join(', ')}`;
  return [invalid(path, name, `no such ${what}; ${hint}`)];
}

/** A circle is reported at the first of its tasks. */
function circleErrors(tasks: NonNullable<TaskFile['tasks']>): FieldError[] {
  const preOf = (name: string) => (Object.hasOwn(tasks, name) ? (tasks[name]?.pre ?? []) : []);
  const { circles } = executionOrder(Object.keys(tasks).sort(), preOf);
  return circles.map(([first = '', ...others]) => {
    const circle = [first, ...others].join(' -> ');
    return invalid(`${childPath('tasks', first)}.pre`, preOf(first), `the tasks wait for each other: ${circle}`);
  });
}
