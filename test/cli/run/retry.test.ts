import { describe, expect, test } from '@jest/globals';
import type { Batch, BatchRun, BatchSpec, Context, TaskStatus, WorkspaceConfig } from '../../../api/generated/kinds.js';
import type { TemplateOfRun } from '../../../cli/cluster/template-of-run.js';
import { rerunOfRun } from '../../../cli/run/rerun-of-run.js';
import { failedTasks, retryOfRun } from '../../../cli/run/retry-of-run.js';
import { planBatchRun } from '../../../plan/batch-run/plan.js';
import { resolveBatchRun } from '../../../plan/batch-run/resolve.js';
import { makeBatch, makeBatchRun } from '../sample.js';

const repository = (repo: string, branch = 'main'): Context[] => [
  { type: 'Repository', repository: { org: 'o', repo, branch } },
];
const batchOf = (...repos: string[]): BatchSpec => ({
  variableContexts: repos.map((repo) => repository(repo)),
});
const makeWorkspace = (spec: WorkspaceConfig['spec']): WorkspaceConfig => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'WorkspaceConfig',
  metadata: { name: 'default', namespace: 'team' },
  spec,
});

/** The current inputs of the run's plan. */
function templateOf(spec: BatchSpec | undefined, workspace?: WorkspaceConfig): TemplateOfRun {
  const batch: Batch | undefined = spec && makeBatch(spec);
  return { spec, resolution: resolveBatchRun({ run: makeBatchRun(), batch, workspace }) };
}

const planned = (spec: BatchSpec) => {
  const { resolution } = templateOf(spec);
  return resolution.kind === 'Resolved' ? planBatchRun(resolution.inputs) : undefined;
};

/** A run of a, b and c with these failed tasks, and the keys and names of its plan. */
function failedRun({ failed, keys = true }: { failed: readonly number[]; keys?: boolean }) {
  const plan = planned(batchOf('a', 'b', 'c'));
  const tasks = (plan?.tasks ?? []).map((task): TaskStatus => {
    const phase = failed.includes(task.index) ? 'Failed' : 'Succeeded';
    const identity = keys ? { key: task.identity().key, name: task.displayName() } : {};
    return { index: task.index, jobName: task.name, ...identity, phase };
  });
  return makeBatchRun({
    status: { phase: 'Failed', planHash: plan?.hash ?? '', failedIndexes: failed.join(','), tasks },
  });
}

/** Offered if each task has a unique name. */
const offer = 'kubectl task retry batchrun/deps-run-abc12 --changed runs them as they are now';

const contextsOf = (retry: { spec: object }) => (retry.spec as { batchSpec: BatchSpec }).batchSpec.variableContexts;

