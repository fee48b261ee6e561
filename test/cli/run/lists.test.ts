import { describe, expect, test } from '@jest/globals';
import type { TaskResult, TaskStatus } from '../../../api/generated/kinds.js';
import { printerColumns } from '../../../api/generated/printer-columns.js';
import { batchRun as batchRunKind } from '../../../api/kinds/batch-run.js';
import { table } from '../../../cli/output/table.js';
import { conclude } from '../../../cli/run/conclude.js';
import { eventLines } from '../../../cli/run/describe-events.js';
import { pairs } from '../../../cli/run/describe-run.js';
import { describeTemplate } from '../../../cli/run/describe-template.js';
import { progressKey, progressText } from '../../../cli/run/progress-text.js';
import { resultColumns, resultOfTaskRun, totals } from '../../../cli/run/result-rows.js';
import { runColumns, runRow } from '../../../cli/run/run-row.js';
import { exitCodeOf, runState } from '../../../cli/run/run-state.js';
import { taskRows } from '../../../cli/run/task-row.js';
import { templateColumns, templateRow } from '../../../cli/run/template-row.js';
import { makeRepository } from '../../plan/sample.js';
import { ago, makeBatch, makeBatchRun, makeTask, makeTaskRun, makeTerminal, now } from '../sample.js';

const wide = makeTerminal(300);
/** Marks the coloured words. */
const coloured = { ...wide, paint: (style: string, text: string) => `<${style}>${text}</${style}>` };
const lines = (text: string) => text.split('\n').slice(1, -1);
const ready = (reason: string, message = '') => ({
  type: 'Ready',
  status: 'False' as const,
  reason,
  message,
  lastTransitionTime: ago(1),
});

const batchRun = makeBatchRun({
  status: {
    phase: 'Failed',
    startTime: ago(110),
    completionTime: ago(20),
    completions: '1/5',
    progress: { total: 5, completed: 1, failed: 2, cancelled: 1, running: 1, pending: 0 },
    conditions: [ready('TasksFailed', '2 of 5 tasks failed')],
  },
});
const taskRun = makeTaskRun({
  status: {
    phase: 'Running',
    startTime: ago(30),
    completions: '1/3',
    conditions: [ready('Running')],
    steps: [
      { name: 'a', container: 'a', phase: 'Succeeded' },
      { name: 'b', container: 'b', phase: 'Running' },
      { name: 'c', container: 'c', phase: 'Pending' },
    ],
  },
});

