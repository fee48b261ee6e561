import { describe, expect, test } from '@jest/globals';
import { type Aspect, aspect, aspectValue, shortText } from '../../../plan/review/aspects/aspect.js';
import { aspectChanges } from '../../../plan/review/aspects/task-aspects.js';

test.each([
  ['a', 'a'],
  ['a\n', 'a'],
  ['', ''],
  ['a\nb', 'a … (2 lines)'],
  ['\nb\n', ' … (2 lines)'],
  ['a'.repeat(300), 'a'.repeat(300)],
  ['a'.repeat(301), `${'a'.repeat(300)}…`],
  [5, '5'],
  [null, 'null'],
  [{ b: 1, a: 2 }, '{"a":2,"b":1}'],
  [['a'.repeat(116)], `["${'a'.repeat(116)}"]`],
  [['a'.repeat(117)], 'a list of 1'],
  [{ a: 'a'.repeat(200), b: 1 }, 'a mapping of 2'],
])('%j in one line', (value, want) => expect(shortText(value)).toBe(want));

test.each([
  ['what is absent', 'Pod', undefined, []],
  ['what an API server fills in', 'Pod', { items: [] }, []],
  ['a text of several lines', 'Script', 'a\nb', [{ raw: 'a\nb', text: 'a\nb' }]],
  ['a text of one line', 'Script', 'a', [{ raw: 'a' }]],
  ['what is no text', 'Job', 0, [{ raw: 0 }]],
] as const)('the values of %s', (_, type, value, want) => {
  const values = aspect(type, 'completions', value).flatMap((one) => one.values);
  expect(values.map(({ shown: _shown, ...one }) => one)).toEqual(want);
});

describe('values of one aspect', () => {
  const aspectsOf = (...raws: readonly unknown[]): Map<string, Aspect> =>
    new Map(
      raws.length === 0 ? [] : [['a', { type: 'Env', subject: 'a', values: raws.map((raw) => aspectValue(raw, '')) }]],
    );
  const cases: Record<string, { before: unknown[]; after: unknown[]; want: unknown[][] }> = {
    'the same': { before: [1, 2], after: [1, 2], want: [] },
    'another order: nothing': { before: [1, 2], after: [2, 1], want: [] },
    'one of them changes': { before: [1, 2], after: [2, 3], want: [[1, 3]] },
    'two become one': {
      before: [1, 2],
      after: [3],
      want: [
        [1, 3],
        [2, undefined],
      ],
    },
    'one becomes two': {
      before: [1],
      after: [2, 3],
      want: [
        [1, 2],
        [undefined, 3],
      ],
    },
    'a value that is there twice counts twice': { before: [1, 1], after: [1], want: [[1, undefined]] },
    'it is new': { before: [], after: [1], want: [[undefined, 1]] },
    'it is gone': { before: [1], after: [], want: [[1, undefined]] },
    'the order of keys does not count': { before: [{ a: 1, b: 2 }], after: [{ b: 2, a: 1 }], want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { before, after, want }) =>
    expect(
      aspectChanges(aspectsOf(...before), aspectsOf(...after)).map((change) => [change.before?.raw, change.after?.raw]),
    ).toEqual(want),
  );
});
