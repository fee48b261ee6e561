import { typeLines } from './generated/types.js';
import { type Spanned, spanned } from './spanned.js';

const parsed = new Map<string, ReadonlyMap<string, Spanned>>();

/** The fields of a type by name; undefined for one that has no fields of its own. */
export function fieldsOf(type: string): ReadonlyMap<string, Spanned> | undefined {
  const known = parsed.get(type);
  if (known) return known;
  const line = lineOf(type);
  if (line === undefined) return undefined;
  const fields = new Map(line.split(' ').slice(1).map(fieldOf));
  parsed.set(type, fields);
  return fields;
}

/** By search: an object has few types, and there are about a thousand. */
function lineOf(type: string): string | undefined {
  const start = typeLines.indexOf(`\n${type} `) + 1;
  return start === 0 ? undefined : typeLines.slice(start, typeLines.indexOf('\n', start));
}

function fieldOf(word: string): [string, Spanned] {
  const colon = word.indexOf(':');
  return [word.slice(0, colon), spanned(word.slice(colon + 1))];
}