describe('a list of runs', () => {
  const rows = [batchRun, taskRun].map(runRow);

  test('the default columns', () => {
    expect(table(runColumns({ isWide: false, hasNamespace: false }, now), rows, wide)).toEqual(
      lines(`
NAME                      TEMPLATE   PHASE     COMPLETIONS   RUNNING   FAILED   REASON        DURATION   AGE
batchrun/deps-run-abc12   deps       Failed    1/5           1         2        TasksFailed   90s        2m
taskrun/hello-run-abc12   hello      Running   1/3           -         -        Running       30s        60s
`),
    );
  });

  test('wide, with namespaces', () => {
    expect(table(runColumns({ isWide: true, hasNamespace: true }, now), rows, wide)).toEqual(
      lines(`
NAMESPACE   NAME                      TEMPLATE   PHASE     COMPLETIONS   RUNNING   FAILED   REASON        POD   DURATION   AGE
team        batchrun/deps-run-abc12   deps       Failed    1/5           1         2        TasksFailed   -     90s        2m
team        taskrun/hello-run-abc12   hello      Running   1/3           -         -        Running       -     30s        60s
`),
    );
  });

  test('the columns of kubectl get, in their order, and DURATION', () => {
    const titles = ({ name }: { readonly name: string }) => name.toUpperCase();
    const listed = runColumns({ isWide: true, hasNamespace: false, kinds: [batchRunKind] }, now).map(
      ({ title }) => title,
    );
    expect(listed.filter((title) => title !== 'DURATION')).toEqual(['NAME', ...printerColumns.BatchRun.map(titles)]);
    expect(templateColumns({ isWide: false, hasNamespace: false }, now).map(({ title }) => title)).toEqual(
      expect.arrayContaining(printerColumns.Task.map(titles)),
    );
  });

  test('of the counts, only failures are red', () => {
    const [, failed = '', running = ''] = table(runColumns({ isWide: true, hasNamespace: false }, now), rows, coloured);
    expect(failed).toMatch(/<red>Failed.*<red>2/);
    expect(running).not.toContain('red');
  });

  test('before the first pass of the controller: Pending, without counts or times', () => {
    const status = { phase: 'Pending', observedGeneration: -1 } as const; // the schema's default
    const fresh = [makeBatchRun({ status }), makeTaskRun({ status })].map(runRow);
    expect(table(runColumns({ isWide: true, hasNamespace: false }, now), fresh, wide)).toEqual(
      lines(`
NAME                      TEMPLATE   PHASE     COMPLETIONS   RUNNING   FAILED   REASON   POD   DURATION   AGE
batchrun/deps-run-abc12   deps       Pending   -             -         -        -        -     -          2m
taskrun/hello-run-abc12   hello      Pending   -             -         -        -        -     -          60s
`),
    );
  });

  test('a run with an inline spec names no template', () => {
    expect(runRow(makeBatchRun({ spec: { batchSpec: {} } })).template).toBe('');
    expect(runRow(makeTaskRun({ spec: { taskSpec: {} } })).template).toBe('');
  });

  test('only steps that succeeded count', () => {
    const steps = [
      { name: 'a', container: 'a', phase: 'Failed' as const },
      { name: 'b', container: 'b', phase: 'Skipped' as never },
    ];
    expect(runRow(makeTaskRun({ status: { phase: 'Failed', steps } }))).toMatchObject({ succeeded: 0, total: 2 });
  });
});

describe('a list of templates', () => {
  const rows = [
    makeBatch({ variableContexts: [[], [], []], workspaceConfigRef: 'w' }),
    makeBatch({ variableContexts: [[]] }),
    makeBatch(),
    makeTask(),
    makeTask({ contexts: [], params: [{ name: 'must' }, { name: 'may', default: '' }] }),
  ].map((template) => templateRow({ ...template, metadata: { ...template.metadata, creationTimestamp: ago(60) } }));

  test('what they run, and their required parameters', () => {
    expect(table(templateColumns({ isWide: false, hasNamespace: false }, now), rows, wide)).toEqual(
      lines(`
NAME         WORK      PARAMS      WORKSPACE   AGE
batch/deps   3 tasks   -           w           60s
batch/deps   1 task    -           -           60s
batch/deps   0 tasks   -           -           60s
task/hello   1 step    -           -           60s
task/hello   agent     must!,may   -           60s
`),
    );
  });

  test('with namespaces', () => {
    expect(table(templateColumns({ isWide: false, hasNamespace: true }, now), rows.slice(0, 1), wide)).toEqual(
      lines(`
NAMESPACE   NAME         WORK      PARAMS   WORKSPACE   AGE
team        batch/deps   3 tasks   -        w           60s
`),
    );
  });
});

