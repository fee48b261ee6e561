import { describe, expect, test } from '@jest/globals';
import type { BatchRun, TaskStatus } from '../../../api/generated/kinds.js';
import { conclude } from '../../../cli/run/conclude.js';
import { describeBatchRun } from '../../../cli/run/describe-batch-run.js';
import { describeTaskRun } from '../../../cli/run/describe-task-run.js';
import { mostTelling } from '../../../cli/run/most-telling.js';
import { progressText } from '../../../cli/run/progress-text.js';
import type { Followed } from '../../../cli/run/run-state.js';
import { type TaskRow, taskRows } from '../../../cli/run/task-row.js';
import { ago, makeAgentBuild, makeBatchRun, makeTaskRun, makeTerminal, now } from '../sample.js';

const makeEntry = (index: number, entry: Partial<TaskStatus> = {}): TaskStatus => ({
  index,
  phase: 'Succeeded',
  jobName: `j-${index}`,
  ...entry,
});

const ready = (reason: string, message: string) => ({
  type: 'Ready',
  status: 'False' as const,
  reason,
  message,
  lastTransitionTime: ago(1),
});

test('a failed BatchRun', () => {
  const run = makeBatchRun({
    status: {
      phase: 'Failed',
      startTime: ago(110),
      completionTime: ago(20),
      progress: { total: 2, completed: 1, failed: 1, pending: 0, running: 0 },
      conditions: [ready('TasksFailed', '1/2 tasks succeeded, 1 failed')],
      tasks: [
        makeEntry(0, {
          name: 'o/billing',
          startTime: ago(110),
          completionTime: ago(60),
          result: { summary: 'node 20 to 22' },
        }),
        makeEntry(1, { phase: 'Failed', reason: 'AgentFailed', message: 'exit code 3', startTime: ago(110) }),
      ],
    },
  });
  expect(describeBatchRun(run, taskRows(run), makeTerminal(), now).join('\n')).toBe(
    `
Name:         batchrun/deps-run-abc12
Namespace:    team
Template:     batch/deps
Created:      2026-03-02T09:58:00Z (2m ago)
Phase:        Failed  TasksFailed: 1/2 tasks succeeded, 1 failed
Duration:     90s
Jobs:         runtime
Completions:  1/2 tasks succeeded, 1 failed

Conditions:
  TYPE    STATUS   REASON
  Ready   False    TasksFailed

Tasks:
  TASK   NAME        PHASE       REASON        DURATION   MESSAGE
     0   o/billing   Succeeded   -             50s        node 20 to 22
     1   -           Failed      AgentFailed   110s       exit code 3`.slice(1),
  );
});

test('a TaskRun between two steps, with its parameters', () => {
  const run = makeTaskRun({
    spec: { taskRef: 'hello', params: [{ name: 'who', value: 'you' }], timeout: '5m', suspend: true },
    status: {
      phase: 'Running',
      podName: 'hello-run-abc12-pod',
      startTime: ago(30),
      steps: [
        {
          name: 'build',
          container: 'build',
          phase: 'Succeeded',
          exitCode: 0,
          startTime: ago(30),
          completionTime: ago(10),
        },
        { name: 'test', container: 'test', phase: 'Running', startTime: ago(10) },
      ],
    },
  });
  expect(describeTaskRun(run, makeTerminal(), now).join('\n')).toBe(
    `
Name:       taskrun/hello-run-abc12
Namespace:  team
Template:   task/hello
Created:    2026-03-02T09:59:00Z (60s ago)
Phase:      Running
Duration:   30s
Params:     who=you
Timeout:    5m
Pod:        hello-run-abc12-pod
Requested:  paused

Steps:
  STEP    PHASE       EXIT CODE   DURATION
  build   Succeeded           0   20s
  test    Running             -   10s`.slice(1),
  );
});

