import { describe, expect, test } from '@jest/globals';
import type { TaskStatus } from '../../../api/generated/kinds.js';
import type { Terminal } from '../../../cli/output/terminal.js';
import { describeBatchRun } from '../../../cli/run/describe-batch-run.js';
import { conditionTable, runFields } from '../../../cli/run/describe-run.js';
import { describeTaskRun } from '../../../cli/run/describe-task-run.js';
import { mostTelling } from '../../../cli/run/most-telling.js';
import type { Followed } from '../../../cli/run/run-state.js';
import { type TaskRow, taskRows } from '../../../cli/run/task-row.js';
import { ago, makeAgentBuild, makeBatchRun, makeTaskRun, makeTerminal, now } from '../sample.js';

const wide = makeTerminal(300);
const coloured: Terminal = { ...wide, paint: (style, text) => `<${style}>${text}</${style}>` };
const makeEntry = (index: number, entry: Partial<TaskStatus> = {}): TaskStatus => ({
  index,
  phase: 'Succeeded',
  jobName: `j-${index}`,
  ...entry,
});

describe('the fields of a run', () => {
  const metadata = { name: 'x', namespace: 'team' };
  const cases: Record<string, { run: Followed; want: string[] }> = {
    'a BatchRun of a Batch that no controller has observed': {
      run: makeBatchRun({ metadata: { name: 'x', creationTimestamp: ago(120) } }),
      want: [
        'Name:       batchrun/x',
        'Namespace:  team',
        'Template:   batch/deps',
        'Created:    2026-03-02T09:58:00Z (2m ago)',
        'Phase:      Pending',
      ],
    },
    'its own spec': { run: { ...makeBatchRun({ spec: { batchSpec: {} } }), metadata }, want: fieldsOf('inline spec') },
    'cancelled while it is paused: both': {
      run: { ...makeBatchRun({ spec: { batchRef: 'deps', cancel: true, suspend: true } }), metadata },
      want: [...fieldsOf('batch/deps'), 'Requested:  cancelled, paused'],
    },
    'an AgentBuild: its image': {
      run: { ...makeAgentBuild(), metadata },
      want: [
        'Name:       agentbuild/x',
        'Namespace:  team',
        'Image:      ghcr.io/beeai/agents/hello-world-agent:v1',
        'Phase:      Pending',
      ],
    },
    'from Git, with labels and annotations': {
      run: {
        ...makeBatchRun(),
        metadata: {
          ...metadata,
          labels: { a: '1', b: '2' },
          annotations: { 'argocd.argoproj.io/tracking-id': 'fleet:x' },
        },
      },
      want: [
        'Name:         batchrun/x',
        'Namespace:    team',
        'Template:     batch/deps',
        'Phase:        Pending',
        'From Git:     the Argo CD application fleet manages it from Git, and may revert your change',
        'Labels:       a=1, b=2',
        'Annotations:  argocd.argoproj.io/tracking-id=fleet:x',
      ],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { run, want }) => expect(runFields(run, [], wide, now)).toEqual(want));
});

function fieldsOf(of: string): string[] {
  return ['Name:       batchrun/x', 'Namespace:  team', `Template:   ${of}`, 'Phase:      Pending'];
}

test('a condition whose message is already shown is not printed twice', () => {
  const condition = { status: 'False' as const, reason: 'R', lastTransitionTime: ago(1) };
  const all = [
    { ...condition, type: 'Ready', message: 'one of 2 failed' },
    { ...condition, type: 'Stalled', message: 'create the Batch' },
  ];
  expect(conditionTable(all, 'one of 2 failed', wide)).toEqual([
    '',
    'Conditions:',
    '  TYPE      STATUS   REASON   MESSAGE',
    '  Ready     False    R        -',
    '  Stalled   False    R        create the Batch',
  ]);
});