describe('a template for people', () => {
  const dated = { creationTimestamp: ago(3600) };

  test('a Batch: its tasks by repository, and its latest runs', () => {
    const batch = makeBatch({
      workspaceConfigRef: 'w',
      variableContexts: [[makeRepository()], [makeRepository({ repo: 'b' }), makeRepository({ repo: 'c', path: 'c' })]],
    });
    const text = describeTemplate(
      { ...batch, metadata: { ...batch.metadata, ...dated } },
      [runRow(batchRun)],
      wide,
      now,
    );
    expect(text).toEqual(
      lines(`
Name:       batch/deps
Namespace:  team
Created:    2026-03-02T09:00:00Z (60m ago)
Workspace:  w

Tasks:
  TASK   REPOSITORY
     0   https://github.com/myorg/service-a.git main
     1   https://github.com/myorg/b.git main, https://github.com/myorg/c.git main

Latest runs:
  NAME                      TEMPLATE   PHASE    COMPLETIONS   RUNNING   FAILED   REASON        DURATION   AGE
  batchrun/deps-run-abc12   deps       Failed   1/5           1         2        TasksFailed   90s        2m
`),
    );
  });

  test('a Batch with many tasks: the first fifty', () => {
    const many = (count: number) => makeBatch({ variableContexts: Array.from({ length: count }, () => []) });
    expect(describeTemplate(many(52), [], wide, now).at(-1)).toBe('  … and 2 more');
    expect(describeTemplate(many(50), [], wide, now).join('\n')).not.toContain('more');
    expect(describeTemplate(many(50), [], wide, now).at(-1)).toMatch(/^ +49 /);
  });

  test('a Batch without tasks or runs: neither section', () => {
    expect(describeTemplate(makeBatch(), [], wide, now).join('\n')).not.toMatch(/Tasks|runs/);
  });

  test('the ten latest runs', () => {
    const runs = Array.from({ length: 12 }, () => runRow(batchRun));
    const text = describeTemplate(makeBatch(), runs, wide, now);
    expect(text.filter((line) => line.includes('batchrun/'))).toHaveLength(10);
  });

  test('a Task: its parameters and steps', () => {
    const task = makeTask({
      params: [
        { name: 'must', description: 'What for' },
        { name: 'may', default: 'x' },
      ],
      steps: [
        { name: 'a', image: 'i', script: '  make\n' },
        { command: ['sh', '-c'], args: ['true'] },
      ],
    });
    expect(describeTemplate(task, [], wide, now)).toEqual(
      lines(`
Name:       task/hello
Namespace:  team

Params:
  NAME   DEFAULT      DESCRIPTION
  must   (required)   What for
  may    x            -

Steps:
  STEP   IMAGE   COMMAND
  a      i       make
  -      -       sh -c true
`),
    );
  });
});

describe('results', () => {
  const entry = (index: number, phase: TaskStatus['phase'], more: Partial<TaskStatus> = {}): TaskStatus => ({
    index,
    phase,
    jobName: `j-${index}`,
    ...more,
  });
  const result: TaskResult = {
    summary: 'done',
    verdict: 'pass',
    costUsd: 1.255,
    tokens: { input: 80_000, output: 4000, total: 84_000 },
    branch: 'kubetask/x',
    pr: 'https://h/pr/1',
  };
  const rows = taskRows(
    makeBatchRun({
      status: {
        phase: 'Failed',
        progress: { total: 3 },
        tasks: [
          entry(0, 'Succeeded', { name: 'o/r', startTime: ago(90), completionTime: ago(60), result }),
          entry(1, 'Failed', { reason: 'AgentFailed', startTime: ago(90), completionTime: ago(70) }),
          entry(2, 'Cancelled', { reason: 'Cancelled' }),
        ],
      },
    }),
  );

  test('every column that has a value', () => {
    expect(table(resultColumns(now), rows, wide)).toEqual(
      lines(`
TASK   NAME   PHASE       DURATION   VERDICT    COST   TOKENS   BRANCH       PULL REQUEST     MESSAGE
   0   o/r    Succeeded   30s        pass      $1.25    84000   kubetask/x   https://h/pr/1   done
   1   -      Failed      20s        -             -        -   -            -                AgentFailed
   2   -      Cancelled   -          -             -        -   -            -                -
`),
    );
  });

  test('without results: no columns for them', () => {
    expect(table(resultColumns(now), rows.slice(2), wide)[0]).toBe('TASK   PHASE       DURATION');
  });

  test('totals: phases that occur, costs, tokens', () => {
    expect(totals(rows)).toBe('1 succeeded, 1 failed, 1 cancelled, $1.25, 84000 tokens');
    expect(totals(rows.slice(1))).toBe('1 failed, 1 cancelled');
    expect(totals([])).toBe('');
    const [succeeded] = rows;
    expect(totals(succeeded ? [{ ...succeeded, reason: 'Reused' }] : [])).toBe('1 succeeded (1 reused)');
  });

  test('a TaskRun: one row', () => {
    const run = makeTaskRun({
      status: { phase: 'Succeeded', startTime: ago(30), completionTime: ago(10), podName: 'p', result },
    });
    expect(resultOfTaskRun(run)).toEqual({
      index: 0,
      name: '',
      key: '',
      phase: 'Succeeded',
      reason: '',
      note: 'done',
      message: '',
      jobName: 'p',
      result,
      startTime: ago(30),
      completionTime: ago(10),
    });
  });

  test('a TaskRun that did not succeed: the reason instead of a summary', () => {
    const of = (phase: 'Failed' | 'Paused') =>
      resultOfTaskRun(makeTaskRun({ status: { phase, conditions: [ready('StepFailed', 'exit code 3')], result } }));
    expect(of('Failed')).toMatchObject({ phase: 'Failed', reason: 'StepFailed', note: 'exit code 3' });
    expect(of('Paused').phase).toBe('Pending');
  });

  test('a TaskRun without a status: pending', () => {
    expect(resultOfTaskRun(makeTaskRun())).toMatchObject({ phase: 'Pending', note: '', jobName: '', result: {} });
  });

  test('a TaskRun that succeeded without a result: no note', () => {
    expect(resultOfTaskRun(makeTaskRun({ status: { phase: 'Succeeded' } })).note).toBe('');
  });
});

