import { expect, test } from '@jest/globals';
import {
  childPath,
  duplicate,
  type FieldError,
  forbidden,
  formatFieldError,
  formatFieldErrorBody,
  invalid,
  notSupported,
  omitValue,
  required,
  tooLong,
  tooMany,
} from '../field-error.js';

/** The wording of `k8s.io/apimachinery/pkg/util/validation/field`. */
const cases: Record<string, { error: FieldError; want: string }> = {
  Required: { error: required('a', 'give one'), want: 'a: Required value: give one' },
  'Required without a detail': { error: required('a'), want: 'a: Required value' },
  Invalid: { error: invalid('a', 1, 'no'), want: 'a: Invalid value: 1: no' },
  'Invalid without a value': { error: invalid('a', omitValue, 'no'), want: 'a: Invalid value: no' },
  'Invalid with nothing': { error: invalid('a', undefined, 'no'), want: 'a: Invalid value: null: no' },
  Forbidden: { error: forbidden('a', 'no'), want: 'a: Forbidden: no' },
  Duplicate: { error: duplicate('a', 'x'), want: 'a: Duplicate value: "x"' },
  TooMany: { error: tooMany('a', 3, 2), want: 'a: Too many: 3: must have at most 2 items' },
  TooLong: { error: tooLong('a', 'abc', 2), want: 'a: Too long: may not be more than 2 bytes' },
  NotSupported: {
    error: notSupported('a', 'x', ['y', 1]),
    want: 'a: Unsupported value: "x": supported values: "y", "1"',
  },
  NotFound: { error: { path: 'a', type: 'NotFound', value: 'x', detail: '' }, want: 'a: Not found: "x"' },
  TypeInvalid: {
    error: { path: 'a', type: 'TypeInvalid', value: 'x', detail: 'no' },
    want: 'a: Invalid value: "x": no',
  },
  'the whole object': { error: invalid('', 1, 'no'), want: '<nil>: Invalid value: 1: no' },
};
test.each(Object.entries(cases))('%s', (_, { error, want }) => {
  expect(formatFieldError(error)).toBe(want);
});

test('the body has no path', () => {
  expect(formatFieldErrorBody(forbidden('a', 'no'))).toBe('Forbidden: no');
});

test('a path at the root has no dot', () => {
  expect([childPath('', 'a'), childPath('a', 'b')]).toEqual(['a', 'a.b']);
});
