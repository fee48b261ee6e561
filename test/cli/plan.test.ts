import { describe, expect, test } from '@jest/globals';
import { plannedRuns } from '../../cli/plan/planned-runs.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { hunks, lineDiff } from '../../plan/review/line-diff.js';
import { makeAgent, makeAgentBuild, makeBatch, makeBatchRun, makeTask, makeTaskRun } from './sample.js';

describe('lineDiff', () => {
  const cases: Record<string, { before: string; after: string; want: string[] }> = {
    'the same': { before: 'abc', after: 'abc', want: [' a', ' b', ' c'] },
    'one replaced: removal first': { before: 'abc', after: 'axc', want: [' a', '-b', '+x', ' c'] },
    'one inserted': { before: 'ab', after: 'axb', want: [' a', '+x', ' b'] },
    'one moved': { before: 'abc', after: 'bca', want: ['-a', ' b', ' c', '+a'] },
    'from nothing': { before: '', after: 'a', want: ['+a'] },
  };
  test.each(Object.entries(cases))('%s', (_, { before, after, want }) => {
    expect(lineDiff([...before], [...after]).map(({ mark, text }) => mark + text)).toEqual(want);
  });

  test('10,000 lines that are all other ones: all of both, at once', () => {
    const lines = (prefix: string) => Array.from({ length: 10_000 }, (_, i) => `${prefix}${i}`);
    expect(lineDiff(lines('a'), lines('b')).map(({ mark }) => mark)).toEqual([
      ...Array.from({ length: 10_000 }, () => '-'),
      ...Array.from({ length: 10_000 }, () => '+'),
    ]);
  });

  test('hunks: three lines around each change, an ellipsis for the rest', () => {
    const lines = lineDiff([...'0123456789abcdef'], [...'01234567X9abcdef']);
    expect(
      hunks(lines)
        .map(({ mark, text }) => mark + text)
        .join(''),
    ).toBe(' … 5 6 7-8+X 9 a b …');
  });
  test('no change: no hunk', () => expect(hunks(lineDiff(['a'], ['a']))).toEqual([]));
});

describe('plannedRuns', () => {
  const repository = { type: 'Repository' as const, repository: { org: 'o', repo: 'billing', branch: 'main' } };
  const batch = makeBatch({ variableContexts: [[repository], [repository]] });
  const names = (objects: KubernetesObject[]) =>
    plannedRuns(objects).map(({ name, isReal, objects: created }) => [
      name,
      isReal,
      ...[...created()].map(({ kind, metadata }) => `${kind} ${metadata.name}`),
    ]);
  test('what a task works on: its repository with the branch, or the revision that it is pinned to', () => {
    const pinned = { ...repository, repository: { url: 'https://github.com/o/r.git', revision: 'v1' } } as const;
    const [run] = plannedRuns([makeBatch({ variableContexts: [[repository], [pinned]] })]);
    expect(run?.parts?.map(({ work }) => work)).toEqual([
      expect.stringMatching(/\.git main$/),
      'https://github.com/o/r.git v1',
    ]);
  });

  const cases: Record<string, { objects: KubernetesObject[]; want: unknown[][] }> = {
    'a Batch and its run': {
      objects: [batch, makeBatchRun({ metadata: { name: 'r1', namespace: 'team' } })],
      want: [['batchrun/r1', true, expect.stringMatching(/^ConfigMap r1-clone-/), 'Job r1-task-0', 'Job r1-task-1']],
    },
    'a Batch alone: what its run would create': {
      objects: [batch],
      want: [
        [
          'batchrun/deps-run',
          false,
          expect.stringMatching(/^ConfigMap deps-run-clone-/),
          'Job deps-run-task-0',
          'Job deps-run-task-1',
        ],
      ],
    },
    'a Task and its run': {
      objects: [makeTask(), makeTaskRun({ metadata: { name: 't1', namespace: 'team' } })],
      want: [['taskrun/t1', true, 'Pod t1-pod']],
    },
    'a Task alone': { objects: [makeTask()], want: [['taskrun/hello-run', false, 'Pod hello-run-pod']] },
    'an Agent': {
      objects: [makeAgent()],
      want: [['agent/helper', true, 'Deployment helper', 'Service helper']],
    },
    'an AgentBuild': {
      objects: [makeAgentBuild()],
      want: [['agentbuild/hello', true, 'ServiceAccount hello', 'Pipeline hello', 'PipelineRun hello-dbf7834d29']],
    },
    'a Task with a required parameter, alone: not planned': {
      objects: [makeTask({ steps: [{ script: 'x' }], params: [{ name: 'a' }] })],
      want: [],
    },
    'a run whose template is not in the file: not planned': { objects: [makeTaskRun(), makeBatchRun()], want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { objects, want }) => {
    expect(names(objects)).toEqual(want);
  });
  test('a TaskRun with a parameter that its Task does not have: refused', () => {
    const run = makeTaskRun({ spec: { taskRef: 'hello', params: [{ name: 'x', value: '1' }] } });
    expect(() => plannedRuns([makeTask(), run])).toThrow('Cannot plan taskrun/hello-run-abc12');
  });
});
