/**
 * The maximum nesting of a value. Go's decoders stop at 10,000 levels. No Kubernetes kind needs a tenth of that, and
 * JavaScript's stack is much smaller than Go's.
 */
export const mostLevels = 1_000;

/** The maximum number of aliases, nested ones multiplied: enough for one in each of 10,000 tasks. */
export const mostAliases = 20_000;

interface Visit {
  readonly value: object;
  readonly level: number;
  readonly isAlias: boolean;
}

/**
 * Why a parsed document must not be traversed: it is nested too deep, contains itself, or its aliases expand to far
 * more than its text. Undefined if it is safe. Linear in the size of the text.
 *
 * @source sigs.k8s.io/json: "exceeded max depth"; go.yaml.in/yaml/v2: allowedAliasRatio
 */
export function excessOf(document: unknown, levels = mostLevels): string | undefined {
  const seen = new Set<object>();
  const stack: Visit[] = isObject(document) ? [{ value: document, level: 1, isAlias: false }] : [];
  let values = 1;
  let inAliases = 0;
  for (let visit = stack.pop(); visit; visit = stack.pop()) {
    const { value, level } = visit;
    if (level > levels) return `exceeded max depth of ${mostLevels} levels`;
    const isAlias = visit.isAlias || seen.has(value);
    seen.add(value);
    const children: unknown[] = Array.isArray(value) ? value : Object.values(value);
    const nodes = Array.isArray(value) ? children.length : 2 * children.length;
    values += nodes + (isAlias && !visit.isAlias ? 1 : 0);
    if (isAlias) inAliases += nodes + 1;
    if (inAliases > 100 && values > 1000 && inAliases > allowedShare(values) * values) return excessiveAliasing;
    for (const child of children) if (isObject(child)) stack.push({ value: child, level: level + 1, isAlias });
  }
  return undefined;
}

/** What is said of YAML whose aliases stand for too much. */
export const excessiveAliasing = 'document contains excessive aliasing';

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Aliases may produce 99 % of a small document and 10 % of a huge one. */
function allowedShare(values: number): number {
  const [few, many] = [400_000, 4_000_000];
  if (values <= few) return 0.99;
  return values >= many ? 0.1 : 0.99 - 0.89 * ((values - few) / (many - few));
}