describe('events', () => {
  const event = (message: string, more: object) => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: message, creationTimestamp: ago(500) },
    type: 'Normal',
    reason: 'Created',
    message,
    ...more,
  });

  test('by time, oldest first, from whichever field has the time', () => {
    const events = [
      event('last', { lastTimestamp: ago(10), eventTime: ago(400) }),
      event('first', { lastTimestamp: null, eventTime: null }),
      event('middle', { type: 'Warning', reason: 'Failed', lastTimestamp: null, eventTime: ago(60) }),
    ];
    expect(eventLines(events, wide, now)).toEqual([
      '',
      ...lines(`
Events:
  TYPE      REASON    AGE     MESSAGE
  Normal    Created   8m20s   first
  Warning   Failed    60s     middle
  Normal    Created   10s     last
`),
    ]);
  });

  test('warnings are yellow', () => {
    const [, , , normal = '', warning = ''] = eventLines(
      [event('a', { lastTimestamp: ago(9) }), event('b', { type: 'Warning', lastTimestamp: ago(8) })],
      coloured,
      now,
    );
    expect([normal.includes('yellow'), warning.includes('<yellow>Warning')]).toEqual([false, true]);
  });

  test('the twenty latest', () => {
    const events = Array.from({ length: 22 }, (_, i) => event(`number ${i}`, { lastTimestamp: ago(100 - i) }));
    const text = eventLines(events, wide, now).join('\n');
    expect(text).not.toMatch(/number [01]$/m);
    expect(text).toMatch(/number 2$/m);
    expect(text).toMatch(/number 21$/m);
  });

  test('an event without fields: dashes; no events: no section', () => {
    const bare = { apiVersion: 'v1', kind: 'Event', metadata: { name: 'e' } };
    expect(eventLines([bare], wide, now).at(-1)).toMatch(/^ {2}- +- +\S+ +-$/);
    expect(eventLines([], wide, now)).toEqual([]);
  });
});