describe('the tasks of a BatchRun', () => {
  const linesOf = (run: ReturnType<typeof makeBatchRun>, terminal = wide) =>
    describeBatchRun(run, taskRows(run), terminal, now);
  const runOf = (...tasks: TaskStatus[]) => makeBatchRun({ status: { phase: 'Running', tasks } });

  test('a run that was never observed counts none', () => {
    expect(linesOf(makeBatchRun())).toEqual(
      ['Name:       batchrun/deps-run-abc12', 'Namespace:  team', 'Template:   batch/deps'].concat([
        'Created:    2026-03-02T09:58:00Z (2m ago)',
        'Phase:      Pending',
        'Jobs:       runtime',
      ]),
    );
  });

  const counts: Record<string, { progress: object; want: string }> = {
    'none has begun': { progress: { total: 4 }, want: 'Completions:  0/4 tasks succeeded' },
    'each phase, in the order of a run that ends well': {
      progress: { total: 15, pending: 5, running: 4, cancelled: 3, failed: 2, completed: 1 },
      want: 'Completions:  1/15 tasks succeeded, 2 failed, 3 cancelled, 4 running, 5 pending',
    },
  };
  test.each(Object.entries(counts))('counted: %s', (_, { progress, want }) => {
    expect(linesOf(makeBatchRun({ status: { progress } }))).toContain(want);
  });

  test('columns that no task fills are left out', () => {
    const [head, row] = linesOf(runOf(makeEntry(0, { reason: 'Completed' }))).slice(-2);
    expect([head, row]).toEqual(['  TASK   PHASE       DURATION', '     0   Succeeded   -']);
  });

  test('what ended as it should has no reason, and the phase its colour', () => {
    const [, done, failed] = linesOf(
      runOf(makeEntry(0, { reason: 'Completed' }), makeEntry(1, { phase: 'Failed', reason: 'AgentFailed' })),
      coloured,
    ).slice(-3);
    expect(done).toBe('     0   <green>Succeeded</green>   -             -');
    expect(failed).toBe('     1   <red>Failed   </red>   AgentFailed   -');
  });

  test('fifty are shown, and the rest is counted', () => {
    const tasks = Array.from({ length: 52 }, (_, index) => makeEntry(index));
    expect(linesOf(runOf(...tasks)).slice(-2)).toEqual([
      '    49   Succeeded   -',
      '  … and 2 more: kubectl task results batchrun/deps-run-abc12',
    ]);
    expect(linesOf(runOf(...tasks.slice(0, 50))).at(-1)).toBe('    49   Succeeded   -');
  });
});

test('of too many tasks the most urgent stay: running, failed, pending, cancelled, succeeded; of equal ones the first', () => {
  const phases = ['Succeeded', 'Cancelled', 'Pending', 'Failed', 'Running', 'Running'] as const;
  const rows = phases.map((phase, index) => ({ index, phase }) as TaskRow);
  const shown = (room: number) => mostTelling(rows, room).map(({ index }) => index);
  expect([1, 2, 3, 4, 5, 6].map(shown)).toEqual([
    [4],
    [4, 5],
    [3, 4, 5],
    [2, 3, 4, 5],
    [1, 2, 3, 4, 5],
    [0, 1, 2, 3, 4, 5],
  ]);
});

test('a step that is paused comes before one that is pending, and a skipped one before one that succeeded', () => {
  const rows = (['Succeeded', 'Skipped', 'Cancelled', 'Pending', 'Paused'] as const).map((phase, index) => ({
    index,
    phase,
  }));
  expect([1, 2, 3, 4].map((room) => mostTelling(rows, room).map(({ index }) => index))).toEqual([
    [4],
    [3, 4],
    [2, 3, 4],
    [1, 2, 3, 4],
  ]);
});

test('the steps of a TaskRun: their colours, and a reason only where one says more than the phase', () => {
  const step = { container: 'c', startTime: ago(30), completionTime: ago(10) };
  const run = makeTaskRun({
    status: {
      phase: 'Failed',
      steps: [
        { ...step, name: 'a', phase: 'Succeeded', exitCode: 0, reason: 'Completed' },
        { ...step, name: 'b', phase: 'Failed', exitCode: 137, reason: 'OOMKilled' },
        { name: 'c', container: 'c', phase: 'Skipped' },
      ],
    },
  });
  expect(describeTaskRun(run, coloured, now).slice(-4)).toEqual([
    '  STEP   PHASE       EXIT CODE   REASON      DURATION',
    '  a      <green>Succeeded</green>           0   -           20s',
    '  b      <red>Failed   </red>         137   OOMKilled   20s',
    '  c      <dim>Skipped  </dim>           -   -           -',
  ]);
});

test('a TaskRun that was never observed has neither Pod nor steps', () => {
  expect(describeTaskRun(makeTaskRun(), wide, now).slice(-2)).toEqual([
    'Created:    2026-03-02T09:59:00Z (60s ago)',
    'Phase:      Pending',
  ]);
});
