import { typeLines } from './generated/types.js';
import { type Spanned, spanned } from './spanned.js';

let lines: ReadonlyMap<string, string> | undefined;
const parsed = new Map<string, ReadonlyMap<string, Spanned>>();

/** The fields of a type by name; undefined for one that has no fields of its own. */
export function fieldsOf(type: string): ReadonlyMap<string, Spanned> | undefined {
  const known = parsed.get(type);
  if (known) return known;
  lines ??= linesByName();
  const line = lines.get(type);
  if (line === undefined) return undefined;
  const fields = new Map(line.split(' ').slice(1).map(fieldOf));
  parsed.set(type, fields);
  return fields;
}

const linesByName = (): ReadonlyMap<string, string> =>
  new Map(
    typeLines
      .trim()
      .split('\n')
      .map((line) => [line.split(' ', 1)[0] ?? '', line]),
  );

function fieldOf(word: string): [string, Spanned] {
  const colon = word.indexOf(':');
  return [word.slice(0, colon), spanned(word.slice(colon + 1))];
}
