import { childPath } from '../../packages/structural-schema/field-error.js';
import { isJsonObject } from '../../packages/structural-schema/json-schema-props.js';

/** A text somewhere in an object. */
export interface LocatedText {
  readonly path: string;
  readonly text: string;
}

/**
 * The texts of a value that a test holds for, keys of mappings included, in its order. Almost no object has one, so paths are
 * made only where there is one.
 */
export const textsWhere = (value: unknown, test: (text: string) => boolean): LocatedText[] =>
  someText(value, test) ? textsOf(value, '').filter(({ text }) => test(text)) : [];

function someText(value: unknown, test: (text: string) => boolean): boolean {
  if (typeof value === 'string') return test(value);
  if (Array.isArray(value)) return value.some((item) => someText(item, test));
  return isJsonObject(value) && Object.keys(value).some((key) => test(key) || someText(value[key], test));
}

function textsOf(value: unknown, path: string): LocatedText[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsOf(item, `${path}[${index}]`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    { path, text: key },
    ...textsOf(child, childPath(path, key)),
  ]);
}
