import { describe, expect, test } from '@jest/globals';
import type { BatchRunStatus } from '../../../api/generated/kinds.js';
import { noOutcomes } from '../../../api/status/outcome-shard.js';
import { forgeryEvents, runEvents } from '../../../runtime/batch-run/run-events.js';
import {
  complete,
  failed,
  makeBatchObject,
  makeJob,
  makeTasks,
  makeWorld,
  pass,
  startedWorld,
  type World,
  withJobs,
} from './world.js';

const eventsOf = (before: World, after: World) =>
  runEvents(before.run.status, after.run.status ?? {}).map(
    ({ type, reason, message }) => `${type} ${reason}: ${message}`,
  );

const missing = pass(makeWorld({ batch: undefined })).world;
const planned = pass(makeWorld()).world;
const started = startedWorld();
const half = pass(withJobs(started, makeJob(0, failed()), makeJob(1))).world;

const cases: Record<string, { before: World; after: World; want: string[] }> = {
  'Batch is missing: a warning': {
    before: makeWorld({ batch: undefined }),
    after: missing,
    want: [
      'Warning BatchNotFound: Batch update does not exist in namespace team; create it; the run has waited since 2030-01-01T00:10:00Z, and keeps waiting until the object exists or the run is cancelled',
    ],
  },
  'it is still missing: nothing new': { before: missing, after: pass(missing).world, want: [] },
  'planned: started': { before: makeWorld(), after: planned, want: ['Normal Started: planned 2 tasks'] },
  'Pods are awaited: nothing to tell': { before: planned, after: started, want: [] },
  'a task failed: which and why': {
    before: started,
    after: half,
    want: [
      'Warning TaskFailed: task 0 failed: PodDeleted: the Pod of Job update-001-task-0 is gone and its end was not observed: it was deleted, or lost with its node',
    ],
  },
  'the other succeeded: the run failed, the task has no second Event': {
    before: half,
    after: pass(withJobs(half, makeJob(0, failed()), makeJob(1, complete()))).world,
    want: ['Warning Failed: 1/2 tasks succeeded, 1 failed: 0 (PodDeleted)'],
  },
  'all succeeded: the run succeeded': {
    before: started,
    after: pass(withJobs(started, makeJob(0, complete()), makeJob(1, complete()))).world,
    want: ['Normal Succeeded: all 2 tasks succeeded'],
  },
};

test.each(Object.entries(cases))('%s', (_, { before, after, want }) => {
  expect(eventsOf(before, after)).toEqual(want);
});

test('many tasks failed at once: ten of them, and how many more', () => {
  const many = startedWorld({ batch: makeBatchObject(makeTasks(30)) });
  const over = pass({ ...many, jobs: many.jobs.map((_, index) => makeJob(index, failed())) }).world;
  const reported = eventsOf(many, over);
  expect(reported).toHaveLength(12);
  expect(reported.at(-2)).toBe('Warning TaskFailed: 20 more tasks failed');
});

