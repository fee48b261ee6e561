import { expect, test } from '@jest/globals';
import { applyDefaults } from '../apply-defaults.js';
import { isJsonObject, type JSONSchemaProps, schemaOfField } from '../json-schema-props.js';
import { pruneUnknown } from '../prune-unknown.js';

const resource = { apiVersion: 'v1', kind: 'A', metadata: { any: 1 }, spec: 1 };
const kept = { apiVersion: 'v1', kind: 'A', metadata: { any: 1 } };
const embedded: JSONSchemaProps = { type: 'object', 'x-kubernetes-embedded-resource': true };

const cases: Record<string, { schema: JSONSchemaProps; value: object; want: object; dropped: readonly string[] }> = {
  'a list without a schema of its items: items are kept': {
    schema: { properties: { l: { type: 'array' } } },
    value: { l: [{ a: 1 }] },
    want: { l: [{ a: 1 }] },
    dropped: [],
  },
  'a map of anything: its values are kept': {
    schema: { properties: { m: { additionalProperties: true } } },
    value: { m: { a: { b: 1 } } },
    want: { m: { a: { b: 1 } } },
    dropped: [],
  },
  'metadata of an object that is not a resource: dropped': {
    schema: { properties: { o: { type: 'object' } } },
    value: { o: resource },
    want: { o: {} },
    dropped: ['o.apiVersion', 'o.kind', 'o.metadata', 'o.spec'],
  },
  'an embedded resource: its metadata is kept': {
    schema: { properties: { o: embedded } },
    value: { o: resource },
    want: { o: kept },
    dropped: ['o.spec'],
  },
  'a list of embedded resources: their metadata is kept': {
    schema: { properties: { l: { type: 'array', items: embedded } } },
    value: { l: [resource] },
    want: { l: [kept] },
    dropped: ['l[0].spec'],
  },
  'a list of other objects: metadata is dropped': {
    schema: { properties: { l: { type: 'array', items: { type: 'object' } } } },
    value: { l: [{ kind: 'A' }] },
    want: { l: [{}] },
    dropped: ['l[0].kind'],
  },
  'a known field next to preserved ones: pruned by its own schema': {
    schema: { 'x-kubernetes-preserve-unknown-fields': true, properties: { o: { type: 'object' } } },
    value: { o: { a: 1 }, other: { a: 1 } },
    want: { o: {}, other: { a: 1 } },
    dropped: ['o.a'],
  },
};
test.each(Object.entries(cases))('%s', (_, { schema, value, want, dropped }) => {
  expect(pruneUnknown(schema, value)).toEqual({ value: want, unknown: dropped });
});

test('a default is copied', () => {
  const schema: JSONSchemaProps = { properties: { a: { default: { list: [] } } } };
  const [first, second] = [applyDefaults(schema, {}), applyDefaults(schema, {})] as { a?: object }[];
  expect(first).toEqual({ a: { list: [] } });
  expect(first?.a).not.toBe(second?.a);
});

test('a field without a default stays absent, and an unknown field stays', () => {
  expect(applyDefaults({ properties: { a: {} } }, { b: null })).toEqual({ b: null });
  expect(Object.keys(applyDefaults({ properties: { a: {} } }, {}))).toEqual([]);
});

test('a list without a schema of its items stays', () => {
  expect(applyDefaults({ type: 'array' }, [{ a: null }])).toEqual([{ a: null }]);
});

test('a property takes precedence over additionalProperties; inherited names are not properties', () => {
  const schema: JSONSchemaProps = { properties: { a: { type: 'string' } }, additionalProperties: { type: 'integer' } };
  expect(schemaOfField(schema, 'a')).toEqual({ type: 'string' });
  expect(schemaOfField(schema, 'toString')).toEqual({ type: 'integer' });
  expect(schemaOfField({ additionalProperties: true }, 'a')).toBeUndefined();
});

test.each([
  [{}, true],
  [[], false],
  [null, false],
  ['x', false],
])('%j is a JSON object: %s', (value, want) => {
  expect(isJsonObject(value)).toBe(want);
});
