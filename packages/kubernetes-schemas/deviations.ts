import { childPath } from '../structural-schema/field-error.js';
import { isJsonObject } from '../structural-schema/json-schema-props.js';
import { builtinKind } from './builtin-kind.js';
import { fieldsOf } from './field-types.js';
import type { Minors, Spanned } from './spanned.js';

/** Where an object differs from what its kind says. */
export type Deviation =
  | {
      readonly path: string;
      readonly kind: 'UnknownField';
      readonly field: string;
      readonly siblings: readonly string[];
    }
  /** A field that not all known versions have. */
  | ({ readonly path: string; readonly kind: 'SomeVersions' } & Minors)
  | { readonly path: string; readonly kind: 'WrongType'; readonly wanted: string };

interface HeadedObject {
  readonly apiVersion: string;
  readonly kind: string;
}

/** All deviations of an object, in its own order; empty for kinds that are neither built in nor Tekton's. */
export function deviations(object: HeadedObject): Deviation[] {
  const known = builtinKind(object.apiVersion, object.kind);
  return known ? ofValue(known.type, object, '') : [];
}

function ofValue(type: string, value: unknown, path: string): Deviation[] {
  if (value === null || value === undefined || type === '*') return [];
  const wanted = wantedOf(type);
  if (!wanted.accepts(value)) return [{ path, kind: 'WrongType', wanted: wanted.words }];
  const inner = type.slice(2);
  if (Array.isArray(value)) return value.flatMap((item, index) => ofValue(inner, item, `${path}[${index}]`));
  if (!isJsonObject(value)) return [];
  const entries = Object.entries(value);
  if (type.startsWith('{}')) return entries.flatMap(([key, child]) => ofValue(inner, child, childPath(path, key)));
  const fields = fieldsOf(type);
  return fields ? entries.flatMap((entry) => ofField(fields, entry, path)) : [];
}

function ofField(fields: Fields, [field, value]: [string, unknown], parent: string): Deviation[] {
  const path = childPath(parent, field);
  const known = fields.get(field);
  if (!known) return [{ path, kind: 'UnknownField', field, siblings: [...fields.keys()] }];
  const { minors, type } = known;
  return [...(minors ? [{ path, kind: 'SomeVersions' as const, ...minors }] : []), ...ofValue(type, value, path)];
}

type Fields = ReadonlyMap<string, Spanned>;

interface Wanted {
  readonly words: string;
  readonly accepts: (value: unknown) => boolean;
}

const scalars: Readonly<Record<string, Wanted>> = {
  s: { words: 'must be a string; write it in quotes', accepts: (value) => typeof value === 'string' },
  i: { words: 'must be a whole number, without quotes', accepts: Number.isInteger },
  n: { words: 'must be a number, without quotes', accepts: (value) => typeof value === 'number' },
  b: { words: 'must be true or false, without quotes', accepts: (value) => typeof value === 'boolean' },
  q: {
    words: 'must be a number or a string',
    accepts: (value) => typeof value === 'string' || typeof value === 'number',
  },
};

const list: Wanted = { words: 'must be a list', accepts: Array.isArray };
const mapping: Wanted = { words: 'must be a mapping', accepts: isJsonObject };

const wantedOf = (type: string): Wanted => scalars[type] ?? (type.startsWith('[]') ? list : mapping);
