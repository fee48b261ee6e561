import { type Document, type Node, visit } from 'yaml';
import { excessiveAliasing, excessOf, mostAliases } from '../../../packages/structural-schema/excess.js';

/** What can be found only when aliases are resolved; shaped like a `YAMLError`. */
export interface YamlProblem {
  readonly message: string;
  readonly pos: readonly [start: number];
}

/** The value of a document, unless its aliases lead nowhere or to too much: then the problem. Never throws. */
export function toValue(document: Document): { readonly value: unknown; readonly problem?: YamlProblem } {
  try {
    const value: unknown = document.toJS({ maxAliasCount: mostAliases });
    const excess = excessOf(value);
    return excess ? { value: undefined, problem: { message: excess, pos: startOf(document) } } : { value };
  } catch (error) {
    const place = danglingAlias(document) ?? document.contents;
    const text = error instanceof Error ? error.message : String(error);
    const message = text.startsWith('Excessive alias count') ? excessiveAliasing : text;
    return { value: undefined, problem: { message, pos: [place?.range?.[0] ?? 0] } };
  }
}

const startOf = ({ contents }: Document): [number] => [contents?.range?.[0] ?? 0];

function danglingAlias(document: Document): Node | undefined {
  let found: Node | undefined;
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document)) return undefined;
      found = alias;
      return visit.BREAK;
    },
  });
  return found;
}
