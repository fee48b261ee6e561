import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mergePatch } from '../../../runtime/engine/reconcile/merge-patch.js';

const cases: Record<string, { from: object; to: object; want: object | undefined }> = {
  'the same: nothing': { from: { a: 1, b: [1] }, to: { a: 1, b: [1] }, want: undefined },
  'the same in another order: nothing': { from: { a: { x: 1, y: 2 } }, to: { a: { y: 2, x: 1 } }, want: undefined },
  'a field that is undefined: does not exist': { from: { a: 1 }, to: { a: 1, b: undefined }, want: undefined },
  'a new field: only that field': { from: { a: 1 }, to: { a: 1, b: 2 }, want: { b: 2 } },
  'a field that went: null': { from: { a: 1, b: 2 }, to: { a: 1 }, want: { b: null } },
  'a field that became undefined: null': { from: { b: 2 }, to: { b: undefined }, want: { b: null } },
  'deep inside: only the way there': {
    from: { a: { x: 1, y: 2 }, b: 1 },
    to: { a: { x: 1, y: 3 }, b: 1 },
    want: { a: { y: 3 } },
  },
  'one item of a list: the whole list': {
    from: { a: [{ x: 1 }, 2] },
    to: { a: [{ x: 2 }, 2] },
    want: { a: [{ x: 2 }, 2] },
  },
  'a shorter list: the whole list': { from: { a: [1, 2] }, to: { a: [1] }, want: { a: [1] } },
  'objects in a list in another order of fields: nothing': {
    from: { a: [{ x: 1, y: 2 }] },
    to: { a: [{ y: 2, x: 1 }] },
    want: undefined,
  },
  'zero instead of nothing: that field': { from: {}, to: { failed: 0 }, want: { failed: 0 } },
  'false instead of zero: that field': { from: { a: 0 }, to: { a: false }, want: { a: false } },
};

/** RFC 7386, section 2. */
function applyPatch(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> =
    typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = applyPatch(result[key], value);
  }
  return result;
}

/** JSON without null, which a merge patch cannot set; few keys, so that objects share some. */
const { fields } = fc.letrec<{ fields: Record<string, unknown>; value: unknown }>((tie) => ({
  value: fc.oneof(
    fc.integer({ max: 3, min: 0 }),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('fields'),
  ),
  fields: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
}));

describe('mergePatch', () => {
  test.each(Object.entries(cases))('%s', (_situation, { from, to, want }) => {
    expect(mergePatch({ ...from }, { ...to })).toEqual(want);
  });

  test('any two objects: the patch leads from one to the other', () => {
    fc.assert(
      fc.property(fields, fields, (from, to) => {
        expect(applyPatch(from, mergePatch(from, to) ?? {})).toEqual(to);
      }),
    );
  });
});
