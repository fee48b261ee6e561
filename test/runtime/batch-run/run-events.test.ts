import { expect, test } from '@jest/globals';
import { runEvents } from '../../../runtime/batch-run/run-events.js';
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
    want: ['Warning Failed: 1 of 2 tasks failed: 0 (PodDeleted)'],
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
