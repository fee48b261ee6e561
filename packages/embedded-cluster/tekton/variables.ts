import type { ParamValue } from './objects.js';

/** What `$(reference)` stands for, by reference in its plain spelling: `params.x`, `tasks.pull.results.commit`. */
export type Variables = ReadonlyMap<string, ParamValue>;

/** What Tekton would replace. `$(HOME)` is the kubelet's, `$(date)` the shell's. */
const roots = 'params|workspaces|results|context|tasks|steps|step|finally|credentials|inputs|outputs|artifacts';
const quoted = String.raw`\[(?:"[^"\]]+"|'[^'\]]+')\]`;
const pattern = new RegExp(String.raw`\$\(((?:${roots})(?:\.[\w-]+|${quoted})+(?:\[(?:\*|\d+)\])?)\)`, 'g');

/** `params["x"]` and `params.x` are the same. */
const plain = (reference: string): string => reference.replace(/\[(?:"([^"\]]+)"|'([^'\]]+)')\]/g, '.$1$2');

/** Every reference in the strings of a JSON value, in its plain spelling; unique, in order. */
export function referencesIn(value: unknown): readonly string[] {
  const found = [
    ...JSON.stringify(value ?? null)
      .replaceAll('\\"', '"')
      .matchAll(pattern),
  ];
  return [...new Set(found.map(([, reference = '']) => plain(reference)))];
}

/** Whether `replaceIn` knows what it stands for. */
export const isKnown = (reference: string, variables: Variables): boolean => lookUp(reference, variables) !== undefined;

/**
 * The same JSON value with its references replaced, once: what a value contains is not looked at again. A list's item
 * that is nothing but `$(x[*])` becomes the items of `x`. Unknown references stay.
 */
export function replaceIn<T>(value: T, variables: Variables): T {
  return replaced(value, variables) as T;
}

function replaced(value: unknown, variables: Variables): unknown {
  if (typeof value === 'string') return replaceText(value, variables);
  if (Array.isArray(value)) return value.flatMap((item) => itemsOf(item, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaced(each, variables)]));
}

function itemsOf(item: unknown, variables: Variables): unknown {
  const list = typeof item === 'string' ? listOf(item, variables) : undefined;
  return list ?? [replaced(item, variables)];
}

/** The list that a text stands for as a whole; undefined when it is an ordinary text. */
export function listOf(text: string, variables: Variables): readonly string[] | undefined {
  const [whole, reference = ''] = [...text.matchAll(pattern)][0] ?? [];
  const found = whole === text && reference.endsWith('[*]') ? lookUp(plain(reference), variables) : undefined;
  return typeof found === 'string' ? undefined : found;
}

function replaceText(text: string, variables: Variables): string {
  return text.replace(pattern, (whole, reference: string) => {
    const found = lookUp(plain(reference), variables);
    return typeof found === 'string' ? found : whole;
  });
}

function lookUp(reference: string, variables: Variables): ParamValue | undefined {
  const [, name = reference, index] = /^(.*)\[(\*|\d+)\]$/.exec(reference) ?? [];
  const found = variables.get(name);
  if (index === undefined || found === undefined) return found;
  if (typeof found === 'string') return undefined;
  return index === '*' ? found : found[Number(index)];
}
