import { describe, expect, test } from '@jest/globals';
import type { TaskStatus } from '../../../../api/generated/kinds.js';
import { indexRun } from '../../../../runtime/batch-run/jobs/run-index.js';
import {
  type AbsentJob,
  absentJobState,
  deletedJobState,
  missingJobs,
} from '../../../../runtime/batch-run/tasks/absent-job.js';
import { ago, makeJob, makeRun, makeWorld, now, observe } from '../world.js';

const jobName = 'update-001-task-0';

describe('why a task has no Job', () => {
  const conflicting = makeJob(0, {}, { ownerReferences: [] });
  const problem = { reason: 'TemplateChanged', message: 'it changed' } as const;
  const refused = { reason: 'Forbidden', message: 'exceeded\nquota' };
  const taken = { reason: 'AlreadyExists', message: 'it exists' };
  /** Reason and message. */
  const cases: Record<string, { sees: Partial<AbsentJob>; want: readonly unknown[] }> = {
    'nothing is against it: about to come': { sees: {}, want: ['JobPending', undefined] },
    'another Job has its name: that, whatever else': {
      sees: { conflicting, problem, createFailure: refused, isSynthesized: true },
      want: ['JobConflict', expect.stringContaining(jobName)],
    },
    'the template changed, and the Job was to come from Git: the template': {
      sees: { problem, createFailure: refused, isSynthesized: true },
      want: ['TemplateChanged', 'it changed'],
    },
    'the Batch is gone: that': {
      sees: { problem: { reason: 'BatchNotFound', message: 'no Batch' } },
      want: ['TemplateNotFound', 'no Batch'],
    },
    'it was to come from Git: what to do': {
      sees: { createFailure: refused, isSynthesized: true },
      want: [
        'JobNotApplied',
        'Job update-001-task-0 does not exist; apply the Jobs that were synthesized with the run',
      ],
    },
    'the API server refused it: what it says, in one line': {
      sees: { createFailure: refused },
      want: ['CreateFailed', 'exceeded quota'],
    },
    'a Job that is not seen has its name: that': { sees: { createFailure: taken }, want: ['JobConflict', 'it exists'] },
  };
  test.each(Object.entries(cases))('%s', (_, { sees, want }) => {
    const absent = { conflicting: undefined, problem: undefined, createFailure: undefined, isSynthesized: false };
    const { phase, reason, message } = absentJobState({ jobName, ...absent, ...sees });
    expect([phase, reason, message]).toEqual(['Pending', ...want]);
  });
});

test.each([
  ['has not begun', undefined, {}],
  ['has begun', ago(9), { startTime: ago(9) }],
])('a Job that was deleted, whose task %s: failed, and what to do', (_, startTime, times) => {
  expect(deletedJobState(jobName, startTime, now)).toEqual({
    phase: 'Failed',
    reason: 'JobDeleted',
    message: `Job ${jobName} was deleted before it ended; create another BatchRun to run the task again`,
    completionTime: ago(0),
    ...times,
  });
});

describe('Jobs that a pass takes for deleted', () => {
  const deleted: TaskStatus = { index: 0, jobName, phase: 'Failed', reason: 'JobDeleted' };
  const running: TaskStatus = { index: 0, jobName, phase: 'Running', reason: 'Running' };
  const cases: Record<string, { task?: TaskStatus; status: object; want: string[] }> = {
    'that ran until now': { status: { tasks: [running] }, want: [jobName] },
    'of which nothing was known': { status: {}, want: [jobName] },
    'that an earlier pass took for deleted: not again': { status: { tasks: [deleted] }, want: [] },
    'of a task that had failed, and whose entry is lost: not again': { status: { failedIndexes: '0' }, want: [] },
    'of a task that failed otherwise: none': { task: { ...deleted, reason: 'JobFailed' }, status: {}, want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { task = deleted, status, want }) => {
    const index = indexRun(observe(makeWorld({ run: makeRun({}, status) })));
    expect(missingJobs([task], index)).toEqual(
      want.map((name) => ({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name } })),
    );
  });
});