describe('the failed tasks are found by their key', () => {
  const cases: Record<string, { now: BatchSpec; failed: number[]; want: string[] }> = {
    'nothing changed': { now: batchOf('a', 'b', 'c'), failed: [1], want: ['b'] },
    'one inserted before': { now: batchOf('0', 'a', 'b', 'c'), failed: [1, 2], want: ['b', 'c'] },
    swapped: { now: batchOf('c', 'b', 'a'), failed: [0, 2], want: ['a', 'c'] },
    'another one removed': { now: batchOf('b', 'c'), failed: [1], want: ['b'] },
    'another one replaced': { now: batchOf('x', 'b', 'c'), failed: [1], want: ['b'] },
    'another backoffLimit': { now: { ...batchOf('a', 'b', 'c'), backoffLimit: 3 }, failed: [1], want: ['b'] },
  };
  test.each(Object.entries(cases))('%s', (_, { now, failed, want }) => {
    const retry = retryOfRun(failedRun({ failed }), templateOf(now));
    expect(contextsOf(retry)).toEqual(want.map((repo) => repository(repo)));
  });

  const ledgers: Record<string, { now: BatchSpec; spec?: object; want: string | undefined }> = {
    'a Batch that reuses results: its ledger': { now: { ...batchOf('a', 'b', 'c'), reuse: 'succeeded' }, want: 'deps' },
    'a retry of a retry: the same ledger': {
      now: { ...batchOf('a', 'b', 'c'), reuse: 'succeeded' },
      spec: { batchRef: undefined, batchSpec: batchOf('a'), reuseFrom: 'fleet' },
      want: 'fleet',
    },
    'a Batch that does not: none': { now: batchOf('a', 'b', 'c'), want: undefined },
  };
  test.each(Object.entries(ledgers))('%s', (_, { now, spec, want }) => {
    const run = failedRun({ failed: [1] });
    const retry = retryOfRun({ ...run, spec: { ...run.spec, ...spec } }, templateOf(now));
    expect((retry.spec as { reuseFrom?: string }).reuseFrom).toBe(want);
  });

  test('of a run that has some of the tasks of its Batch: those of them that failed', () => {
    const batch = batchOf('a', 'b', 'c');
    const taskKeys = (planned(batch)?.tasks ?? []).slice(1).map((task) => task.identity().key);
    const run = makeBatchRun({ spec: { batchRef: 'deps', taskKeys } });
    const resolution = resolveBatchRun({ run, batch: makeBatch(batch) });
    const plan = resolution.kind === 'Resolved' ? planBatchRun(resolution.inputs) : undefined;
    const tasks = (plan?.tasks ?? []).map(
      (task): TaskStatus => ({ index: task.index, jobName: task.name, key: task.identity().key, phase: 'Failed' }),
    );
    const status = { phase: 'Failed', planHash: plan?.hash ?? '', failedIndexes: '1', tasks: tasks.slice(1) } as const;
    expect(contextsOf(retryOfRun({ ...run, status }, { spec: batch, resolution }))).toEqual([repository('c')]);
    expect(rerunOfRun(run).spec).toEqual({ batchRef: 'deps', taskKeys });
  });

  test('tasks with names: as entries of tasks, with their names', () => {
    const tasks = ['a', 'b', 'c'].map((name) => ({ name, contexts: repository(name) }));
    const retry = retryOfRun(failedRun({ failed: [1] }), templateOf({ tasks: [...tasks].reverse() }));
    expect((retry.spec as { batchSpec: BatchSpec }).batchSpec).toEqual({ tasks: [tasks[1]] });
  });

  const values: Record<string, { spec: object; want: object }> = {
    'neither salt nor parameters: the tasks alone': { spec: {}, want: {} },
    'a salt of the run: the same branches': { spec: { keySalt: '2026-12' }, want: { keySalt: '2026-12' } },
    'parameters of the run: the same values': {
      spec: { params: [{ name: 'a', value: '1' }] },
      want: { params: [{ name: 'a', value: '1' }] },
    },
  };
  test.each(Object.entries(values))('%s', (_, { spec, want }) => {
    const run = failedRun({ failed: [1] });
    const retry = retryOfRun({ ...run, spec: { ...run.spec, ...spec } }, templateOf(batchOf('a', 'b', 'c')));
    expect(retry.kind).toBe('BatchRun');
    expect(retry.spec).toStrictEqual({ batchSpec: { variableContexts: [repository('b')] }, ...want });
  });

  test('a run with its own spec: named after the run', () => {
    const run = { ...failedRun({ failed: [1] }), spec: { batchSpec: batchOf('a', 'b', 'c') } };
    expect(retryOfRun(run, templateOf(batchOf('a', 'b', 'c'))).metadata.generateName).toBe('deps-retry-');
  });

  test('a run of a Batch with another name: named after the Batch', () => {
    const run = { ...failedRun({ failed: [1] }), spec: { batchRef: 'weekly' } };
    expect(retryOfRun(run, templateOf(batchOf('a', 'b', 'c'))).metadata.generateName).toBe('weekly-retry-');
  });

  test('the run records their earlier indexes', () => {
    const { metadata } = retryOfRun(failedRun({ failed: [0, 2] }), templateOf(batchOf('x', 'a', 'b', 'c')));
    expect(metadata).toEqual({
      generateName: 'deps-retry-',
      namespace: 'team',
      annotations: { 'kubetask.io/retry-of': 'deps-run-abc12', 'kubetask.io/retry-tasks': '0,2' },
    });
  });

  test('in the outcomes of a large run', () => {
    const run = failedRun({ failed: [1] });
    const outcomes = new Map(run.status?.tasks?.map((task) => [task.index, task]));
    const large = { ...run, status: { ...run.status, tasks: [] } };
    expect(contextsOf(retryOfRun(large, templateOf(batchOf('0', 'a', 'b', 'c')), outcomes))).toEqual([repository('b')]);
  });

  test('a run that recorded no keys: by position as long as nothing has changed', () => {
    const run = failedRun({ failed: [1], keys: false });
    expect(contextsOf(retryOfRun(run, templateOf(batchOf('a', 'b', 'c'))))).toEqual([repository('b')]);
  });
});