describe('progress in one line', () => {
  const of = (status: object) => progressText(makeBatchRun({ status: { phase: 'Running', ...status } }), wide, now);
  const cases: Record<string, { text: string; want: string }> = {
    'a BatchRun: completed, running and failed tasks': {
      text: of({ startTime: ago(12), progress: { total: 5, completed: 2, failed: 1, running: 2 } }),
      want: 'batchrun/deps-run-abc12  Running  2/5 tasks succeeded, 1 failed, 2 running  12s',
    },
    'a BatchRun without running tasks: only completed ones': {
      text: of({ progress: { total: 5 } }),
      want: 'batchrun/deps-run-abc12  Running  0/5 tasks succeeded',
    },
    'a TaskRun: its steps': {
      text: progressText(taskRun, wide, now),
      want: 'taskrun/hello-run-abc12  Running  1/3 steps succeeded, b running  30s',
    },
    'before there are tasks: why': {
      text: of({ conditions: [ready('TemplateNotFound', 'there is no Batch deps')] }),
      want: 'batchrun/deps-run-abc12  Running  TemplateNotFound: there is no Batch deps',
    },
    'the phase is coloured': {
      text: progressText(batchRun, coloured, now),
      want: 'batchrun/deps-run-abc12  <red>Failed</red>  1/5 tasks succeeded, 2 failed, 1 cancelled, 1 running  90s',
    },
  };
  test.each(Object.entries(cases))('%s', (_, { text, want }) => {
    expect(text).toBe(want);
  });

  test('a new line is printed when the phase, the reason or the count of completed tasks changes', () => {
    expect(progressKey(batchRun)).toBe('Failed TasksFailed 4');
    expect(progressKey(makeBatchRun())).toBe('Pending  0');
  });
});

describe('how waiting ends', () => {
  const asked = { run: batchRun, wasInterrupted: false, now };
  const hints = [
    'kubectl task wait batchrun/deps-run-abc12    waits again',
    'kubectl task cancel batchrun/deps-run-abc12  cancels it',
  ];
  const succeeded = makeBatchRun({ status: { phase: 'Succeeded', startTime: ago(90), completionTime: ago(60) } });

  test('failed: the reason, and the command that shows more', () => {
    expect(conclude({ how: 'finished', run: batchRun } as never, asked, wide)).toEqual({
      code: exitCodeOf('Failed'),
      text: 'batchrun/deps-run-abc12 Failed in 90s  TasksFailed: 2 of 5 tasks failed',
      hints: ['kubectl task logs batchrun/deps-run-abc12 --failed  shows why'],
    });
  });

  test('succeeded: no hint', () => {
    expect(conclude({ how: 'finished', run: succeeded } as never, asked, wide)).toEqual({
      code: exitCodeOf('Succeeded'),
      text: 'batchrun/deps-run-abc12 Succeeded in 30s',
      hints: [],
    });
  });

  test('deleted: the error says so', () => {
    expect(conclude({ how: 'deleted' } as never, asked, wide)).toMatchObject({
      text: 'batchrun/deps-run-abc12 was deleted before it finished',
      hints: [],
    });
  });

  test('interrupted or timed out: the run continues', () => {
    const interrupted = conclude({ how: 'stopped' } as never, { ...asked, wasInterrupted: true }, wide);
    const late = conclude({ how: 'stopped' } as never, { ...asked, timeoutSeconds: 5 }, wide);
    expect(interrupted).toMatchObject({ text: 'interrupted: batchrun/deps-run-abc12 continues', hints });
    expect(late).toMatchObject({ text: 'timed out after 5s: batchrun/deps-run-abc12 continues', hints });
  });

  test('each ending has its own exit code', () => {
    const codes = [
      ...(['Succeeded', 'Failed', 'Cancelled'] as const).map(exitCodeOf),
      conclude({ how: 'stopped' } as never, { ...asked, wasInterrupted: true }, wide).code,
      conclude({ how: 'stopped' } as never, asked, wide).code,
    ];
    expect(new Set(codes).size).toBe(codes.length);
  });
});

test('labels on one line, without the annotation of kubectl', () => {
  expect(pairs({ a: '1', 'kubectl.kubernetes.io/last-applied-configuration': '{}', b: '2' })).toBe('a=1, b=2');
  expect(pairs()).toBe('');
});

test.each(['Pending', 'Running', 'Paused'] as const)('a run that is %s has not finished', (phase) => {
  expect(runState(makeTaskRun({ status: { phase } })).isFinished).toBe(false);
});
