import { isJsonObject } from '../structural-schema/json-schema-props.js';

type Step = (value: unknown) => readonly unknown[];

/** `.name` with `\.` for a dot inside it, `['name']`, `[index]` or `[*]`, `[?(@.path=="value")]`. */
const token = /\.?((?:\\.|[^.[\]\\])+)|\['([^']+)'\]|\[(\d+|\*)\]|\[\?\(@\.([\w.]+)\s*==\s*["']([^"']*)["']\)\]/y;

/**
 * The part of kubectl's JSONPath that printer columns use: `.a.b`, `.a['b.c']`, `.a.b\.c`, `[0]`, `[*]` and
 * `[?(@.type=="Ready")]`. Yields every match, in order; a path that cannot be read matches nothing.
 */
export function jsonPath(path: string): (value: unknown) => readonly unknown[] {
  const steps = parse(path.replace(/^\{|\}$/g, ''));
  return (value) => steps?.reduce<readonly unknown[]>((found, step) => found.flatMap(step), [value]) ?? [];
}

function parse(path: string): Step[] | undefined {
  const steps: Step[] = [];
  const scan = new RegExp(token);
  while (scan.lastIndex < path.length) {
    const match = scan.exec(path);
    if (!match) return undefined;
    steps.push(stepOf(match));
  }
  return steps;
}

function stepOf([, name, quoted, index, filterPath, wanted]: RegExpExecArray): Step {
  const field = quoted ?? name?.replace(/\\(.)/g, '$1');
  if (field !== undefined) return (value) => (isJsonObject(value) && value[field] !== undefined ? [value[field]] : []);
  if (filterPath !== undefined) return filter(filterPath, wanted ?? '');
  if (index === '*') return (value) => (Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : []);
  return (value) => (Array.isArray(value) && value[Number(index)] !== undefined ? [value[Number(index)]] : []);
}

function filter(path: string, wanted: string): Step {
  const find = jsonPath(`.${path}`);
  return (value) => (Array.isArray(value) ? value.filter((item) => String(find(item)[0]) === wanted) : []);
}
