import { childPath } from '../../packages/structural-schema/field-error.js';
import { isJsonObject } from '../../packages/structural-schema/json-schema-props.js';

/** A text somewhere in an object. */
export interface LocatedText {
  readonly path: string;
  readonly text: string;
}

/** All texts of a value, keys of mappings included, in its order. */
export function textsOf(value: unknown, path = ''): LocatedText[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsOf(item, `${path}[${index}]`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    { path, text: key },
    ...textsOf(child, childPath(path, key)),
  ]);
}
