import { expect, test } from '@jest/globals';
import { formatFieldError } from '../field-error.js';
import { hasRules } from '../has-rules.js';
import type { JSONSchemaProps } from '../json-schema-props.js';
import { validateListTypes } from '../validate-list-types.js';
import { validateObject, validateStatus } from '../validate-schema.js';

const set: JSONSchemaProps = { type: 'array', 'x-kubernetes-list-type': 'set' };
const map = (more: JSONSchemaProps = {}): JSONSchemaProps => ({
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['a', 'b'],
  ...more,
});

const lists: Record<string, { schema: JSONSchemaProps; value: unknown; want: readonly string[] }> = {
  'a set without a value twice: accepted': { schema: set, value: ['a', 'b'], want: [] },
  'a set with one value three times: each repetition': {
    schema: set,
    value: ['a', 'a', 'a'],
    want: ['l[1]: Duplicate value: "a"', 'l[2]: Duplicate value: "a"'],
  },
  'an atomic list: values may repeat': { schema: { 'x-kubernetes-list-type': 'atomic' }, value: ['a', 'a'], want: [] },
  'a map list with one of two keys the same: accepted': {
    schema: map(),
    value: [
      { a: 1, b: 1 },
      { a: 1, b: 2 },
    ],
    want: [],
  },
  'a map list with both keys the same: only the keys are shown': {
    schema: map(),
    value: [
      { a: 1, b: 1, c: 1 },
      { a: 1, b: 1, c: 2 },
    ],
    want: ['l[1]: Duplicate value: {"a":1,"b":1}'],
  },
  'an item without a key: the key is required': {
    schema: map(),
    value: [{ a: 1 }],
    want: ['l[0].b: Required value'],
  },
  'an item without a key that its schema requires: reported by the schema only': {
    schema: map({ items: { required: ['b'] } }),
    value: [{ a: 1 }],
    want: [],
  },
  'items that are not objects: compared as values': {
    schema: map(),
    value: ['x', 'x'],
    want: ['l[1]: Duplicate value: "x"'],
  },
  'a map list without keys: all items are equal': {
    schema: { 'x-kubernetes-list-type': 'map' },
    value: [{ a: 1 }, { a: 2 }],
    want: ['l[1]: Duplicate value: {}'],
  },
  'a set below an item: found': {
    schema: { items: { properties: { s: set } } },
    value: [{ s: ['a', 'a'] }],
    want: ['l[0].s[1]: Duplicate value: "a"'],
  },
  'a set below a field: found': {
    schema: { properties: { s: set } },
    value: { s: ['a', 'a'], other: ['a', 'a'] },
    want: ['l.s[1]: Duplicate value: "a"'],
  },
};
test.each(Object.entries(lists))('%s', (_, { schema, value, want }) => {
  expect(validateListTypes(schema, value, 'l').map(formatFieldError)).toEqual(want);
});

const rule = { 'x-kubernetes-validations': [{ rule: 'self.status.n < 3', message: 'too many' }] };
const notChecked =
  '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';
const withStatus = (status: JSONSchemaProps, more: JSONSchemaProps = {}): JSONSchemaProps => ({
  type: 'object',
  required: ['spec'],
  properties: { spec: { type: 'object' }, status },
  ...more,
});