describe('with --changed, a task whose inputs have changed is found by its name', () => {
  const retry = (run: ReturnType<typeof failedRun>, now: TemplateOfRun) => retryOfRun(run, now, new Map(), true);
  const fixed = makeWorkspace({ agentImage: 'fixed:v2' });

  test('the agent image changed: the failed tasks run with the new one, and the run records which changed', () => {
    const { metadata, ...run } = retry(failedRun({ failed: [0, 2] }), templateOf(batchOf('x', 'c', 'b', 'a'), fixed));
    expect(contextsOf(run)).toEqual([repository('a'), repository('c')]);
    expect(metadata.annotations?.['kubetask.io/retry-changed']).toBe('0,2');
  });

  test('one of two changed: only that one is recorded as changed', () => {
    const contexts = [repository('a', 'dev'), repository('b'), repository('c')];
    const { metadata, ...run } = retry(failedRun({ failed: [0, 1] }), templateOf({ variableContexts: contexts }));
    expect(contextsOf(run)).toEqual([repository('a', 'dev'), repository('b')]);
    expect(metadata.annotations?.['kubetask.io/retry-changed']).toBe('0');
  });

  const refused: Record<string, { run: ReturnType<typeof failedRun>; now: TemplateOfRun }> = {
    'two tasks have the name now': {
      run: failedRun({ failed: [1] }),
      now: templateOf({ variableContexts: [repository('b', 'dev'), repository('b', 'next')] }),
    },
    'two tasks had the name in the run': {
      run: withSecondName(failedRun({ failed: [1] })),
      now: templateOf({ variableContexts: [repository('b', 'dev')] }),
    },
    'it was removed': { run: failedRun({ failed: [1] }), now: templateOf(batchOf('a'), fixed) },
    'the run recorded no names': { run: failedRun({ failed: [1], keys: false }), now: templateOf(batchOf('b'), fixed) },
  };
  test.each(Object.entries(refused))('%s: refused', (_, { run, now }) => {
    expect(() => retry(run, now)).toThrow('1 failed task no longer exists as it ran');
  });
});

function withSecondName(run: ReturnType<typeof failedRun>): ReturnType<typeof failedRun> {
  const tasks = run.status?.tasks?.map((task) => ({ ...task, name: 'o/b' })) ?? [];
  return { ...run, status: { ...run.status, tasks } };
}

