import { dump } from 'js-yaml';

/*
 * The part of Go's text/template and Helm's functions that our chart uses; anything else throws. An action is
 * `{{ … }}`; a dash trims the blanks next to it.
 */

interface Scope {
  readonly dot: unknown;
  readonly variables: Map<string, unknown>;
}

/** @param root the initial `.` and `$`, such as `{ Values, Release }` */
export function renderTemplate(template: string, root: unknown): string {
  const parts = [...template.matchAll(/\{\{(-?)\s*([\s\S]*?)\s*(-?)\}\}|[^{]+|\{/g)].map(
    ([text, before, action, after]): Part =>
      action === undefined ? { text } : { action, trimsBefore: before === '-', trimsAfter: after === '-' },
  );
  const nodes = new Parts(trimmed(parts));
  return evaluate(nodes.block(), { dot: root, variables: new Map([['$', root]]) });
}

type Part =
  | { readonly text: string }
  | { readonly action: string; readonly trimsBefore: boolean; readonly trimsAfter: boolean };

function trimmed(parts: readonly Part[]): Part[] {
  const merged: Part[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if ('text' in part && last && 'text' in last) merged[merged.length - 1] = { text: last.text + part.text };
    else merged.push(part);
  }
  return merged.map((part, i) => {
    if (!('text' in part)) return part;
    const [before, after] = [merged[i - 1], merged[i + 1]];
    const start = before && 'action' in before && before.trimsAfter ? part.text.trimStart() : part.text;
    return { text: after && 'action' in after && after.trimsBefore ? start.trimEnd() : start };
  });
}

type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'print'; readonly pipeline: string }
  | { readonly kind: 'assign'; readonly name: string; readonly pipeline: string }
  | { readonly kind: 'if' | 'with' | 'range'; readonly pipeline: string; readonly body: readonly Node[] };

class Parts {
  private at = 0;
  constructor(private readonly parts: readonly Part[]) {}

  /** Up to its `end`, or the end of the template. */
  block(): Node[] {
    const nodes: Node[] = [];
    for (let part = this.parts[this.at++]; part; part = this.parts[this.at++]) {
      if ('text' in part) nodes.push({ kind: 'text', text: part.text });
      else if (part.action === 'end') return nodes;
      else nodes.push(this.node(part.action));
    }
    return nodes;
  }

  private node(action: string): Node {
    const [, keyword, rest = ''] = /^(if|with|range)\s+([\s\S]*)$/.exec(action) ?? [];
    if (keyword === 'if' || keyword === 'with' || keyword === 'range')
      return { kind: keyword, pipeline: rest, body: this.block() };
    const [, name, pipeline = ''] = /^(\$\w+)\s*:=\s*([\s\S]*)$/.exec(action) ?? [];
    return name === undefined ? { kind: 'print', pipeline: action } : { kind: 'assign', name, pipeline };
  }
}

const evaluate = (nodes: readonly Node[], scope: Scope): string => nodes.map((node) => text(node, scope)).join('');

function text(node: Node, scope: Scope): string {
  if (node.kind === 'text') return node.text;
  const value = pipeline(node.pipeline, scope);
  switch (node.kind) {
    case 'print':
      return String(value);
    case 'assign':
      scope.variables.set(node.name, value);
      return '';
    case 'if':
      return isTrue(value) ? evaluate(node.body, scope) : '';
    case 'with':
      return isTrue(value) ? evaluate(node.body, { ...scope, dot: value }) : '';
    case 'range':
      return (value as unknown[]).map((dot) => evaluate(node.body, { ...scope, dot })).join('');
  }
}

/** Go's truth: not empty. */
function isTrue(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

function pipeline(source: string, scope: Scope): unknown {
  const words = source.match(/`[^`]*`|"[^"]*"|[()|]|[^\s()|]+/g) ?? [];
  let at = 0;
  const sequence = (): unknown => {
    let value: unknown;
    for (let isFirst = true; ; isFirst = false) {
      const args: unknown[] = [];
      const [head = ''] = words.slice(at, at + 1);
      const call = functions[head];
      if (call) at++;
      while (at < words.length && words[at] !== '|' && words[at] !== ')') args.push(term());
      if (!isFirst) args.push(value);
      value = call ? call(...args) : args[0];
      if (words[at] !== '|') return value;
      at++;
    }
  };
  const term = (): unknown => {
    const word = words[at++] ?? '';
    if (word !== '(') return operand(word, scope);
    const value = sequence();
    at++;
    return value;
  };
  return sequence();
}

function operand(word: string, { dot, variables }: Scope): unknown {
  if (/^[`"]/.test(word)) return word.slice(1, -1);
  if (/^\d+$/.test(word)) return Number(word);
  const [, variable, path = ''] = /^(\$\w*)?((?:\.\w*)*)$/.exec(word) ?? [];
  if (variable === undefined && path === '') throw new Error(`Cannot render ${word}: no function, field or literal`);
  const root = variable === undefined ? dot : variables.get(variable);
  const steps = path.split('.').filter((step) => step !== '');
  return steps.reduce((node, step) => (node as Record<string, unknown> | undefined)?.[step], root);
}

// biome-ignore lint/suspicious/noExplicitAny: a template's functions accept any value
const functions: Record<string, (...args: any[]) => unknown> = {
  not: (value) => !isTrue(value),
  or: (...values) => values.find(isTrue) ?? values.at(-1),
  gt: (a: number, b: number) => a > b,
  int: (value) => Math.trunc(Number(value)),
  quote: (value) => JSON.stringify(String(value)),
  join: (separator: string, values: unknown[] = []) => values.join(separator),
  list: (...values) => values,
  default: (fallback, value) => (isTrue(value) ? value : fallback),
  toYaml: (value) => dump(value).trimEnd(),
  nindent: (count: number, value: string) => `\n${value.replace(/^/gm, ' '.repeat(count))}`,
};
