import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';

export type FieldPart = 'key' | 'value';

/**
 * The offset of the value at a field path such as `spec.variableContexts[0][0].branch`; of its key where the value is
 * a collection or empty; and where the path leads out of the text, of the deepest field that exists on the way.
 */
export function nearestOffset(document: Document, root: Node, path: string, part: FieldPart = 'value'): number {
  let place: Place = { node: root, at: startOf(root, 0) };
  let rest = path;
  while (rest !== '') {
    const step = stepInto(document, place.node, rest);
    if (!step) return place.at;
    place = { node: step.node, at: step.at ?? startOf(step.node, place.at) };
    rest = step.rest;
  }
  return part === 'value' && isScalar(place.node) && !isEmpty(place.node) ? startOf(place.node, place.at) : place.at;
}

interface Place {
  readonly node: Node | null;
  /** Where a reader would look for it. */
  readonly at: number;
}

interface Step {
  readonly node: Node | null;
  /** Offset of the key; absent in a list. */
  readonly at?: number;
  readonly rest: string;
}

function stepInto(document: Document, node: Node | null, rest: string): Step | undefined {
  if (isAlias(node)) return stepInto(document, node.resolve(document) ?? null, rest);
  if (isMap(node)) return stepIntoMap(document, node, rest);
  const [matched, index] = /^\[(\d+)\]\.?/.exec(rest) ?? [];
  if (!isSeq(node) || matched === undefined) return undefined;
  const item = node.items[Number(index)];
  return item === undefined ? undefined : { node: item as Node, rest: rest.slice(matched.length) };
}

/** Keys may contain dots: the longest key that the path begins with is meant. */
function stepIntoMap(document: Document, map: YAMLMap, rest: string): Step | undefined {
  const pair = longestKey(map, rest);
  if (!pair) return stepIntoMerged(document, map, rest);
  const at = startOf(pair.key as Node, 0);
  return { node: pair.value as Node | null, at, rest: rest.slice(keyText(pair).length).replace(/^\./, '') };
}

/** What `<<` brings in lies where the anchor is. */
function stepIntoMerged(document: Document, map: YAMLMap, rest: string): Step | undefined {
  for (const { value } of map.items.filter((pair) => keyText(pair) === '<<')) {
    const sources = isSeq(value) ? value.items : [value];
    const steps = sources.map((source) => stepInto(document, source as Node, rest));
    const found = steps.find((step) => step !== undefined);
    if (found) return found;
  }
  return undefined;
}

const keysOf = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

/** Of the keys that end where a field of the path may end. */
function longestKey(map: YAMLMap, path: string): Pair | undefined {
  const known = keysOf.get(map) ?? new Map(map.items.toReversed().map((pair) => [keyText(pair), pair]));
  keysOf.set(map, known);
  for (let end = path.length; end > 0; end--) {
    if (!['.', '[', ''].includes(path.charAt(end))) continue;
    const pair = known.get(path.slice(0, end));
    if (pair) return pair;
  }
  return undefined;
}

/** As a key of the value that is made of the text, so `on` is `true`. The key `<<` is a symbol to the parser. */
function keyText({ key }: Pair): string {
  if (!isScalar(key)) return '';
  return typeof key.value === 'symbol' ? (key.value.description ?? '') : String(key.value);
}

const startOf = (node: Node | null, fallback: number): number => node?.range?.[0] ?? fallback;

const isEmpty = ({ range }: Node): boolean => range?.[0] === range?.[1];
