import { expect, test } from '@jest/globals';
import { formatFieldError } from '../field-error.js';
import type { JSONSchemaProps } from '../json-schema-props.js';
import { validateObject } from '../validate-schema.js';

interface Case {
  readonly schema: JSONSchemaProps;
  readonly object: unknown;
  readonly oldObject?: unknown;
  readonly want: readonly string[];
}

const spec = (schema: JSONSchemaProps): JSONSchemaProps => ({ type: 'object', properties: { spec: schema } });
const immutable = { rule: 'self == oldSelf', message: 'is immutable' };
const exactlyOne = {
  rule: '[has(self.a), has(self.b)].exists_one(x, x)',
  message: 'exactly one of a, b must be set',
};
const pair: JSONSchemaProps = { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'integer' } } };

const cases: Record<string, Case> = {
  'a value outside the enum: the supported values are quoted': {
    schema: spec({ type: 'string', enum: ['File', 'Repository'] }),
    object: { spec: 'Foo' },
    want: ['spec: Unsupported value: "Foo": supported values: "File", "Repository"'],
  },
  'a missing required field: reported with its path': {
    schema: spec({ type: 'object', required: ['branch'] }),
    object: { spec: {} },
    want: ['spec.branch: Required value'],
  },
  'an item of a nested list: its path has both indexes': {
    schema: spec({ type: 'array', items: { type: 'array', items: { type: 'string', enum: ['File'] } } }),
    object: { spec: [['File', 'Foo']] },
    want: ['spec[0][1]: Unsupported value: "Foo": supported values: "File"'],
  },
  'text for an integer: the error shows the type found': {
    schema: spec({ type: 'integer' }),
    object: { spec: '3' },
    want: ['spec: Invalid value: "string": spec in body must be of type integer: "string"'],
  },
  'a fraction for an integer: a number is not an integer': {
    schema: spec({ type: 'integer' }),
    object: { spec: 1.5 },
    want: [
      'spec: Invalid value: "number": spec in body must be of type integer: "number"',
      '<nil>: Invalid value: "": Checked value must be of type integer (default format) in spec',
    ],
  },
  'an integer for a number: accepted': { schema: spec({ type: 'number' }), object: { spec: 1 }, want: [] },
  'null where not nullable: refused': {
    schema: spec({ type: 'string' }),
    object: { spec: null },
    want: ['spec: Invalid value: "null": spec in body must be of type string: "null"'],
  },
  'null where nullable: accepted': {
    schema: spec({ type: 'string', nullable: true }),
    object: { spec: null },
    want: [],
  },
  'int-or-string given a boolean: both types named': {
    schema: spec({ 'x-kubernetes-int-or-string': true }),
    object: { spec: true },
    want: ['spec: Invalid value: "boolean": spec in body must be of type integer,string: "boolean"'],
  },
  'a string that does not match its pattern: both are shown': {
    schema: spec({ type: 'string', pattern: '^[a-z]+$' }),
    object: { spec: 'A' },
    want: ['spec: Invalid value: "A": spec in body should match \'^[a-z]+$\''],
  },
  'a string too long: the limit in bytes, not the text': {
    schema: spec({ type: 'string', maxLength: 2 }),
    object: { spec: 'abc' },
    want: ['spec: Too long: may not be more than 2 bytes'],
  },
  'the lowest and the highest int32: accepted': {
    schema: spec({ type: 'array', items: { type: 'integer', format: 'int32' } }),
    object: { spec: [-2147483648, 2147483647] },
    want: [],
  },
  'outside int32 on either side: refused': {
    schema: spec({ type: 'array', items: { type: 'integer', format: 'int32' } }),
    object: { spec: [-2147483649, 2147483648] },
    want: [0, 1].map(
      (i) => `<nil>: Invalid value: "": Checked value must be of type integer with format int32 in spec[${i}]`,
    ),
  },
  'two letters outside the BMP: two characters, not four': {
    schema: spec({ type: 'string', minLength: 2, maxLength: 2 }),
    object: { spec: '\u{1F600}\u{1F600}' },
    want: [],
  },
  'one letter outside the BMP: not two characters': {
    schema: spec({ type: 'string', minLength: 2 }),
    object: { spec: '\u{1F600}' },
    want: ['spec: Invalid value: "\u{1F600}": spec in body should be at least 2 chars long'],
  },
  'a number below its minimum: the bound is reported': {
    schema: spec({ type: 'integer', minimum: 1 }),
    object: { spec: 0 },
    want: ['spec: Invalid value: 0: spec in body should be greater than or equal to 1'],
  },
  'a list too long: both counts are reported': {
    schema: spec({ type: 'array', maxItems: 1, items: { type: 'string' } }),
    object: { spec: ['a', 'b'] },
    want: ['spec: Too many: 2: must have at most 1 item'],
  },
  'a map list with one key twice: the key is shown': {
    schema: spec({
      type: 'array',
      items: { type: 'object', properties: { name: { type: 'string' } } },
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
    }),
    object: { spec: [{ name: 'a' }, { name: 'a' }] },
    want: ['spec[1]: Duplicate value: {"name":"a"}'],
  },
  'a rule that an object breaks: no value is shown': {
    schema: spec({ ...pair, 'x-kubernetes-validations': [exactlyOne] }),
    object: { spec: { a: 1, b: 2 } },
    want: ['spec: Invalid value: exactly one of a, b must be set'],
  },
  'a rule that a scalar breaks: the value is shown': {
    schema: spec({ type: 'integer', 'x-kubernetes-validations': [{ rule: 'self < 10', message: 'too big' }] }),
    object: { spec: 11 },
    want: ['spec: Invalid value: 11: too big'],
  },
  'a rule with fieldPath and reason: both are used': {
    schema: spec({
      ...pair,
      'x-kubernetes-validations': [
        { rule: 'has(self.a)', fieldPath: '.a', reason: 'FieldValueRequired', message: 'give a' },
      ],
    }),
    object: { spec: {} },
    want: ['spec.a: Required value: give a'],
  },
  'a message expression: evaluated': {
    schema: spec({
      ...pair,
      'x-kubernetes-validations': [{ rule: 'self.a < 3', messageExpression: '"a is " + string(self.a)' }],
    }),
    object: { spec: { a: 5 } },
    want: ['spec: Invalid value: a is 5'],
  },
  'a rule that reads an absent field: an evaluation error': {
    schema: spec({ ...pair, 'x-kubernetes-validations': [{ rule: 'self.a == 1' }] }),
    object: { spec: {} },
    want: ['spec: Invalid value: no such key: a evaluating rule: self.a == 1'],
  },
  'a wrong type and a rule: the rule does not run, and the error says so': {
    schema: spec({ ...pair, 'x-kubernetes-validations': [exactlyOne] }),
    object: { spec: { a: 'x' } },
    want: [
      'spec.a: Invalid value: "string": spec.a in body must be of type integer: "string"',
      '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
    ],
  },
  'a transition rule on create: not run': {
    schema: spec({ ...pair, 'x-kubernetes-validations': [immutable] }),
    object: { spec: { a: 1 } },
    want: [],
  },
  'a transition rule on a changed value: refused': {
    schema: spec({ ...pair, 'x-kubernetes-validations': [immutable] }),
    object: { spec: { a: 1 } },
    oldObject: { spec: { a: 2 } },
    want: ['spec: Invalid value: is immutable'],
  },
  'a transition rule on an equal value: accepted': {
    schema: spec({ ...pair, 'x-kubernetes-validations': [immutable] }),
    object: { spec: { a: 1 } },
    oldObject: { spec: { a: 1 } },
    want: [],
  },
  'no branch of oneOf holds: reported at the root': {
    schema: spec({ oneOf: [{ required: ['a'] }, { required: ['b'] }] }),
    object: { spec: {} },
    want: [
      '<nil>: Invalid value: "": "spec" must validate one and only one schema (oneOf). Found none valid',
      'spec.a: Required value',
    ],
  },
};

test.each(Object.entries(cases))('%s', (_, { schema, object, oldObject, want }) => {
  const errors = validateObject(schema, object, oldObject === undefined ? {} : { oldObject });
  expect(errors.map(formatFieldError)).toEqual(want);
});
