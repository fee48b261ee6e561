import { expect, test } from '@jest/globals';
import { formatFieldError } from '../field-error.js';
import type { JSONSchemaProps } from '../json-schema-props.js';
import { validateValue } from '../validate-value.js';

interface Case {
  readonly schema: JSONSchemaProps;
  readonly value: unknown;
  readonly want: readonly string[];
}

const wrongType = (found: string, wanted: string) =>
  `spec: Invalid value: "${found}": spec in body must be of type ${wanted}: "${found}"`;

const types: Record<string, Case> = {
  'no type: anything': { schema: {}, value: [1, 'a'], want: [] },
  'no type and nullable: anything': { schema: { nullable: true }, value: 1, want: [] },
  'null with other constraints: only its type is validated': {
    schema: { enum: ['a'], nullable: true, type: 'string' },
    value: null,
    want: [],
  },
  'another type where null is allowed: both are named': {
    schema: { type: 'string', nullable: true },
    value: 1,
    want: [wrongType('integer', 'string,null')],
  },
  'a boolean for a number: refused': {
    schema: { type: 'number' },
    value: true,
    want: [wrongType('boolean', 'number')],
  },
  'an integer for a string: refused': { schema: { type: 'string' }, value: 1, want: [wrongType('integer', 'string')] },
  'an integer where int or string is allowed: accepted': {
    schema: { 'x-kubernetes-int-or-string': true },
    value: 1,
    want: [],
  },
  'a list for an object: array': { schema: { type: 'object' }, value: [], want: [wrongType('array', 'object')] },
};

const strings: Record<string, Case> = {
  'as long as maxLength: accepted': { schema: { maxLength: 2 }, value: 'ab', want: [] },
  'characters, not UTF-16 units, are counted': { schema: { maxLength: 2 }, value: '😀😀', want: [] },
  'characters, not UTF-16 units, are counted for minLength': {
    schema: { minLength: 2 },
    value: '😀',
    want: ['spec: Invalid value: "😀": spec in body should be at least 2 chars long'],
  },
  'as long as minLength: accepted': { schema: { minLength: 2 }, value: 'ab', want: [] },
  'shorter than minLength: reported': {
    schema: { minLength: 2, maxLength: 5 },
    value: 'a',
    want: ['spec: Invalid value: "a": spec in body should be at least 2 chars long'],
  },
  'too long and not matching the pattern: only the length is reported': {
    schema: { maxLength: 1, pattern: '^x' },
    value: 'ab',
    want: ['spec: Too long: may not be more than 1 bytes'],
  },
  'a matching pattern: accepted': { schema: { pattern: '^a' }, value: 'ab', want: [] },
  'a pattern counts characters, not UTF-16 units': { schema: { pattern: '^.$' }, value: '😀', want: [] },
  'a pattern that is invalid with u: compiled without': {
    schema: { pattern: '^a\\-b$' },
    value: 'a-c',
    want: ['spec: Invalid value: "a-c": spec in body should match \'^a\\-b$\''],
  },
  'an invalid pattern: any value is accepted': { schema: { pattern: '(' }, value: 'x', want: [] },
  'a known format: validated': {
    schema: { format: 'uri' },
    value: 'no uri',
    want: ['spec: Invalid value: "no uri": spec in body must be of type uri: "no uri"'],
  },
  'a value of a known format: accepted': { schema: { format: 'uri' }, value: 'https://a', want: [] },
  'a pattern and a format: both are reported': {
    schema: { format: 'uri', pattern: '^x' },
    value: 'no uri',
    want: [
      'spec: Invalid value: "no uri": spec in body should match \'^x\'',
      'spec: Invalid value: "no uri": spec in body must be of type uri: "no uri"',
    ],
  },
};

const numbers: Record<string, Case> = {
  'at the maximum: accepted': { schema: { maximum: 3 }, value: 3, want: [] },
  'above the maximum: reported': {
    schema: { maximum: 3 },
    value: 4,
    want: ['spec: Invalid value: 4: spec in body should be less than or equal to 3'],
  },
  'at an exclusive maximum: reported': {
    schema: { maximum: 3, exclusiveMaximum: true },
    value: 3,
    want: ['spec: Invalid value: 3: spec in body should be less than 3'],
  },
  'below an exclusive maximum: accepted': { schema: { maximum: 3, exclusiveMaximum: true }, value: 2, want: [] },
  'at the minimum: accepted': { schema: { minimum: 3 }, value: 3, want: [] },
  'at an exclusive minimum: reported': {
    schema: { minimum: 3, exclusiveMinimum: true },
    value: 3,
    want: ['spec: Invalid value: 3: spec in body should be greater than 3'],
  },
  'above an exclusive minimum: accepted': { schema: { minimum: 3, exclusiveMinimum: true }, value: 4, want: [] },
  'a multiple: accepted': { schema: { multipleOf: 3 }, value: 9, want: [] },
  'not a multiple: reported': {
    schema: { multipleOf: 3 },
    value: 10,
    want: ['spec: Invalid value: 10: spec in body should be a multiple of 3'],
  },
  'the lowest of int32: accepted': { schema: { type: 'integer', format: 'int32' }, value: -(2 ** 31), want: [] },
  'one below the lowest of int32: reported': {
    schema: { type: 'integer', format: 'int32' },
    value: -(2 ** 31) - 1,
    want: ['<nil>: Invalid value: "": Checked value must be of type integer with format int32 in spec'],
  },
  'the highest of int32: accepted': { schema: { type: 'integer', format: 'int32' }, value: 2 ** 31 - 1, want: [] },
  'one above the highest of int32: reported': {
    schema: { type: 'integer', format: 'int32' },
    value: 2 ** 31,
    want: ['<nil>: Invalid value: "": Checked value must be of type integer with format int32 in spec'],
  },
  'a large integer of no format: accepted': { schema: { type: 'integer' }, value: 2 ** 40, want: [] },
  'a large integer of int64: accepted': { schema: { type: 'integer', format: 'int64' }, value: 2 ** 40, want: [] },
  'a fraction for a number of int32: not an integer, not validated as one': {
    schema: { type: 'number', format: 'int32' },
    value: 1.5,
    want: [],
  },
};