describe('one change of a status', () => {
  const ready = (reason: string, message = 'why', phase: BatchRunStatus['phase'] = 'Running'): BatchRunStatus => ({
    phase,
    conditions: [
      { type: 'Stalled', status: 'True', reason: 'Other', message: 'other', lastTransitionTime: '' },
      { type: 'Ready', status: 'False', reason, message, lastTransitionTime: '' },
    ],
  });
  const over = (phase: BatchRunStatus['phase'], message = 'why') => ({
    ...ready('Any', message, phase),
    completionTime: '2030-01-01T00:00:00Z',
  });
  const entry = { index: 3, jobName: 'j', phase: 'Failed' } as const;
  const cases: Record<string, { before?: BatchRunStatus; after: BatchRunStatus; want: string[] }> = {
    'nothing at all': { after: {}, want: [] },
    'planned, one task': {
      after: { planHash: 'x', progress: { total: 1, pending: 1, running: 0, completed: 0, failed: 0 } },
      want: ['Normal Started: planned 1 task'],
    },
    'planned before: nothing': { before: { planHash: 'x' }, after: { planHash: 'x' }, want: [] },
    'planned, and its tasks are not counted': {
      before: {},
      after: { planHash: 'x' },
      want: ['Normal Started: planned 0 tasks'],
    },
    'the WorkspaceConfig is missing': {
      after: ready('WorkspaceConfigNotFound'),
      want: ['Warning WorkspaceConfigNotFound: why'],
    },
    'the specification is wrong, in more than one line': {
      after: ready('InvalidSpec', 'a\nb'),
      want: ['Warning InvalidSpec: a b'],
    },
    'the Batch was missing, and now it is wrong': {
      before: ready('BatchNotFound'),
      after: ready('InvalidSpec'),
      want: ['Warning InvalidSpec: why'],
    },
    'a Job cannot be created': {
      before: ready('TasksRunning'),
      after: ready('CreateFailed'),
      want: ['Warning CreateFailed: why'],
    },
    'a task cannot start': {
      before: ready('TasksRunning'),
      after: ready('Unschedulable'),
      want: ['Warning Unschedulable: why'],
    },
    'it still cannot, with other words: nothing': {
      before: ready('Unschedulable', 'before'),
      after: ready('Unschedulable'),
      want: [],
    },
    'its image cannot be pulled after all': {
      before: ready('Unschedulable'),
      after: ready('ErrImagePull'),
      want: ['Warning ErrImagePull: why'],
    },
    'what pulls the image has its other word: nothing': {
      before: ready('ErrImagePull'),
      after: ready('ImagePullBackOff'),
      want: [],
    },
    'the image was pulled, and something else is wrong': {
      before: ready('ImagePullBackOff'),
      after: ready('FailedMount'),
      want: ['Warning FailedMount: why'],
    },
    'it continues: nothing': { before: ready('CreateFailed'), after: ready('TasksRunning'), want: [] },
    'a task failed of which nothing else is known': {
      after: { failedIndexes: '3' },
      want: ['Warning TaskFailed: task 3 failed'],
    },
    'a task failed, with a reason and no message': {
      after: { failedIndexes: '3', tasks: [{ ...entry, reason: 'OOMKilled' }] },
      want: ['Warning TaskFailed: task 3 failed: OOMKilled'],
    },
    'a task failed, with a message of two lines': {
      after: { failedIndexes: '3', tasks: [{ ...entry, reason: 'AgentFailed', message: 'a\nb' }] },
      want: ['Warning TaskFailed: task 3 failed: AgentFailed: a b'],
    },
    'another had failed before: only the new one': {
      before: { failedIndexes: '2' },
      after: { failedIndexes: '2-3' },
      want: ['Warning TaskFailed: task 3 failed'],
    },
    'ten failed at once: each': {
      after: { failedIndexes: '0-9' },
      want: Array.from({ length: 10 }, (_, index) => `Warning TaskFailed: task ${index} failed`),
    },
    'it was cancelled': { before: ready('Any'), after: over('Cancelled'), want: ['Normal Cancelled: why'] },
    'it failed': { before: {}, after: over('Failed', 'a\nb'), want: ['Warning Failed: a b'] },
    'it was over before: nothing': { before: over('Failed'), after: over('Failed'), want: [] },
    'it cannot start, and is not over: nothing': {
      before: ready('Any'),
      after: ready('Any', 'why', 'Failed'),
      want: [],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { before, after, want }) => {
    expect(runEvents(before, after).map(({ type, reason, message }) => `${type} ${reason}: ${message}`)).toEqual(want);
  });

  test('the Event of a failed task says which it is, and the one of many does not', () => {
    expect(runEvents(undefined, { failedIndexes: '3' }).map(({ task }) => task)).toEqual([3]);
    expect(runEvents(undefined, { failedIndexes: '0-10' }).at(-1)).toEqual({
      type: 'Warning',
      reason: 'TaskFailed',
      message: '1 more task failed',
    });
  });
});

test('outcomes that the controller did not write: one warning for each ConfigMap', () => {
  const [event, ...others] = forgeryEvents({ ...noOutcomes, forged: ['a'] });
  expect([event?.type, event?.reason, others]).toEqual(['Warning', 'OutcomesForged', []]);
  expect(event?.message).toMatch(
    /^ConfigMap a contains outcomes that the controller did not write, and they are ignored/,
  );
});
