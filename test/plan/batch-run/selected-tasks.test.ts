import { describe, expect, test } from '@jest/globals';
import type { Batch, BatchRun, BatchSpec } from '../../../api/generated/kinds.js';
import { planBatchRun } from '../../../plan/batch-run/plan.js';
import { resolveBatchRun } from '../../../plan/batch-run/resolve.js';
import { checkObject } from '../../../plan/manifest/object/checked-object.js';
import { formatProblem } from '../../../plan/problem.js';
import { makeRepository } from '../sample.js';

const apiVersion = 'kubetask.io/v1alpha1';
const repos = ['a', 'b', 'c'];
const positional: BatchSpec = { variableContexts: repos.map((repo) => [makeRepository({ repo })]) };
const named: BatchSpec = { tasks: repos.map((name) => ({ name, contexts: [makeRepository({ repo: name })] })) };
const makeBatch = (spec: BatchSpec): Batch => ({
  apiVersion,
  kind: 'Batch',
  metadata: { name: 'b', namespace: 'team' },
  spec,
});
const makeRun = (spec: Partial<BatchRun['spec']>): BatchRun => ({
  ...{ apiVersion, kind: 'BatchRun', metadata: { name: 'r', namespace: 'team' }, spec: { batchRef: 'b', ...spec } },
});

/** The plan of a run, or its problems. */
function planned(batch: BatchSpec, spec: Partial<BatchRun['spec']> = {}) {
  const found = resolveBatchRun({ run: makeRun(spec), batch: makeBatch(batch) });
  const problems = found.kind === 'Invalid' ? found.problems.map(formatProblem) : [];
  return { problems, tasks: found.kind === 'Resolved' ? planBatchRun(found.inputs).tasks : [] };
}
const keysOf = (batch: BatchSpec, spec?: Partial<BatchRun['spec']>) =>
  planned(batch, spec).tasks.map((task) => task.identity().key);
const unknown = '0123456789abcdef';

describe.each([
  ['by position', positional],
  ['with names', named],
])('tasks %s', (_, batch) => {
  const [a = '', b = '', c = ''] = keysOf(batch);

  test('a run without keys: all', () => expect(keysOf(batch)).toEqual([a, b, c]));
  test('those that have the keys, as they are in the Batch, each with its key', () =>
    expect(keysOf(batch, { taskKeys: [c, a] })).toEqual([a, c]));
  test('their indexes begin at 0, as those of any run', () =>
    expect(planned(batch, { taskKeys: [c] }).tasks.map(({ index }) => index)).toEqual([0]));
  test('a key that no task has any more: an error with its place', () =>
    expect(planned(batch, { taskKeys: [a, unknown] }).problems).toEqual([
      `BatchRun r: spec.taskKeys[1]: Invalid value: "${unknown}": no task of the Batch has this key: the task, or what all tasks share, has changed; restore it, or start a run without taskKeys`,
    ]));
  test('another salt: other keys, so none is found', () =>
    expect(planned(batch, { taskKeys: [a], keySalt: 'again' }).problems).toHaveLength(1));
});

test('a Batch with another problem: that alone is reported', () => {
  const broken = { ...positional, params: [{ name: 'x' }] } as BatchSpec;
  expect(planned(broken, { taskKeys: [unknown] }).problems.join()).not.toContain('taskKeys');
});

describe('the schema', () => {
  const errorsOf = (spec: object) =>
    checkObject({ ...makeRun({}), spec } as never).errors.map(({ path, detail }) => `${path} ${detail}`);
  const cases: Record<string, { spec: object; want: unknown[] }> = {
    'keys of a Batch': { spec: { batchRef: 'b', taskKeys: [unknown] }, want: [] },
    'no key': { spec: { batchRef: 'b', taskKeys: [] }, want: [expect.stringContaining('taskKeys')] },
    'what is no key': { spec: { batchRef: 'b', taskKeys: ['x"]'] }, want: [expect.stringContaining('taskKeys[0]')] },
    'a key twice': {
      spec: { batchRef: 'b', taskKeys: [unknown, unknown] },
      want: [expect.stringContaining('taskKeys[1]')],
    },
    'with a batchSpec': {
      spec: { batchSpec: positional, taskKeys: [unknown] },
      want: ['spec.taskKeys only a run with a batchRef whose Jobs are created at run time selects tasks'],
    },
    'with synthesized Jobs': {
      spec: { batchRef: 'b', jobs: 'synthesized', taskKeys: [unknown] },
      want: ['spec.taskKeys only a run with a batchRef whose Jobs are created at run time selects tasks'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { spec, want }) => expect(errorsOf(spec)).toEqual(want));
});
