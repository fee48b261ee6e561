import { describe, expect, test } from '@jest/globals';
import type { TaskRun } from '../../api/generated/kinds.js';
import { formatProblem } from '../../plan/problem.js';
import { schemaProblems } from '../../plan/schema-problems.js';

const makeRun = (name: string, spec: unknown, status?: unknown) =>
  ({ apiVersion: 'kubetask.io/v1alpha1', kind: 'TaskRun', metadata: { name }, spec, status }) as TaskRun;

const good = { taskSpec: { steps: [{ name: 'a', image: 'i', script: 'true' }] } };
const bad = { taskSpec: { steps: [{ name: 'a', image: 7 }] } };

/** Rules are evaluated only if the structure is valid. */
const notChecked = expect.stringContaining('some validation rules were not checked');

describe('schemaProblems', () => {
  test.each([
    ['a good spec: none', makeRun('a', good), []],
    [
      'a bad spec: where it is wrong',
      makeRun('a', bad),
      [expect.stringContaining('TaskRun a: spec.taskSpec.steps[0].image'), notChecked],
    ],
    ['no spec: that it is required', makeRun('a', undefined), ['TaskRun a: spec: Required value', notChecked]],
    ['an odd status: none, it is ours', makeRun('a', good, { phase: 7 }), []],
  ])('%s', (_, run, want) => expect(schemaProblems([run]).map(formatProblem)).toEqual(want));

  test('the same spec in another run: the same problems, and none of another spec', () => {
    const [a, b] = [makeRun('a', bad), makeRun('b', bad)];
    expect(schemaProblems([b])).toEqual(schemaProblems([a]).map((problem) => ({ ...problem, owner: b })));
    expect(schemaProblems([makeRun('b', good)])).toEqual([]);
  });
});