const lists: Record<string, Case> = {
  'a list without a schema of its items: items are not validated': { schema: { type: 'array' }, value: [1], want: [] },
  'as many as minItems: accepted': { schema: { minItems: 1 }, value: [1], want: [] },
  'fewer than minItems: reported': {
    schema: { minItems: 2 },
    value: [1],
    want: ['spec: Invalid value: 1: spec in body should have at least 2 items'],
  },
  'as many as maxItems: accepted': { schema: { maxItems: 1 }, value: [1], want: [] },
  'more than maxItems: reported, in the plural': {
    schema: { maxItems: 2 },
    value: [1, 2, 3],
    want: ['spec: Too many: 3: must have at most 2 items'],
  },
  'items come before the list': {
    schema: { maxItems: 1, items: { type: 'string' } },
    value: ['a', 1],
    want: [
      'spec[1]: Invalid value: "integer": spec[1] in body must be of type string: "integer"',
      'spec: Too many: 2: must have at most 1 item',
    ],
  },
};

const objects: Record<string, Case> = {
  'as many as minProperties: accepted': { schema: { minProperties: 1 }, value: { a: 1 }, want: [] },
  'fewer than minProperties: reported': {
    schema: { minProperties: 2 },
    value: { a: 1 },
    want: ['spec: Invalid value: 1: spec in body should have at least 2 properties'],
  },
  'as many as maxProperties: accepted': { schema: { maxProperties: 1 }, value: { a: 1 }, want: [] },
  'more than maxProperties: reported': {
    schema: { maxProperties: 1 },
    value: { a: 1, b: 2 },
    want: ['spec: Too many: 2: must have at most 1 item'],
  },
  'a required field that is null: present': { schema: { required: ['a'] }, value: { a: null }, want: [] },
  'a value of a map: validated by additionalProperties': {
    schema: { additionalProperties: { type: 'string' } },
    value: { a: 1 },
    want: ['spec.a: Invalid value: "integer": spec.a in body must be of type string: "integer"'],
  },
  'any value where additionalProperties is true: accepted': {
    schema: { additionalProperties: true },
    value: { a: 1 },
    want: [],
  },
};

const junctors: Record<string, Case> = {
  'allOf: the errors of every branch': {
    schema: { allOf: [{ minimum: 3 }, { multipleOf: 2 }] },
    value: 1,
    want: [
      'spec: Invalid value: 1: spec in body should be greater than or equal to 3',
      'spec: Invalid value: 1: spec in body should be a multiple of 2',
    ],
  },
  'anyOf with one matching branch: accepted': {
    schema: { anyOf: [{ minimum: 3 }, { maximum: 1 }] },
    value: 1,
    want: [],
  },
  'anyOf without a matching branch: the errors of the closest': {
    schema: { anyOf: [{ minimum: 9, multipleOf: 2 }, { minimum: 3 }] },
    value: 1,
    want: [
      '<nil>: Invalid value: "": "spec" must validate at least one schema (anyOf)',
      'spec: Invalid value: 1: spec in body should be greater than or equal to 3',
    ],
  },
  'anyOf of equally close branches: the first': {
    schema: { anyOf: [{ minimum: 3 }, { minimum: 9 }] },
    value: 1,
    want: [
      '<nil>: Invalid value: "": "spec" must validate at least one schema (anyOf)',
      'spec: Invalid value: 1: spec in body should be greater than or equal to 3',
    ],
  },
  'no branches: accepted': { schema: { anyOf: [], oneOf: [] }, value: 1, want: [] },
  'oneOf with exactly one matching branch: accepted': {
    schema: { oneOf: [{ minimum: 3 }, { maximum: 1 }] },
    value: 1,
    want: [],
  },
  'oneOf with two matching branches: the error has the number': {
    schema: { oneOf: [{ maximum: 3 }, { maximum: 1 }] },
    value: 1,
    want: [
      '<nil>: Invalid value: "": "spec" must validate one and only one schema (oneOf). Found 2 valid alternatives',
    ],
  },
  'not, and the value does not match: accepted': { schema: { not: { minimum: 3 } }, value: 1, want: [] },
  'not, and the value matches: reported': {
    schema: { not: { maximum: 3 } },
    value: 1,
    want: ['<nil>: Invalid value: "": "spec" must not validate the schema (not)'],
  },
  'enum of objects: compared as JSON': { schema: { enum: [{ a: 1 }] }, value: { a: 1 }, want: [] },
  'enum of numbers: shown as JSON text': {
    schema: { enum: [1, 2] },
    value: 3,
    want: ['spec: Unsupported value: 3: supported values: "1", "2"'],
  },
};

const cases = { ...types, ...strings, ...numbers, ...lists, ...objects, ...junctors };
test.each(Object.entries(cases))('%s', (_, { schema, value, want }) => {
  expect(validateValue(schema, value, 'spec').map(formatFieldError)).toEqual(want);
});
