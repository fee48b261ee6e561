import { isJsonObject } from '../../packages/structural-schema/json-schema-props.js';

/**
 * The file with text in place of numbers and booleans where only text is meant: values of `env` and `vars`, and names in
 * `pre` and `component`. It was read as it is written, so that each becomes the text that it was. Whatever else the file
 * holds stays as it is, and the value given, too. Pure.
 */
export function withTexts(file: unknown): unknown {
  if (!isJsonObject(file)) return file;
  const { tasks, defaults, vars } = file;
  return {
    ...file,
    ...(vars === undefined ? {} : { vars: texts(vars) }),
    ...(defaults === undefined ? {} : { defaults: taskTexts(defaults) }),
    ...(isJsonObject(tasks) ? { tasks: mapped(tasks, taskTexts) } : {}),
  };
}

function taskTexts(task: unknown): unknown {
  if (!isJsonObject(task)) return task;
  const fields = { env: texts, vars: texts, pre: list, component: text };
  const changed = Object.entries(fields).filter(([name]) => Object.hasOwn(task, name));
  return { ...task, ...Object.fromEntries(changed.map(([name, change]) => [name, change(task[name])])) };
}

const text = (value: unknown): unknown =>
  typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;

const list = (value: unknown): unknown => (Array.isArray(value) ? value.map(text) : value);

const texts = (value: unknown): unknown => (isJsonObject(value) ? mapped(value, text) : value);

const mapped = (object: object, change: (value: unknown) => unknown): object =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
