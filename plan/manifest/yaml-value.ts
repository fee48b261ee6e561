import { type Document, type Node, visit } from 'yaml';

/** What can be found only when aliases are resolved; shaped like a `YAMLError`. */
export class YamlFault extends Error {
  readonly pos: readonly [start: number];

  constructor(message: string, start: number) {
    super(message);
    this.pos = [start];
  }
}

/** The value of a document. Aliases that lead nowhere, or to too much, are a fault; never throws. */
export function toValue(document: Document): unknown {
  try {
    return document.toJS();
  } catch (error) {
    const start = danglingAlias(document) ?? document.contents;
    return new YamlFault(error instanceof Error ? error.message : String(error), start?.range?.[0] ?? 0);
  }
}

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
