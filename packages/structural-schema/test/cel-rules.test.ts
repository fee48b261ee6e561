import { expect, test } from '@jest/globals';
import { validateRules } from '../cel-rules.js';
import { formatFieldError } from '../field-error.js';
import type { JSONSchemaProps, ValidationRule } from '../json-schema-props.js';

const integer = (...rules: ValidationRule[]): JSONSchemaProps => ({
  type: 'integer',
  'x-kubernetes-validations': rules,
});
const grows: ValidationRule = { rule: 'self >= oldSelf', message: 'may not shrink' };
const positive: ValidationRule = { rule: 'self > 0', message: 'must be positive' };
const byKeys = (keys: string[], more: JSONSchemaProps = {}): JSONSchemaProps => ({
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': keys,
  items: { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' }, n: integer(grows) } },
  ...more,
});

interface Case {
  readonly schema: JSONSchemaProps;
  readonly value: unknown;
  readonly old?: unknown;
  readonly want: readonly unknown[];
}

const where: Record<string, Case> = {
  'an absent value: no rule runs': { schema: integer(positive), value: undefined, want: [] },
  'null: no rule runs': { schema: integer(positive), value: null, want: [] },
  'a list without a schema of its items: only the list is validated': {
    schema: { type: 'array' },
    value: [0],
    want: [],
  },
  'an item: validated with its index': {
    schema: { type: 'array', items: integer(positive) },
    value: [1, 0],
    want: ['spec[1]: Invalid value: 0: must be positive'],
  },
  'a value of a map: validated with its key': {
    schema: { type: 'object', additionalProperties: integer(positive) },
    value: { k: 0 },
    want: ['spec.k: Invalid value: 0: must be positive'],
  },
  'a field that the schema does not know: not validated': { schema: { type: 'object' }, value: { k: 0 }, want: [] },
  'parents come before children': {
    schema: { properties: { n: integer(positive) }, 'x-kubernetes-validations': [{ rule: 'false', message: 'never' }] },
    value: { n: 0 },
    want: ['spec: Invalid value: never', 'spec.n: Invalid value: 0: must be positive'],
  },
};

const transitions: Record<string, Case> = {
  'a property that shrank: compared with the old one': {
    schema: { properties: { n: integer(grows) } },
    value: { n: 1 },
    old: { n: 2 },
    want: ['spec.n: Invalid value: 1: may not shrink'],
  },
  'a property that is new: nothing to compare': {
    schema: { properties: { n: integer(grows) } },
    value: { n: 1 },
    old: {},
    want: [],
  },
  'an old value that was not an object: nothing to compare': {
    schema: { properties: { n: integer(grows) } },
    value: { n: 1 },
    old: 'x',
    want: [],
  },
  'an item of a map list: compared with the item of its key': {
    schema: byKeys(['a']),
    value: [{ a: 'y', n: 1 }],
    old: [
      { a: 'x', n: 0 },
      { a: 'y', n: 2 },
    ],
    want: ['spec[0].n: Invalid value: 1: may not shrink'],
  },
  'an item with two keys: both must be the same': {
    schema: byKeys(['a', 'b']),
    value: [{ a: 'x', b: 'y', n: 1 }],
    old: [{ a: 'x', b: 'z', n: 2 }],
    want: [],
  },
  'an item whose key is new: nothing to compare': {
    schema: byKeys(['a']),
    value: [{ a: 'y', n: 1 }],
    old: [{ a: 'x', n: 2 }],
    want: [],
  },
  'an old item that is not an object: skipped': {
    schema: byKeys(['a']),
    value: [{ a: 'x', n: 1 }],
    old: [null, { a: 'x', n: 2 }],
    want: ['spec[0].n: Invalid value: 1: may not shrink'],
  },
  'an item of an atomic list: never compared': {
    schema: byKeys(['a'], { 'x-kubernetes-list-type': 'atomic' }),
    value: [{ a: 'x', n: 1 }],
    old: [{ a: 'x', n: 2 }],
    want: [],
  },
  'a map list that was not a list: nothing to compare': {
    schema: byKeys(['a']),
    value: [{ a: 'x', n: 1 }],
    old: { a: 'x' },
    want: [],
  },
};

const messages: Record<string, Case> = {
  'a rule without a message: the rule itself, trimmed': {
    schema: integer({ rule: ' self > 0 ' }),
    value: 0,
    want: ['spec: Invalid value: 0: failed rule: self > 0'],
  },
  'a rule that is not CEL: the error says so': {
    schema: integer({ rule: 'self >' }),
    value: 0,
    want: [expect.stringMatching(/^spec: Invalid value: rule compile error: [^\n]+$/)],
  },
  'a rule that fails: its message names it': {
    schema: { properties: { a: {} }, 'x-kubernetes-validations': [{ rule: 'self.a > 1', message: 'a is large' }] },
    value: {},
    want: ['spec: Invalid value: no such key: a evaluating rule: a is large'],
  },
  'a message expression that is not CEL: the message': {
    schema: integer({ rule: 'false', message: 'plain', messageExpression: '"a" +' }),
    value: 0,
    want: ['spec: Invalid value: 0: plain'],
  },
  'a message expression that fails: the message': {
    schema: integer({ rule: 'false', message: 'plain', messageExpression: 'string(1 / (self - self))' }),
    value: 0,
    want: ['spec: Invalid value: 0: plain'],
  },
  'a message expression of blanks: the message': {
    schema: integer({ rule: 'false', message: 'plain', messageExpression: '"  "' }),
    value: 0,
    want: ['spec: Invalid value: 0: plain'],
  },
  'a message expression of two lines: the message': {
    schema: integer({ rule: 'false', message: 'plain', messageExpression: '"a\\nb"' }),
    value: 0,
    want: ['spec: Invalid value: 0: plain'],
  },
  'a message expression that is not text: the message': {
    schema: integer({ rule: 'false', message: 'plain', messageExpression: 'self' }),
    value: 0,
    want: ['spec: Invalid value: 0: plain'],
  },
  'reason Forbidden: no value': {
    schema: integer({ rule: 'false', message: 'no', reason: 'FieldValueForbidden' }),
    value: 7,
    want: ['spec: Forbidden: no'],
  },
  'reason Required: no value': {
    schema: integer({ rule: 'false', message: 'give one', reason: 'FieldValueRequired' }),
    value: 7,
    want: ['spec: Required value: give one'],
  },
  'reason Duplicate: only the value': {
    schema: integer({ rule: 'false', message: 'twice', reason: 'FieldValueDuplicate' }),
    value: 7,
    want: ['spec: Duplicate value: 7'],
  },
};

test.each(Object.entries({ ...where, ...transitions, ...messages }))('%s', (_, { schema, value, old, want }) => {
  expect(validateRules(schema, value, old, 'spec').map(formatFieldError)).toEqual(want);
});

test('a fieldPath at the root of the object: without the first dot', () => {
  const schema = { 'x-kubernetes-validations': [{ rule: 'false', message: 'no', fieldPath: '.spec.a' }] };
  expect(validateRules(schema, {}).map(formatFieldError)).toEqual(['spec.a: Invalid value: no']);
});
