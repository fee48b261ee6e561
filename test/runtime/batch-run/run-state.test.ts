import { describe, expect, test } from '@jest/globals';
import type { Phase, TaskStatus } from '../../../api/generated/kinds.js';
import { MAX_MESSAGE, type RunControls, runState, unplannedState } from '../../../runtime/batch-run/run-state.js';
import { progressOf } from '../../../runtime/batch-run/tasks/progress.js';
import type { RunFailure } from '../../../runtime/batch-run/tasks/run-failure.js';
import type { PlanProblem } from '../../../runtime/batch-run/template/plan-state.js';

const since = '2030-01-01T00:00:00Z';
const waits = `the run has waited since ${since}, and keeps waiting until the object exists or the run is cancelled`;
const pauseText = 'no further Pod starts while spec.suspend, or the annotation kubetask.io/pause, is true';

describe('a run that is not planned', () => {
  interface Case {
    readonly problem: PlanProblem;
    readonly controls?: RunControls;
    /** Phase, reason and message. */
    readonly want: readonly string[];
  }
  const missing: PlanProblem = { reason: 'BatchNotFound', message: 'no Batch' };
  const cases: Record<string, Case> = {
    'the Batch is missing: pending, since when, and for how long': {
      problem: missing,
      want: ['Pending', 'BatchNotFound', `no Batch; ${waits}`],
    },
    'the WorkspaceConfig is missing: the same': {
      problem: { reason: 'WorkspaceConfigNotFound', message: 'no WorkspaceConfig' },
      want: ['Pending', 'WorkspaceConfigNotFound', `no WorkspaceConfig; ${waits}`],
    },
    'the specification is wrong: failed, and no word of waiting': {
      problem: { reason: 'InvalidSpec', message: 'wrong' },
      want: ['Failed', 'InvalidSpec', 'wrong'],
    },
    'it is being planned: pending': {
      problem: { reason: 'TasksPending', message: 'the tasks are being planned' },
      want: ['Pending', 'TasksPending', 'the tasks are being planned'],
    },
    'it is paused: what keeps it, and what it waits for besides': {
      problem: missing,
      controls: { suspend: true },
      want: ['Paused', 'Suspended', `${pauseText}; no Batch`],
    },
    'it is cancelled, paused or not: over': {
      problem: missing,
      controls: { suspend: true, cancel: true },
      want: ['Cancelled', 'Cancelled', 'the run was cancelled before it was planned'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { problem, controls = {}, want }) => {
    const { phase, reason, message } = unplannedState(problem, controls, since);
    expect([phase, reason, message]).toEqual(want);
  });

  test('says no more than a condition can hold', () => {
    const problem: PlanProblem = { reason: 'InvalidSpec', message: 'x'.repeat(2 * MAX_MESSAGE) };
    expect(unplannedState(problem, {}, since).message).toHaveLength(MAX_MESSAGE);
    expect(unplannedState(problem, { suspend: true }, since).message).toHaveLength(MAX_MESSAGE);
  });
});

/** `Pending Queued` and the like, in index order. */
const tasksOf = (...states: readonly string[]): TaskStatus[] =>
  states.map((state, index) => {
    const [phase = '', reason = ''] = state.split(' ');
    const message = `message ${index}`;
    return { index, jobName: `job-${index}`, phase: phase as TaskStatus['phase'], message, ...(reason && { reason }) };
  });

describe('a run that is planned', () => {
  interface Case {
    readonly tasks: readonly string[];
    readonly controls?: RunControls;
    readonly failure?: RunFailure;
    readonly previous?: Phase;
    /** Phase, reason and message. */
    readonly want: readonly string[];
  }
  const failure: RunFailure = { reason: 'CreateFailed', message: 'exceeded quota' };
  const half = ['Succeeded', 'Running', 'Pending Queued'];
  const halfText = '1/3 tasks succeeded, 1 running, 1 pending (1 Queued)';
  const cases: Record<string, Case> = {
    'its only task succeeded': { tasks: ['Succeeded'], want: ['Succeeded', 'TasksSucceeded', 'the task succeeded'] },
    'both of its tasks succeeded': {
      tasks: ['Succeeded', 'Succeeded'],
      want: ['Succeeded', 'TasksSucceeded', 'all 2 tasks succeeded'],
    },
    'all succeeded before it was cancelled: succeeded': {
      tasks: ['Succeeded', 'Succeeded'],
      controls: { cancel: true },
      want: ['Succeeded', 'TasksSucceeded', 'all 2 tasks succeeded'],
    },
    'its only task failed: why': {
      tasks: ['Failed AgentFailed'],
      want: ['Failed', 'TasksFailed', '0/1 task succeeded, 1 failed: 0 (AgentFailed)'],
    },
    'some failed: which and why': {
      tasks: ['Succeeded', 'Failed OOMKilled', 'Failed AgentFailed'],
      want: ['Failed', 'TasksFailed', '1/3 tasks succeeded, 2 failed: 1 (OOMKilled), 2 (AgentFailed)'],
    },
    'five failed: all five': {
      tasks: Array(5).fill('Failed X'),
      want: ['Failed', 'TasksFailed', '0/5 tasks succeeded, 5 failed: 0 (X), 1 (X), 2 (X), 3 (X), 4 (X)'],
    },
    'seven failed: five of them, and how many more': {
      tasks: Array(7).fill('Failed X'),
      want: ['Failed', 'TasksFailed', '0/7 tasks succeeded, 7 failed: 0 (X), 1 (X), 2 (X), 3 (X), 4 (X) and 2 more'],
    },
    'all were cancelled': {
      tasks: ['Cancelled', 'Cancelled'],
      want: ['Cancelled', 'Cancelled', '0/2 tasks succeeded, 2 cancelled'],
    },
    'some were cancelled: what became of the others': {
      tasks: ['Cancelled', 'Succeeded', 'Failed X', 'Failed X'],
      want: ['Cancelled', 'Cancelled', '1/4 tasks succeeded, 2 failed, 1 cancelled'],
    },
    'none has begun: pending, the most frequent reason first': {
      tasks: ['Pending PodPending', 'Pending Queued', 'Pending Queued'],
      want: ['Pending', 'TasksPending', '0/3 tasks succeeded, 3 pending (2 Queued, 1 PodPending)'],
    },
    'none runs any more, and it has begun: running still': {
      tasks: ['Pending Queued'],
      previous: 'Running',
      want: ['Running', 'Queued', '0/1 task succeeded, 1 pending (1 Queued)'],
    },
    'it was paused before anything began: pending': {
      tasks: ['Pending Queued'],
      previous: 'Paused',
      want: ['Pending', 'Queued', '0/1 task succeeded, 1 pending (1 Queued)'],
    },
    'all that is left waits, for several things: what most tasks wait for': {
      tasks: ['Succeeded', 'Pending BackingOff', 'Pending JobSuspended', 'Pending BackingOff'],
      want: ['Running', 'BackingOff', '1/4 tasks succeeded, 3 pending (2 BackingOff, 1 JobSuspended)'],
    },
    'nothing is pending: no word of why': {
      tasks: ['Succeeded', 'Running'],
      want: ['Running', 'TasksRunning', '1/2 tasks succeeded, 1 running'],
    },
    'failed, cancelled and succeeded ones have ended': {
      tasks: ['Succeeded', 'Failed X', 'Cancelled', 'Running'],
      want: ['Running', 'TasksRunning', '1/4 tasks succeeded, 1 failed, 1 cancelled, 1 running'],
    },
    'paused: what keeps it, and how far it is': {
      tasks: half,
      controls: { suspend: true },
      failure,
      want: ['Paused', 'Suspended', `${pauseText}; ${halfText}`],
    },
    'being cancelled: how far it is, whatever is wrong besides': {
      tasks: half,
      controls: { suspend: true, cancel: true },
      failure,
      want: ['Running', 'Cancelling', `being cancelled; ${halfText}`],
    },
    'a failure of the whole run: its reason, and how far it is': {
      tasks: half,
      failure,
      want: ['Running', 'CreateFailed', `${halfText}; exceeded quota`],
    },
    'a task that cannot start: its reason': {
      tasks: ['Running', 'Pending ErrImagePull'],
      want: [
        'Running',
        'ErrImagePull',
        '0/2 tasks succeeded, 1 running, 1 pending (1 ErrImagePull); 1 of 2 cannot start: ErrImagePull: task 1: message 1',
      ],
    },
    'a failure of the whole run and a task that cannot start: that of the run': {
      tasks: ['Pending ErrImagePull'],
      failure,
      want: ['Pending', 'CreateFailed', '0/1 task succeeded, 1 pending (1 ErrImagePull); exceeded quota'],
    },
    'nothing can start, since the template changed: failed': {
      tasks: ['Succeeded', 'Pending TemplateChanged', 'Pending TemplateNotFound'],
      failure: { reason: 'TemplateChanged', message: 'changed' },
      want: [
        'Failed',
        'TemplateChanged',
        '1/3 tasks succeeded, 2 pending (1 TemplateChanged, 1 TemplateNotFound); changed',
      ],
    },
    'the template changed, and one still runs: running': {
      tasks: ['Running', 'Pending TemplateChanged'],
      failure: { reason: 'TemplateChanged', message: 'changed' },
      want: ['Running', 'TemplateChanged', '0/2 tasks succeeded, 1 running, 1 pending (1 TemplateChanged); changed'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { tasks: states, controls = {}, failure: held, previous, want }) => {
    const tasks = tasksOf(...states);
    const { phase, reason, message } = runState(tasks, progressOf(tasks), controls, held, previous);
    expect([phase, reason, message]).toEqual(want);
  });
});
