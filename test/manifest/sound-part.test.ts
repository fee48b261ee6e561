import { expect, test } from '@jest/globals';
import type { BatchSpec } from '../../api/generated/kinds.js';
import { invalid } from '../../packages/structural-schema/field-error.js';
import { soundPart } from '../../plan/manifest/sound-part.js';
import { makeFile } from '../plan/sample.js';

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => makeFile(`/${name}`, name));
const spec = { backoffLimit: 1, commonContext: [a, b], variableContexts: [[c], [a, d]] } as BatchSpec;
const nothing = { type: 'File' };

const cases: Record<string, { path: string; want: unknown }> = {
  'a common context: it alone is left out': {
    path: 'spec.commonContext[1].file.filePath',
    want: { ...spec, commonContext: [a, nothing] },
  },
  'a context itself: it alone is left out': {
    path: 'spec.commonContext[0]',
    want: { ...spec, commonContext: [nothing, b] },
  },
  'a context of one task: it alone is left out': {
    path: 'spec.variableContexts[1][1].type',
    want: { ...spec, variableContexts: [[c], [a, nothing]] },
  },
  'another field: everything is sound': { path: 'spec.backoffLimit', want: spec },
  'metadata: everything is sound': { path: 'metadata.name', want: spec },
  'the list of contexts itself: nothing can be said': { path: 'spec.commonContext', want: undefined },
  'the list of one task: nothing can be said': { path: 'spec.variableContexts[1]', want: undefined },
  'the whole spec: nothing can be said': { path: 'spec', want: undefined },
  'the whole object: nothing can be said': { path: '', want: undefined },
};
test.each(Object.entries(cases))('an error at %s', (_, { path, want }) => {
  expect(soundPart(spec, [invalid(path, 1, 'no')])).toEqual(want);
});

test('without an error it is the spec itself', () => {
  expect(soundPart(spec, [])).toBe(spec);
});

test('lists that are absent are empty', () => {
  expect(soundPart({}, [invalid('spec.backoffLimit', 1, 'no')])).toEqual({ commonContext: [], variableContexts: [] });
});

test('an inline spec has its paths elsewhere', () => {
  const error = invalid('spec.batchSpec.commonContext[0].type', 1, 'no');
  expect(soundPart(spec, [error], 'spec.batchSpec')).toEqual({ ...spec, commonContext: [nothing, b] });
});
