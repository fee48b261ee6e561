import { expect, test } from '@jest/globals';
import { celValue } from '../cel-value.js';
import type { JSONSchemaProps } from '../json-schema-props.js';

const properties = (...names: string[]): JSONSchemaProps => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
});

const cases: Record<string, { schema: JSONSchemaProps | undefined; value: unknown; want: unknown }> = {
  'an integer: of 64 bits': { schema: { type: 'integer' }, value: 3, want: 3n },
  'an integer without a schema: of 64 bits': { schema: undefined, value: 3, want: 3n },
  'a whole number where numbers are allowed: a double': { schema: { type: 'number' }, value: 3, want: 3 },
  'a fraction: a double': { schema: { type: 'integer' }, value: 1.5, want: 1.5 },
  'a list: each by the schema of items': {
    schema: { type: 'array', items: { type: 'number' } },
    value: [1, 2],
    want: [1, 2],
  },
  'a list without a schema: integers': { schema: undefined, value: [1], want: [1n] },
  'null: null': { schema: { nullable: true }, value: null, want: null },
  'a property: by its own schema': {
    schema: { properties: { a: { type: 'number' }, b: { type: 'integer' } } },
    value: { a: 1, b: 1 },
    want: { a: 1, b: 1n },
  },
  'a dash in a property: escaped': { schema: properties('a-b'), value: { 'a-b': 'x' }, want: { a__dash__b: 'x' } },
  'a dot in a property: escaped': { schema: properties('a.b'), value: { 'a.b': 'x' }, want: { a__dot__b: 'x' } },
  'a slash in a property: escaped': { schema: properties('a/b'), value: { 'a/b': 'x' }, want: { a__slash__b: 'x' } },
  'two underscores: escaped': { schema: properties('a__b'), value: { a__b: 'x' }, want: { a__underscores__b: 'x' } },
  'a key of a map: unchanged': {
    schema: { type: 'object', additionalProperties: { type: 'number' } },
    value: { 'a-b': 1, in: 2 },
    want: { 'a-b': 1, in: 2 },
  },
  'an unknown field: unchanged': { schema: properties(), value: { 'a-b': 'x' }, want: { 'a-b': 'x' } },
};
test.each(Object.entries(cases))('%s', (_, { schema, value, want }) => {
  expect(celValue(schema, value)).toEqual(want);
});

// https://kubernetes.io/docs/reference/using-api/cel/#escaping
const keywords =
  'true false null in as break const continue else for function if import let loop package namespace return var void while';
test.each(keywords.split(' '))('the keyword %s as a property: escaped', (name) => {
  expect(celValue(properties(name), { [name]: 'x' })).toEqual({ [`__${name}__`]: 'x' });
});
