import { expect, test } from '@jest/globals';
import type { BatchSpec } from '../../api/generated/kinds.js';
import { invalid } from '../../packages/structural-schema/field-error.js';
import { validPart } from '../../plan/manifest/together/valid-part.js';
import { makeFile } from '../plan/sample.js';

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => makeFile(`/${name}`, name));
const spec = { backoffLimit: 1, commonContext: [a, b], variableContexts: [[c], [a, d]] } as BatchSpec;
const nothing = { type: 'File' };

const cases: Record<string, { path: string; want: unknown }> = {
  'a common context: only that one is left out': {
    path: 'spec.commonContext[1].file.filePath',
    want: { ...spec, commonContext: [a, nothing] },
  },
  'a context itself: only that one is left out': {
    path: 'spec.commonContext[0]',
    want: { ...spec, commonContext: [nothing, b] },
  },
  'a context of one task: only that one is left out': {
    path: 'spec.variableContexts[1][1].type',
    want: { ...spec, variableContexts: [[c], [a, nothing]] },
  },
  'another field: everything is kept': { path: 'spec.backoffLimit', want: spec },
  'metadata: everything is kept': { path: 'metadata.name', want: spec },
  'the list of contexts: nothing is kept': { path: 'spec.commonContext', want: undefined },
  'the list of one task: nothing is kept': { path: 'spec.variableContexts[1]', want: undefined },
  'the whole spec: nothing is kept': { path: 'spec', want: undefined },
  'the whole object: nothing is kept': { path: '', want: undefined },
};
test.each(Object.entries(cases))('an error at %s', (_, { path, want }) => {
  expect(validPart(spec, [invalid(path, 1, 'no')])).toEqual(want);
});

test('without an error it is the spec itself', () => {
  expect(validPart(spec, [])).toBe(spec);
});

test('lists that are absent are empty', () => {
  expect(validPart({}, [invalid('spec.backoffLimit', 1, 'no')])).toEqual({ commonContext: [], variableContexts: [] });
});

test('the paths of an inline spec have another prefix', () => {
  const error = invalid('spec.batchSpec.commonContext[0].type', 1, 'no');
  expect(validPart(spec, [error], 'spec.batchSpec')).toEqual({ ...spec, commonContext: [nothing, b] });
});

test('an error of a context of a task with a name: only that one is left out', () => {
  const named = { commonContext: [a], tasks: [{ name: 'x', contexts: [c, d] }] } as BatchSpec;
  expect(validPart(named, [invalid('spec.tasks[0].contexts[1].file', 1, 'no')])).toEqual({
    commonContext: [a],
    variableContexts: [],
    tasks: [{ name: 'x', contexts: [c, nothing] }],
  });
});
