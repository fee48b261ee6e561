import { dump } from 'js-yaml';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { isJsonObject } from '../../../packages/structural-schema/json-schema-props.js';

/*
 * How a synthesized object becomes the text of a Helm template: marks are put where a value decides, the object is
 * written as YAML, and the marks in the text become template expressions. No mark contains a quotation mark.
 */

/** Stands for `{{ expression }}`. */
export const scalar = (expression: string): string => `@scalar(${expression})@`;

/** Stands for a value of several lines, written by toYaml. */
export const block = (expression: string): string => `@block(${expression})@`;

/** Stands for a list with an item for each of a list of values; `item` is its text, with `%` for the value. */
export const list = (expression: string, item: string): string => `@list(${expression}|${item})@`;

/** A copy of the object with a mark at the end of the path. In a list, a step is the `name` or the index of an item. */
export function marked<T extends object>(object: T, path: string, mark: string): T {
  return replaced(object, path.split('.'), mark) as T;
}

function replaced(node: unknown, [step, ...rest]: readonly string[], mark: string): unknown {
  if (step === undefined) return mark;
  if (Array.isArray(node)) {
    const at = node.findIndex((item, index) => item?.name === step || String(index) === step);
    if (at >= 0) return node.map((item, index) => (index === at ? replaced(item, rest, mark) : item));
  } else if (isJsonObject(node) && step in node) return { ...node, [step]: replaced(node[step], rest, mark) };
  throw new Error(`Cannot put ${mark} into the chart: there is no ${[step, ...rest].join('.')}`);
}

/** The template's text. What looks like a template action in the object is written so that Helm prints it. */
export function templateText(object: KubernetesObject): string {
  const yaml = dump(object, { lineWidth: -1, noRefs: true, quoteStyle: 'double' });
  const lines = yaml.replaceAll('{{', '{{ "{{" }}').split('\n');
  return lines.map(lineText).join('\n');
}

function lineText(line: string): string {
  const indent = /^[ -]*/.exec(line)?.[0].length ?? 0;
  return line
    .replace(/"?@scalar\((.*?)\)@"?/g, '{{ $1 }}')
    .replace(/"@block\((.*?)\)@"/, `{{- toYaml $1 | nindent ${indent + 2} }}`)
    .replace(/ "@list\((.*?)\|(.*?)\)@"/, (_, values: string, item: string) => listText(values, item, indent + 2));
}

function listText(values: string, item: string, indent: number): string {
  const margin = ' '.repeat(indent);
  return `\n${margin}{{- range ${values} }}\n${margin}- ${item.replace('%', '{{ . }}')}\n${margin}{{- end }}`;
}
