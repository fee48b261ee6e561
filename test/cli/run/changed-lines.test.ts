import { describe, expect, test } from '@jest/globals';
import type { BatchRun } from '../../../api/generated/kinds.js';
import { changedLines } from '../../../cli/run/changed-lines.js';
import type { RunChange } from '../../../cli/run/run-change.js';
import { whatStays } from '../../../cli/run/synthesized-jobs.js';
import { makeAgentBuild, makeBatchRun, makeTaskRun, makeTerminal, now } from '../sample.js';

const name = 'batchrun/deps-run-abc12';
const running = (index: number) => ({ index, phase: 'Running', jobName: `job-${index}` }) as const;
const observed = (status: NonNullable<BatchRun['status']>): BatchRun =>
  makeBatchRun({ status: { observedGeneration: 1, ...status } });

describe('after a change of a run', () => {
  const cases: Record<string, { run: Parameters<typeof changedLines>[0]; change: RunChange; want: string[] }> = {
    'paused: which tasks still run, and how to resume it': {
      run: observed({
        phase: 'Paused',
        progress: { total: 3, running: 2, pending: 1 },
        tasks: [running(0), running(2)],
      }),
      change: 'pause',
      want: [
        `${name}  Paused  0/3 tasks succeeded, 2 running, 1 pending`,
        '2 tasks (0, 2) still run to the end',
        `kubectl task resume ${name}  resumes it`,
      ],
    },
    'paused while nothing runs': {
      run: observed({ phase: 'Paused', progress: { total: 1, pending: 1 } }),
      change: 'pause',
      want: [`${name}  Paused  0/1 task succeeded, 1 pending`, `kubectl task resume ${name}  resumes it`],
    },
    'cancelled: what still runs, and for how long': {
      run: observed({ phase: 'Running', progress: { total: 1, running: 1 }, tasks: [running(0)] }),
      change: 'cancel',
      want: [
        `${name}  Running  0/1 task succeeded, 1 running`,
        '1 task (0) still runs until its grace period has passed',
        `kubectl task wait ${name}  waits until it is cancelled`,
      ],
    },
    'cancelled at once: nothing to wait for': {
      run: observed({ phase: 'Cancelled', progress: { total: 1, cancelled: 1 } }),
      change: 'cancel',
      want: [`${name}  Cancelled  0/1 task succeeded, 1 cancelled`],
    },
    resumed: {
      run: observed({ phase: 'Running', progress: { total: 1, running: 1 }, tasks: [running(0)] }),
      change: 'resume',
      want: [`${name}  Running  0/1 task succeeded, 1 running`],
    },
    'many tasks run: only their number': {
      run: observed({ phase: 'Paused', tasks: Array.from({ length: 11 }, (_, index) => running(index)) }),
      change: 'pause',
      want: [`${name}  Paused`, '11 tasks still run to the end', `kubectl task resume ${name}  resumes it`],
    },
    'not observed yet': {
      run: makeTaskRun(),
      change: 'cancel',
      want: ['no controller has observed the change yet; kubectl task describe taskrun/hello-run-abc12 shows the run'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { run, change, want }) => {
    expect(changedLines(run, change, makeTerminal(), now)).toEqual(want);
  });
});

describe('what the deletion of a run leaves', () => {
  const jobs = 'kubectl delete jobs.batch -n team -l kubetask.io/batch-run=deps-run-abc12';
  const cases: Record<string, { run: Parameters<typeof whatStays>[0]; want: string | undefined }> = {
    'synthesized Jobs: how to delete them': {
      run: makeBatchRun({ spec: { batchRef: 'deps', jobs: 'synthesized' } }),
      want: `the Jobs of ${name} come from files and stay; to delete them: ${jobs}`,
    },
    'Jobs of the controller: nothing': { run: makeBatchRun(), want: undefined },
    'a TaskRun: nothing': { run: makeTaskRun(), want: undefined },
    'an AgentBuild: nothing': { run: makeAgentBuild(), want: undefined },
  };
  test.each(Object.entries(cases))('%s', (_, { run, want }) => expect(whatStays(run)).toBe(want));
});
