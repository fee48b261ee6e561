import { describe, expect, test } from '@jest/globals';
import type { PipelineRun, PipelineSpec, TaskRun } from '../../tekton/objects.js';
import { reconcilePipelineRun } from '../../tekton/pipeline-run/reconcile.js';

const now = Date.parse('2026-01-01T00:10:00Z');
const startTime = '2026-01-01T00:00:00Z';
const taskSpec = { steps: [{ image: 'any', script: 'true' }] };
const spec: PipelineSpec = {
  tasks: [
    { name: 'a', taskSpec },
    { name: 'b', taskSpec },
    { name: 'c', runAfter: ['a'], params: [{ name: 'x', value: '$(tasks.b.results.r)' }], taskSpec },
  ],
  results: [
    { name: 'R', value: '$(tasks.b.results.r)' },
    { name: 'C', value: '$(tasks.c.results.r)' },
  ],
};

const makeRun = (
  rest: Partial<PipelineRun['spec']> = {},
  status: PipelineRun['status'] = { startTime },
): PipelineRun => ({
  apiVersion: 'tekton.dev/v1',
  kind: 'PipelineRun',
  metadata: { name: 'r', namespace: 'ns', uid: '1' },
  spec: { pipelineRef: { name: 'p' }, ...rest },
  status,
});

const conditions = {
  running: ['Unknown', 'Running'],
  succeeded: ['True', 'Succeeded'],
  failed: ['False', 'Failed'],
  cancelled: ['False', 'TaskRunCancelled'],
} as const;

const makeTaskRun = (task: string, is: keyof typeof conditions, result?: string): TaskRun => {
  const [status, reason] = conditions[is];
  return {
    apiVersion: 'tekton.dev/v1',
    kind: 'TaskRun',
    metadata: { name: `r-${task}`, namespace: 'ns', labels: { 'tekton.dev/pipelineTask': task } },
    spec: {},
    status: {
      conditions: [{ type: 'Succeeded', status, reason, message: '', lastTransitionTime: startTime }],
      ...(result === undefined ? {} : { results: [{ name: 'r', type: 'string', value: result }] }),
    },
  };
};

interface Case {
  readonly run?: PipelineRun;
  readonly taskRuns?: readonly TaskRun[];
  readonly want: {
    text: string;
    starts?: string[];
    cancels?: string[];
    results?: string[];
    skipped?: string[];
    requeue?: number;
  };
}

