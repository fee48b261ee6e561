import type { JsonObject } from '../../../packages/structural-schema/json-schema-props.js';
import { blockScalar } from './block-scalar.js';
import { NotPlain, notPlain } from './not-plain.js';
import { endOfBlock, lineFrom, type PlainLines, plainLines } from './plain-lines.js';
import { detached, plainKey, scalarReader } from './plain-scalar.js';

/** Reads a document of YAML; undefined for one that is not plain. */
export type PlainReader = (text: string) => unknown;

/**
 * A reader for YAML as tools write it: blocks of mappings and lists, scalars of one line, literal blocks. It remembers the values
 * of blocks, which the Jobs of a run have in common: they are read once, and are one object, so that 10,000 Jobs take the time and the
 * memory of what they do not share. It never guesses: whatever is not plain is left to the whole reader.
 *
 * What it returns must not be changed.
 */
export function plainReader(): PlainReader {
  const blocks = new PlainBlocks();
  return (text) => {
    try {
      return blocks.document(detached(text));
    } catch (error) {
      if (error instanceof NotPlain) return undefined;
      throw error;
    }
  };
}

/** Enough for what Jobs have in common; the rest of a Job is seen once. */
const mostRemembered = 4096;

/** Blocks below the same key are mostly alike or mostly different; asking for long ones that are different takes time. */
class Usefulness {
  readonly #found = new Map<string, { hits: number; misses: number }>();

  of(key: string): { hits: number; misses: number } {
    const known = this.#found.get(key);
    if (known) return known;
    const none = { hits: 0, misses: 0 };
    this.#found.set(key, none);
    return none;
  }
}
const deepest = 60;

class PlainBlocks {
  readonly #scalar = scalarReader();
  /** By their texts: below keys, and behind the mark of a list. One text may be both, and is a list or an item of it then. */
  readonly #usefulness = new Usefulness();
  readonly #remembered = { block: new Map<string, unknown>(), item: new Map<string, unknown>() };

  document(text: string): unknown {
    const lines = plainLines(text);
    const first = lines.indents.findIndex((indent) => indent !== -1);
    // Without a last line break, a literal block at the end has none either.
    if (first < 0 || !text.endsWith('\n') || lines.indents[first] !== 0) return notPlain();
    return this.#mapping(lines, { from: first, to: lines.count, indent: 0, depth: 0 });
  }

  /** A mapping or a list, remembered. @param name of the key that it is below */
  #block(lines: PlainLines, as: 'block' | 'item', name: string, { from, to, depth }: Omit<Place, 'indent'>): unknown {
    if (depth > deepest) return notPlain();
    const { text, starts, indents } = lines;
    const place = { from, to, indent: indents[from] ?? 0, depth };
    const read = () =>
      isItem(lines, from, place.indent) ? this.#list(lines, place, name) : this.#mapping(lines, place);
    const useful = this.#usefulness.of(`${as} ${depth} ${name}`);
    if (useful.misses > 32 && useful.hits * 4 < useful.misses) return read();
    const remembered = this.#remembered[as];
    const key = text.slice(starts[from], starts[to]);
    const known = remembered.get(key);
    if (known !== undefined) {
      useful.hits += 1;
      return known;
    }
    useful.misses += 1;
    const value = read();
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(key, value);
    return value;
  }

  #mapping(lines: PlainLines, { from, to, indent, depth }: Place): JsonObject {
    const found: Record<string, unknown> = {};
    let line = from;
    while (line < to) {
      if (lines.indents[line] === -1) {
        line += 1;
        continue;
      }
      if (lines.indents[line] !== indent) return notPlain();
      const [written, rest] = entryOf(lineFrom(lines, line, indent));
      const key = plainKey(written);
      if (Object.hasOwn(found, key)) return notPlain();
      const end = valueEnd(lines, line + 1, to, indent);
      found[key] = this.#value(lines, key, rest, { from: line + 1, to: end, indent, depth });
      line = end;
    }
    return found;
  }

  /** @param rest what follows the key in its line */
  #value(lines: PlainLines, key: string, rest: string, { from, to, depth }: Place): unknown {
    if (rest.startsWith('|')) return blockScalar(lines, rest, from, to);
    const first = firstWritten(lines, from, to);
    if (rest === '')
      return first === undefined ? null : this.#block(lines, 'block', key, { from: first, to, depth: depth + 1 });
    return first === undefined ? this.#scalar(rest) : notPlain();
  }

  #list(lines: PlainLines, { from, to, indent, depth }: Place, name: string): unknown[] {
    const found: unknown[] = [];
    let line = from;
    while (line < to) {
      if (lines.indents[line] === -1) {
        line += 1;
        continue;
      }
      if (!isItem(lines, line, indent)) return notPlain();
      const end = endOfBlock(lines, line + 1, to, indent);
      found.push(this.#item(lines, { from: line, to: end, indent, depth }, name));
      line = end;
    }
    return found;
  }

  #item(lines: PlainLines, { from, to, indent, depth }: Place, name: string): unknown {
    const rest = lineFrom(lines, from, indent + 2);
    if (rest === '' || rest.startsWith(' ')) return notPlain();
    if (rest.startsWith('|')) return blockScalar(lines, rest, from + 1, to);
    if (isEntry(rest) || rest.startsWith('- ')) {
      // What follows the mark is as if it were in a line of its own.
      lines.indents[from] = indent + 2;
      return this.#block(lines, 'item', name, { from, to, depth: depth + 1 });
    }
    return firstWritten(lines, from + 1, to) === undefined ? this.#scalar(rest) : notPlain();
  }
}

interface Place {
  readonly from: number;
  readonly to: number;
  readonly indent: number;
  readonly depth: number;
}

const isItem = (lines: PlainLines, line: number, indent: number): boolean =>
  lines.indents[line] === indent && lineFrom(lines, line, indent).startsWith('- ');

/** A list may be as far to the left as its key. */
function valueEnd(lines: PlainLines, from: number, to: number, indent: number): number {
  const end = endOfBlock(lines, from, to, indent);
  if (end !== from && firstWritten(lines, from, end) !== undefined) return end;
  let line = end;
  while (line < to && isItem(lines, line, indent)) line = endOfBlock(lines, line + 1, to, indent);
  return line;
}

function firstWritten({ indents }: PlainLines, from: number, to: number): number | undefined {
  for (let line = from; line < to; line += 1) if (indents[line] !== -1) return line;
  return undefined;
}

const entry = /^("[^"\\]*"|'[^']*'|[\w./-]+):(?: (.*))?$/s;

const isEntry = (text: string): boolean => entry.test(text);

function entryOf(text: string): readonly [key: string, rest: string] {
  const [, key, rest = ''] = entry.exec(text) ?? [];
  return key === undefined ? notPlain() : [key, rest];
}