describe('refused, and the error says what changed', () => {
  const changed =
    'Cannot retry batchrun/deps-run-abc12: batch/deps or its WorkspaceConfig has changed since it ran, and 1 failed task no longer exists as it ran';
  const restore = 'revert the change, or run the Batch as it is now: kubectl task start batch/deps';
  const cases: Record<string, { now: TemplateOfRun; keys?: boolean; want: [message: string, ...hints: string[]] }> = {
    'its task was removed': {
      now: templateOf(batchOf('a', 'c')),
      want: [changed, 'task 1 (o/b): it is no longer in batch/deps', restore],
    },
    'its task was replaced': {
      now: templateOf(batchOf('a', 'x', 'c')),
      want: [changed, 'task 1 (o/b): it is no longer in batch/deps', restore],
    },
    'its task has other contexts': {
      now: templateOf({ variableContexts: [repository('a'), repository('b', 'dev'), repository('c')] }),
      want: [
        changed,
        'task 1 (o/b): variableContexts[1] of batch/deps has that name, but its contexts, its agent or the key salt differ',
        offer,
        restore,
      ],
    },
    'another agent': {
      now: templateOf(batchOf('b'), makeWorkspace({ agentImage: 'another:v1' })),
      want: [
        changed,
        'task 1 (o/b): variableContexts[0] of batch/deps has that name, but its contexts, its agent or the key salt differ',
        offer,
        restore,
      ],
    },
    'the run recorded no keys': {
      now: templateOf(batchOf('0', 'a', 'b', 'c')),
      keys: false,
      want: [changed, 'task 1: the run has no record of it', restore],
    },
    'the Batch is gone': {
      now: templateOf(undefined),
      want: ['Cannot retry batchrun/deps-run-abc12: batch/deps no longer exists', restore],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { now, keys = true, want: [message, ...hints] }) => {
    expect(() => retryOfRun(failedRun({ failed: [1], keys }), now)).toThrow(
      expect.objectContaining({ message, hints }),
    );
  });

  const unplanned = 'Cannot retry batchrun/deps-run-abc12: its tasks can no longer be planned';
  const others: Record<string, { run?: BatchRun; now: TemplateOfRun; want: [message: string, ...hints: string[]] }> = {
    'the Batch cannot be planned any more': {
      now: templateOf({ variableContexts: [] }),
      want: [
        unplanned,
        'Batch deps: spec.variableContexts: Required value: give one list of contexts per task; without one there is no task',
      ],
    },
    'its WorkspaceConfig is gone': {
      now: {
        spec: batchOf('b'),
        resolution: {
          kind: 'Missing',
          missing: { kind: 'WorkspaceConfig', name: 'w', owner: makeBatch(), path: 'spec.workspaceConfigRef' },
        },
      },
      want: [unplanned, 'WorkspaceConfig w does not exist in namespace team; create it'],
    },
    'no task has failed': {
      run: failedRun({ failed: [] }),
      now: templateOf(batchOf('a')),
      want: [
        'Cannot retry batchrun/deps-run-abc12: none of its tasks has failed',
        'kubectl task rerun batchrun/deps-run-abc12 runs all of them again',
      ],
    },
    'all have succeeded, and the Batch reuses that: what runs them again': {
      run: failedRun({ failed: [] }),
      now: templateOf({ ...batchOf('a'), reuse: 'succeeded' }),
      want: [
        'Cannot retry batchrun/deps-run-abc12: none of its tasks has failed',
        'kubectl task start batch/deps --key-salt <text> runs all of them again; otherwise they are reused',
      ],
    },
    'a run that was never observed has no failed task': {
      run: makeBatchRun(),
      now: templateOf(batchOf('a')),
      want: [
        'Cannot retry batchrun/deps-run-abc12: none of its tasks has failed',
        'kubectl task rerun batchrun/deps-run-abc12 runs all of them again',
      ],
    },
    'the run has its own spec, and the WorkspaceConfig changed': {
      run: { ...failedRun({ failed: [1] }), spec: { batchSpec: batchOf('a', 'b', 'c') } },
      now: templateOf(batchOf('a', 'b', 'c'), makeWorkspace({ agentImage: 'another:v1' })),
      want: [
        'Cannot retry batchrun/deps-run-abc12: batchrun/deps-run-abc12 or its WorkspaceConfig has changed since it ran, and 1 failed task no longer exists as it ran',
        'task 1 (o/b): variableContexts[1] of batchrun/deps-run-abc12 has that name, but its contexts, its agent or the key salt differ',
        offer,
        'revert the WorkspaceConfig, or run all tasks as they are now: kubectl task rerun batchrun/deps-run-abc12',
      ],
    },
    'one of two lost tasks was removed: --changed is not offered': {
      run: failedRun({ failed: [0, 1] }),
      now: templateOf({ variableContexts: [repository('b', 'dev')] }),
      want: [
        changed.replace('1 failed task no longer exists as it ran', '2 failed tasks no longer exist as they ran'),
        'task 0 (o/a): it is no longer in batch/deps',
        'task 1 (o/b): variableContexts[0] of batch/deps has that name, but its contexts, its agent or the key salt differ',
        restore,
      ],
    },
    'the run recorded the key but no name': {
      run: withoutNames(failedRun({ failed: [1] })),
      now: templateOf(batchOf('a', 'c')),
      want: [changed, 'task 1: it is no longer in batch/deps', restore],
    },
  };
  test.each(Object.entries(others))('%s', (_, { run = failedRun({ failed: [1] }), now, want: [message, ...hints] }) => {
    expect(() => retryOfRun(run, now)).toThrow(expect.objectContaining({ message, hints }));
  });

  test('more than ten tasks are lost: the first ten are named', () => {
    const lost = Array.from({ length: 12 }, (_, index) => index);
    const run = makeBatchRun({ status: { phase: 'Failed', planHash: 'old', failedIndexes: '0-11' } });
    expect(() => retryOfRun(run, templateOf(batchOf('a')))).toThrow(
      expect.objectContaining({
        hints: [
          ...lost.slice(0, 10).map((index) => `task ${index}: the run has no record of it`),
          'and 2 more',
          restore,
        ],
      }),
    );
  });
});