const statuses: Record<string, { schema: JSONSchemaProps; object: Record<string, unknown>; want: readonly string[] }> =
  {
    'a field of the status: its path is below status': {
      schema: withStatus({ properties: { n: { type: 'integer' } } }),
      object: { status: { n: 'x' } },
      want: ['status.n: Invalid value: "string": n in body must be of type integer: "string"'],
    },
    'an item of a status that is a list: its path is below status': {
      schema: withStatus({ items: { type: 'integer' } }),
      object: { status: ['x'] },
      want: ['status[0]: Invalid value: "string": [0] in body must be of type integer: "string"'],
    },
    'the type of the status itself: its path is status': {
      schema: withStatus({ type: 'object' }),
      object: { status: 'x' },
      want: ['status: Invalid value: "string":  in body must be of type object: "string"'],
    },
    'anyOf on the status itself: no path': {
      schema: withStatus({ not: {} }),
      object: { status: {} },
      want: ['<nil>: Invalid value: "": "" must not validate the schema (not)'],
    },
    'the spec: not validated': { schema: withStatus({}), object: { status: {} }, want: [] },
    'no status: nothing to validate': { schema: withStatus({ type: 'object' }), object: {}, want: [] },
    'a list of the status: unique': {
      schema: withStatus({ properties: { s: set } }),
      object: { status: { s: ['a', 'a'] } },
      want: ['status.s[1]: Duplicate value: "a"'],
    },
    'the rules of the whole object: evaluated': {
      schema: withStatus({ properties: { n: { type: 'integer' } } }, rule),
      object: { status: { n: 5 } },
      want: ['<nil>: Invalid value: too many'],
    },
    'a schema without a status: only rules': { schema: { type: 'object' }, object: { status: { n: 5 } }, want: [] },
  };
test.each(Object.entries(statuses))('%s', (_, { schema, object, want }) => {
  expect(validateStatus(schema, object).map(formatFieldError)).toEqual(want);
});

test('transition rules of a status see the old object', () => {
  const schema = withStatus({ 'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'is fixed' }] });
  const errors = validateStatus(schema, { status: { n: 1 } }, { oldObject: { status: { n: 2 } } });
  expect(errors.map(formatFieldError)).toEqual(['status: Invalid value: is fixed']);
});

const never: JSONSchemaProps = { 'x-kubernetes-validations': [{ rule: 'false', message: 'never' }] };
const blocking: Record<string, { schema: JSONSchemaProps; value: unknown; want: readonly string[] }> = {
  'an unsupported value: no rule runs': {
    schema: { enum: ['a'], ...never },
    value: 'b',
    want: ['<nil>: Unsupported value: "b": supported values: "a"', notChecked],
  },
  'a missing required field: no rule runs': {
    schema: { required: ['a'], ...never },
    value: {},
    want: ['a: Required value', notChecked],
  },
  'a text that is too long: no rule runs': {
    schema: { maxLength: 1, ...never },
    value: 'ab',
    want: ['<nil>: Too long: may not be more than 1 bytes', notChecked],
  },
  'too many items: no rule runs': {
    schema: { maxItems: 1, ...never },
    value: [1, 2],
    want: ['<nil>: Too many: 2: must have at most 1 item', notChecked],
  },
  'a value that does not match its pattern: rules run': {
    schema: { pattern: '^a', ...never },
    value: 'b',
    want: ['<nil>: Invalid value: "b":  in body should match \'^a\'', '<nil>: Invalid value: "b": never'],
  },
  'a wrong type in a schema without rules: no note about rules': {
    schema: { type: 'string' },
    value: 1,
    want: ['<nil>: Invalid value: "integer":  in body must be of type string: "integer"'],
  },
};
test.each(Object.entries(blocking))('%s', (_, { schema, value, want }) => {
  expect(validateObject(schema, value).map(formatFieldError)).toEqual(want);
});

test('an error elsewhere: no rule runs', () => {
  expect(validateObject(never, {}, { isBlocked: true }).map(formatFieldError)).toEqual([notChecked]);
});

const carriers: Record<string, { schema: JSONSchemaProps; want: boolean }> = {
  'the schema itself': { schema: never, want: true },
  'a property': { schema: { properties: { a: {}, b: never } }, want: true },
  items: { schema: { items: never }, want: true },
  'the values of a map': { schema: { additionalProperties: never }, want: true },
  'an empty list of rules': { schema: { 'x-kubernetes-validations': [] }, want: false },
  nothing: { schema: { properties: { a: {} }, items: {}, additionalProperties: true }, want: false },
};
test.each(Object.entries(carriers))('rules of %s: found', (_, { schema, want }) => {
  expect([hasRules(schema), hasRules(schema)]).toEqual([want, want]);
});