describe('taskRows', () => {
  const phases = (status: BatchRun['status'], outcomes?: Map<number, TaskStatus>) =>
    taskRows(makeBatchRun(status ? { status } : {}), outcomes).map(({ phase }) => phase);
  const progress = { total: 3 };
  const cases: Record<string, { status: BatchRun['status']; outcomes?: Map<number, TaskStatus>; want: string[] }> = {
    'no status yet: no rows': { status: undefined, want: [] },
    'no entries: pending': { status: { progress }, want: ['Pending', 'Pending', 'Pending'] },
    'no entry but counted as completed: succeeded': {
      status: { progress, completedIndexes: '0-1' },
      want: ['Succeeded', 'Succeeded', 'Pending'],
    },
    'outcomes beside the status': {
      status: { progress },
      outcomes: new Map([[1, makeEntry(1, { phase: 'Failed' })]]),
      want: ['Pending', 'Failed', 'Pending'],
    },
    'an entry takes precedence over an outcome': {
      status: { progress, tasks: [makeEntry(0, { phase: 'Running' })] },
      outcomes: new Map([[0, makeEntry(0)]]),
      want: ['Running', 'Pending', 'Pending'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { status, outcomes, want }) => {
    expect(phases(status, outcomes)).toEqual(want);
  });
});

test('too many tasks: running and failed ones stay, by index', () => {
  const phases = ['Succeeded', 'Failed', 'Pending', 'Running', 'Succeeded'] as const;
  const rows = phases.map((phase, index) => ({ index, phase }) as TaskRow);
  expect(mostTelling(rows, 3).map(({ index }) => index)).toEqual([1, 2, 3]);
});

describe('progressText', () => {
  const cases: Record<string, { run: Followed; want: string }> = {
    'no controller has observed it': { run: makeBatchRun(), want: 'batchrun/deps-run-abc12  Pending' },
    'it cannot start': {
      run: makeBatchRun({
        status: { phase: 'Pending', conditions: [ready('BatchNotFound', 'Batch deps does not exist')] },
      }),
      want: 'batchrun/deps-run-abc12  Pending  BatchNotFound: Batch deps does not exist',
    },
    'tasks run': {
      run: makeBatchRun({
        status: { phase: 'Running', startTime: ago(12), progress: { total: 5, running: 2, completed: 1, failed: 1 } },
      }),
      want: 'batchrun/deps-run-abc12  Running  1/5 tasks succeeded, 1 failed, 2 running  12s',
    },
    'a step runs': {
      run: makeTaskRun({
        status: { phase: 'Running', steps: [{ name: 'test', container: 'test', phase: 'Running' }] },
      }),
      want: 'taskrun/hello-run-abc12  Running  0/1 step succeeded, test running',
    },
    'between two steps': {
      run: makeTaskRun({
        status: {
          phase: 'Running',
          steps: [
            { name: 'build', container: 'build', phase: 'Succeeded' },
            { name: 'test', container: 'test', phase: 'Pending' },
          ],
        },
      }),
      want: 'taskrun/hello-run-abc12  Running  1/2 steps succeeded',
    },
    'a build, which counts no steps': {
      run: { ...makeAgentBuild(), status: { phase: 'Running', conditions: [ready('Building', 'step push')] } },
      want: 'agentbuild/hello  Running  Building: step push',
    },
  };
  test.each(Object.entries(cases))('%s', (_, { run, want }) => {
    expect(progressText(run, makeTerminal(), now)).toBe(want);
  });
});

describe('conclude', () => {
  const finished = (phase: 'Succeeded' | 'Failed' | 'Cancelled') =>
    makeBatchRun({
      status: { phase, startTime: ago(60), completionTime: ago(0), conditions: [ready('Why', 'because')] },
    });
  const run = makeBatchRun();
  const aborted = { how: 'aborted' } as const;
  const name = 'batchrun/deps-run-abc12';
  const cases: Record<
    string,
    { ending: Parameters<typeof conclude>[0]; interrupted?: boolean; want: [number, string] }
  > = {
    succeeded: { ending: { how: 'finished', run: finished('Succeeded') }, want: [0, `${name} Succeeded in 60s`] },
    failed: { ending: { how: 'finished', run: finished('Failed') }, want: [1, `${name} Failed in 60s  Why: because`] },
    'failed without a reason': {
      ending: { how: 'finished', run: makeBatchRun({ status: { phase: 'Failed' } }) },
      want: [1, `${name} Failed`],
    },
    'failed with a reason alone': {
      ending: {
        how: 'finished',
        run: makeBatchRun({ status: { phase: 'Failed', conditions: [ready('Why', '')] } }),
      },
      want: [1, `${name} Failed  Why`],
    },
    cancelled: {
      ending: { how: 'finished', run: finished('Cancelled') },
      want: [2, `${name} Cancelled in 60s  Why: because`],
    },
    deleted: {
      ending: { how: 'deleted', run },
      want: [2, `${name} was deleted before it finished`],
    },
    'the timeout expires': { ending: aborted, want: [124, `timed out after 5s: ${name} continues`] },
    'Ctrl-C': { ending: aborted, interrupted: true, want: [130, `interrupted: ${name} continues`] },
  };
  test.each(Object.entries(cases))('%s', (_, { ending, interrupted = false, want }) => {
    const { code, text } = conclude(
      ending,
      { run, timeoutSeconds: 5, wasInterrupted: interrupted, now },
      makeTerminal(),
    );
    expect([code, text]).toEqual(want);
  });
});