function withoutNames(run: ReturnType<typeof failedRun>): ReturnType<typeof failedRun> {
  const tasks = run.status?.tasks?.map(({ name: _, ...task }) => task) ?? [];
  return { ...run, status: { ...run.status, tasks } };
}

test('failed tasks in the entries and in the indexes: each once', () => {
  const tasks = [
    { index: 2, phase: 'Failed' as const, jobName: 'j' },
    { index: 0, phase: 'Succeeded' as const, jobName: 'j' },
  ];
  const failed = { phase: 'Failed' as const, jobName: 'j' };
  expect(failedTasks(makeBatchRun({ status: { failedIndexes: '1-2', tasks } }))).toEqual([1, 2]);
  expect(failedTasks(makeBatchRun({ status: { failedIndexes: '9-10', tasks: [{ index: 2, ...failed }] } }))).toEqual([
    2, 9, 10,
  ]);
  expect(failedTasks(makeBatchRun({ status: { tasks: [{ index: 2, ...failed }] } }))).toEqual([2]);
});

describe('with another text', () => {
  const withText = (repo: string): Context[] => [
    ...repository(repo),
    { type: 'File', file: { filePath: '/workspace/task.md', source: { inline: `fix ${repo}` } } },
  ];
  const spec: BatchSpec = { variableContexts: [withText('a'), withText('b')] };
  const run = () => {
    const plan = planned(spec);
    const tasks = (plan?.tasks ?? []).map(
      (task): TaskStatus => ({ index: task.index, jobName: task.name, key: task.identity().key, phase: 'Failed' }),
    );
    return makeBatchRun({
      status: { phase: 'Failed', planHash: plan?.hash ?? '', failedIndexes: '1', tasks: tasks.slice(1) },
    });
  };

  test('the failed tasks get it, and the run says where and which', () => {
    const retry = retryOfRun(run(), templateOf(spec), new Map(), false, { text: 'try again' });
    expect(retry.spec).toMatchObject({
      batchSpec: {
        commonContext: [{ type: 'File', file: { filePath: '/workspace/task.md', source: { inline: 'try again' } } }],
        variableContexts: [repository('b')],
      },
    });
    expect(retry.metadata.annotations).toEqual({
      'kubetask.io/retry-of': 'deps-run-abc12',
      'kubetask.io/retry-tasks': '1',
      'kubetask.io/retry-prompt': expect.stringMatching(/^\/workspace\/task\.md sha256:[0-9a-f]{12}$/),
    });
  });

  test('at a path that no context writes: an error', () => {
    const prompt = { text: 'try again', path: '/workspace/other.md' };
    expect(() => retryOfRun(run(), templateOf(spec), new Map(), false, prompt)).toThrow(
      'Cannot replace /workspace/other.md: no context of the tasks writes that file',
    );
  });
});