const cases: Record<string, Case> = {
  'nothing has begun: what waits for nothing starts': {
    want: {
      text: 'Unknown Running: Tasks Completed: 0 (Failed: 0, Cancelled 0), Incomplete: 3, Skipped: 0',
      starts: ['r-a', 'r-b'],
      requeue: 3000,
    },
  },
  'one of two is done: the third waits for both': {
    taskRuns: [makeTaskRun('a', 'succeeded'), makeTaskRun('b', 'running')],
    want: {
      text: 'Unknown Running: Tasks Completed: 1 (Failed: 0, Cancelled 0), Incomplete: 2, Skipped: 0',
      requeue: 3000,
    },
  },
  'both are done: the third starts, with the result': {
    taskRuns: [makeTaskRun('a', 'succeeded'), makeTaskRun('b', 'succeeded', 'v')],
    want: {
      text: 'Unknown Running: Tasks Completed: 2 (Failed: 0, Cancelled 0), Incomplete: 1, Skipped: 0',
      starts: ['r-c: v'],
      requeue: 3000,
    },
  },
  'the result that the third needs was not written: failed': {
    taskRuns: [makeTaskRun('a', 'succeeded'), makeTaskRun('b', 'succeeded')],
    want: {
      text: 'False PipelineValidationFailed: Tasks Completed: 2 (Failed: 0, Cancelled 0), Skipped: 0, Failed Validation: 1 (task "b" completed successfully but did not emit the result "r", which is referenced by task "c")',
    },
  },
  'all are done: succeeded, with the results': {
    taskRuns: [makeTaskRun('a', 'succeeded'), makeTaskRun('b', 'succeeded', 'v'), makeTaskRun('c', 'succeeded', 'w')],
    want: {
      text: 'True Succeeded: Tasks Completed: 3 (Failed: 0, Cancelled 0), Skipped: 0',
      results: ['R=v', 'C=w'],
    },
  },
  'all are done, but none wrote what a result is made of: failed': {
    taskRuns: [makeTaskRun('a', 'succeeded'), makeTaskRun('b', 'succeeded', 'v'), makeTaskRun('c', 'succeeded')],
    want: { text: 'False CouldntGetPipelineResult: no task has written what result C is made of', results: ['R=v'] },
  },
  'one failed that has said why: its result is in the message': {
    taskRuns: [makeTaskRun('a', 'succeeded'), makeTaskRun('b', 'failed', 'why')],
    want: {
      text: 'False Failed: Tasks Completed: 2 (Failed: 1, Cancelled 0), Skipped: 1',
      results: ['R=why'],
      skipped: ['c'],
    },
  },
  'one failed, another runs: no more starts': {
    taskRuns: [makeTaskRun('a', 'failed'), makeTaskRun('b', 'running')],
    want: {
      text: 'Unknown PipelineRunStopping: Tasks Completed: 1 (Failed: 1, Cancelled 0), Incomplete: 1, Skipped: 1',
      requeue: 3000,
    },
  },
  'one failed, the other is done: failed, with what results there are': {
    taskRuns: [makeTaskRun('a', 'failed'), makeTaskRun('b', 'succeeded', 'v')],
    want: {
      text: 'False Failed: Tasks Completed: 2 (Failed: 1, Cancelled 0), Skipped: 1',
      results: ['R=v'],
      skipped: ['c'],
    },
  },
  'a TaskRun was cancelled by hand: cancelled': {
    taskRuns: [makeTaskRun('a', 'cancelled'), makeTaskRun('b', 'succeeded', 'v')],
    want: {
      text: 'False Cancelled: Tasks Completed: 2 (Failed: 0, Cancelled 1), Skipped: 1',
      results: ['R=v'],
      skipped: ['c'],
    },
  },
  'it is cancelled: so is what runs': {
    run: makeRun({ status: 'Cancelled' }),
    taskRuns: [makeTaskRun('a', 'running'), makeTaskRun('b', 'succeeded')],
    want: { text: 'False Cancelled: PipelineRun "r" was cancelled', cancels: ['r-a'] },
  },
  'its time is over: what runs is cancelled': {
    run: makeRun({ timeouts: { pipeline: '600s' } }),
    taskRuns: [makeTaskRun('a', 'running')],
    want: { text: 'False PipelineRunTimeout: PipelineRun "r" failed to finish within "600s"', cancels: ['r-a'] },
  },
  'an hour foreverything, five minutes for the tasks: over after five': {
    run: makeRun({ timeouts: { pipeline: '1h', tasks: '5m' } }),
    taskRuns: [makeTaskRun('a', 'running')],
    want: { text: 'False PipelineRunTimeout: PipelineRun "r" failed to finish within "5m"', cancels: ['r-a'] },
  },
  'no time limit: continues': {
    run: makeRun({ timeouts: { pipeline: '0' } }),
    taskRuns: [makeTaskRun('a', 'running'), makeTaskRun('b', 'running')],
    want: { text: 'Unknown Running: Tasks Completed: 0 (Failed: 0, Cancelled 0), Incomplete: 3, Skipped: 0' },
  },
  'held back: nothing starts': {
    run: makeRun({ status: 'PipelineRunPending' }, {}),
    want: { text: 'Unknown PipelineRunPending: PipelineRun "r" is pending' },
  },
};

describe('reconcilePipelineRun', () => {
  test.each(Object.entries(cases))('%s', (_, { run = makeRun(), taskRuns = [], want }) => {
    const { status, create, cancel, requeueAfterSeconds } = reconcilePipelineRun({ run, spec, taskRuns }, now);
    const [condition] = status.conditions ?? [];
    const withParam = (taskRun: TaskRun) =>
      [taskRun.metadata.name, ...(taskRun.spec.params ?? []).map(({ value }) => value)].join(': ');
    expect({
      text: `${condition?.status} ${condition?.reason}: ${condition?.message}`,
      starts: create.map((object) => withParam(object as TaskRun)),
      cancels: cancel.map(({ metadata }) => metadata.name),
      results: status.results?.map(({ name, value }) => `${name}=${value}`) ?? [],
      skipped: status.skippedTasks?.map(({ name }) => name) ?? [],
      requeue: requeueAfterSeconds,
    }).toEqual({ starts: [], cancels: [], results: [], skipped: [], requeue: undefined, ...want });
    expect(status.completionTime !== undefined).toBe(condition?.status !== 'Unknown');
  });

  test('it is over: nothing changes, whatever becomes of its TaskRuns', () => {
    const taskRuns = [
      makeTaskRun('a', 'succeeded'),
      makeTaskRun('b', 'succeeded', 'v'),
      makeTaskRun('c', 'succeeded', 'w'),
    ];
    const { status } = reconcilePipelineRun({ run: makeRun(), spec, taskRuns }, now);
    expect(reconcilePipelineRun({ run: makeRun({}, status), spec: undefined, taskRuns: [] }, now + 1e9)).toEqual({
      status,
      create: [],
      cancel: [],
      cancelMessage: '',
    });
  });
});
