import { expect, test } from '@jest/globals';
import { applyDefaults } from '../apply-defaults.js';
import type { JSONSchemaProps } from '../json-schema-props.js';
import { pruneUnknown } from '../prune-unknown.js';

const text: JSONSchemaProps = { type: 'string' };
const object = (properties: Record<string, JSONSchemaProps>, more: JSONSchemaProps = {}): JSONSchemaProps => ({
  type: 'object',
  properties,
  ...more,
});

const defaults: Record<string, { schema: JSONSchemaProps; value: object; want: object }> = {
  'an absent field: filled in': { schema: object({ a: { ...text, default: 'x' } }), value: {}, want: { a: 'x' } },
  'a given field: stays': { schema: object({ a: { ...text, default: 'x' } }), value: { a: 'y' }, want: { a: 'y' } },
  'a default below an absent object: not filled in': {
    schema: object({ a: object({ b: { ...text, default: 'x' } }) }),
    value: {},
    want: {},
  },
  'a default below a default: filled in': {
    schema: object({ a: object({ b: { ...text, default: 'x' } }, { default: {} }) }),
    value: {},
    want: { a: { b: 'x' } },
  },
  'items of a list: each filled in': {
    schema: object({ l: { type: 'array', items: object({ a: { ...text, default: 'x' } }) } }),
    value: { l: [{}, { a: 'y' }] },
    want: { l: [{ a: 'x' }, { a: 'y' }] },
  },
  'values of a map: each filled in': {
    schema: object({ m: { type: 'object', additionalProperties: object({ a: { ...text, default: 'x' } }) } }),
    value: { m: { k: {} } },
    want: { m: { k: { a: 'x' } } },
  },
  'null where not nullable: the default instead': {
    schema: object({ a: { ...text, default: 'x' } }),
    value: { a: null },
    want: { a: 'x' },
  },
  'null where not nullable, no default: dropped': { schema: object({ a: text }), value: { a: null }, want: {} },
  'null where nullable: stays': {
    schema: object({ a: { ...text, nullable: true } }),
    value: { a: null },
    want: { a: null },
  },
};

test.each(Object.entries(defaults))('%s', (_, { schema, value, want }) => {
  expect(applyDefaults(schema, value)).toEqual(want);
});

const unknown: Record<string, { schema: JSONSchemaProps; value: object; want: object; dropped: readonly string[] }> = {
  'an unknown field: dropped and listed': {
    schema: object({ spec: object({ a: text }) }),
    value: { spec: { a: 'x', b: 1 } },
    want: { spec: { a: 'x' } },
    dropped: ['spec.b'],
  },
  'below a list: listed with its index': {
    schema: object({ l: { type: 'array', items: object({ a: text }) } }),
    value: { l: [{ a: 'x' }, { b: 1 }] },
    want: { l: [{ a: 'x' }, {}] },
    dropped: ['l[1].b'],
  },
  'where unknown fields are preserved: kept': {
    schema: object({ spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } }),
    value: { spec: { b: { c: 1 } } },
    want: { spec: { b: { c: 1 } } },
    dropped: [],
  },
  'a map: its keys are data': {
    schema: object({ m: { type: 'object', additionalProperties: text } }),
    value: { m: { any: 'x' } },
    want: { m: { any: 'x' } },
    dropped: [],
  },
  'apiVersion, kind and metadata: kept': {
    schema: object({}),
    value: { apiVersion: 'v1', kind: 'A', metadata: { name: 'a' } },
    want: { apiVersion: 'v1', kind: 'A', metadata: { name: 'a' } },
    dropped: [],
  },
};

test.each(Object.entries(unknown))('%s', (_, { schema, value, want, dropped }) => {
  expect(pruneUnknown(schema, value)).toEqual({ value: want, unknown: dropped });
});
