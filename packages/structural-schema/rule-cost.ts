import { celEnvironment } from './cel-environment.js';
import { isJsonObject, type JSONSchemaProps, schemaOfField } from './json-schema-props.js';

/** @source kubernetes: StaticEstimatedCostLimit in staging/src/k8s.io/apiextensions-apiserver */
const mostCost = 10_000_000;
/** A list or map without a limit is taken for as many items as fit into a request. */
const unlimitedItems = 1_000_000;

/**
 * Why a rule is too costly for an API server; undefined when it may be used. Counts only how often the bodies of loops run, so it
 * refuses less than a real server: nested loops over lists without `maxItems`.
 *
 * @param values how often the rule is evaluated at most
 */
export function ruleCostProblem(schema: JSONSchemaProps, expression: string, values: number): string | undefined {
  const factor = (values * loopsIn(celEnvironment().parse(expression).ast, new Map([['self', schema]]))) / mostCost;
  if (factor <= 1) return undefined;
  const shown = factor > 100 ? 'more than 100x' : `${factor.toFixed(1)}x`;
  return `estimated rule cost exceeds budget by factor of ${shown} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)`;
}

/** The most items that a list or map of a schema has; 1 for anything else. */
export function mostItems(schema: JSONSchemaProps | undefined): number {
  if (schema?.items) return schema.maxItems ?? unlimitedItems;
  return typeof schema?.additionalProperties === 'object' ? (schema.maxProperties ?? unlimitedItems) : 1;
}

type Scope = ReadonlyMap<string, JSONSchemaProps | undefined>;

const loops: ReadonlySet<unknown> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/** How often the bodies of all loops below a node run at most. Nodes are `{ op, args }`. */
function loopsIn(node: unknown, scope: Scope): number {
  if (Array.isArray(node)) return node.reduce<number>((sum, child) => sum + loopsIn(child, scope), 0);
  if (!isJsonObject(node)) return 0;
  const { op, args } = node;
  if (op !== 'rcall' || !Array.isArray(args) || !loops.has(args[0]) || !Array.isArray(args[2]))
    return loopsIn(args, scope);
  const [variable, ...bodies] = args[2] as readonly unknown[];
  const list = schemaOf(args[1], scope);
  const inside = new Map([...scope, [nameOf(variable), list?.items]]);
  return loopsIn(args[1], scope) + mostItems(list) * (1 + loopsIn(bodies, inside));
}

const nameOf = (node: unknown): string => (isJsonObject(node) && node.op === 'id' ? String(node.args) : '');

/** Undefined for what no schema describes, such as a literal or the result of a function. */
function schemaOf(node: unknown, scope: Scope): JSONSchemaProps | undefined {
  if (!isJsonObject(node)) return undefined;
  if (node.op === 'id') return scope.get(String(node.args));
  if (node.op !== '.' || !Array.isArray(node.args)) return undefined;
  const parent = schemaOf(node.args[0], scope);
  return parent && schemaOfField(parent, String(node.args[1]));
}
