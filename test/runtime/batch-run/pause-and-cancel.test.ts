import { describe, expect, test } from '@jest/globals';
import type { BatchRun } from '../../../api/generated/kinds.js';
import { ANNOTATION_HELD, ANNOTATION_RELEASED, LABEL_BATCH_RUN, LABEL_KUEUE_QUEUE } from '../../../api/labels.js';
import type { ObservedJob, ObservedTaskPod } from '../../../runtime/batch-run/observed.js';
import {
  ago,
  complete,
  failed,
  makeBatchObject,
  makeJob,
  makePod,
  makeRun,
  makeTasks,
  makeWorld,
  messageOf,
  now,
  pass,
  plannedWorld,
  runName,
  settle,
  startedWorld,
  summary,
  type World,
  withJobs,
} from './world.js';

type Wish = Pick<BatchRun['spec'], 'suspend' | 'cancel'>;

const wish = (world: World, wishes: Wish): World => ({
  ...world,
  run: { ...world.run, spec: { ...world.run.spec, ...wishes } },
});
const paused = (world: World): World => wish(world, { suspend: true });
const cancelled = (world: World): World => wish(world, { cancel: true });

/** What is asked for, in few words. */
const asked = (world: World): string[] =>
  pass(world).changes.map(({ type, object: { kind, metadata }, ...change }) =>
    [type, kind, metadata.name.replace(`${runName}-`, ''), 'patch' in change ? JSON.stringify(change.patch) : '']
      .filter(Boolean)
      .join(' '),
  );

const heldPatch = `{"metadata":{"annotations":{"${ANNOTATION_HELD}":"true","${ANNOTATION_RELEASED}":null}},"spec":{"suspend":true}}`;
const releasePatch = `{"metadata":{"annotations":{"${ANNOTATION_HELD}":"true","${ANNOTATION_RELEASED}":"true"}},"spec":{"suspend":false}}`;

const suspended = (job: ObservedJob, annotations?: Record<string, string>): ObservedJob => ({
  ...job,
  metadata: { ...job.metadata, ...(annotations && { annotations }) },
  spec: { suspend: true },
});
const held = (index: number) => suspended(makeJob(index), { [ANNOTATION_HELD]: 'true' });
const queued = (index: number): ObservedJob =>
  makeJob(index, {}, { labels: { [LABEL_BATCH_RUN]: runName, [LABEL_KUEUE_QUEUE]: 'agents' } });

/** On a node. */
const bound = (index: number, status: ObservedTaskPod['status'] = {}): ObservedTaskPod => ({
  ...makePod(index, status),
  spec: { nodeName: 'node' },
});
const running = (index: number) => bound(index, { phase: 'Running' });
const stopped = (index: number) => ({
  ...bound(index, { phase: 'Failed', reason: 'DeadlineExceeded' }),
  spec: { nodeName: 'node', activeDeadlineSeconds: 1 },
});

const two = startedWorld();
const twoWith = (jobs: readonly ObservedJob[], pods: readonly ObservedTaskPod[] = []): World => ({
  ...withJobs(two, ...jobs),
  pods,
});

describe('a paused run asks for', () => {
  const cases: Record<string, { world: World; want: string[] }> = {
    'no Job yet: nothing': { world: plannedWorld(), want: [] },
    'Jobs without a Pod: that they are suspended': {
      world: twoWith([makeJob(0), makeJob(1)]),
      want: [`amend Job task-0 ${heldPatch}`, `amend Job task-1 ${heldPatch}`],
    },
    'a Pod without a node: that its Job is suspended': {
      world: twoWith([makeJob(0)], [makePod(0, { phase: 'Pending' })]),
      want: [`amend Job task-0 ${heldPatch}`],
    },
    'a Pod with a node: nothing, since it may have started': { world: twoWith([makeJob(0)], [bound(0)]), want: [] },
    'a Pod that runs: nothing': { world: twoWith([makeJob(0)], [running(0)]), want: [] },
    'a Pod that failed and would be tried again: that its Job is suspended': {
      world: twoWith([makeJob(0)], [bound(0, { phase: 'Failed' })]),
      want: [`amend Job task-0 ${heldPatch}`],
    },
    'a Pod that succeeded: nothing': { world: twoWith([makeJob(0)], [bound(0, { phase: 'Succeeded' })]), want: [] },
    'a Job that has ended: nothing': { world: twoWith([makeJob(0, complete()), makeJob(1, failed())]), want: [] },
    'a Job that Kueue queues: nothing': { world: twoWith([queued(0)]), want: [] },
    'a Job that somebody else suspended: nothing': { world: twoWith([suspended(makeJob(0))]), want: [] },
    'a Job of another: nothing': { world: twoWith([makeJob(0, {}, { ownerReferences: [] })]), want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { world, want }) => {
    expect(asked(paused(world))).toEqual(want);
  });
});

test('synthesized Jobs are paused like those created at run time', () => {
  const run = makeRun({ jobs: 'synthesized' });
  const jobs = [makeJob(0, {}, { ownerReferences: [] })];
  expect(asked(paused({ ...startedWorld({ run }), jobs }))).toEqual([`amend Job task-0 ${heldPatch}`]);
});

describe('a resumed run', () => {
  const cases: Record<string, { jobs: ObservedJob[]; want: string[] }> = {
    'a Job that it suspended: resumes it': { jobs: [held(0), makeJob(1)], want: [`amend Job task-0 ${releasePatch}`] },
    'a Job that somebody else suspended: leaves it': { jobs: [suspended(makeJob(0)), makeJob(1)], want: [] },
    'a Job that somebody else suspended after it was resumed: leaves it': {
      jobs: [suspended(makeJob(0), { [ANNOTATION_HELD]: 'true', [ANNOTATION_RELEASED]: 'true' }), makeJob(1)],
      want: [],
    },
    'a Job that was given to Kueue meanwhile: leaves it': {
      jobs: [
        {
          ...held(0),
          metadata: { ...queued(0).metadata, annotations: { [ANNOTATION_HELD]: 'true' } },
        },
        makeJob(1),
      ],
      want: [],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { jobs, want }) => {
    expect(asked(twoWith(jobs))).toEqual(want);
  });

  test('a Job resumed a moment ago, which still looks suspended: not again', () => {
    const world = { ...twoWith([held(0), makeJob(1)]), recentlyCreated: new Set([`${runName}-task-0`]) };
    expect(asked(world)).toEqual([]);
  });

  test('of another template by now: nothing, and says so', () => {
    const world = { ...twoWith([held(0), makeJob(1)]), batch: makeBatchObject(makeTasks(3)) };
    expect(asked(world)).toEqual([]);
    expect(summary(pass(world).outcome.status)).toEqual({
      phase: 'Pending',
      reason: 'TemplateChanged',
      tasks: ['Pending TemplateChanged', 'Pending PodPending'],
    });
  });

  test('paused and resumed: the same Jobs as before', () => {
    const rested = settle(paused(two));
    expect(rested.world.jobs.map(({ spec }) => spec?.suspend)).toEqual([true, true]);
    const { world } = settle(wish(rested.world, { suspend: false }));
    expect(world.jobs.map(({ spec }) => spec?.suspend)).toEqual([undefined, undefined]);
  });
});

describe('what a paused run says', () => {
  const cases: Record<string, { world: World; want: ReturnType<typeof summary> }> = {
    'before it was planned': {
      world: makeWorld({ batch: undefined }),
      want: { phase: 'Paused', reason: 'Suspended', tasks: [] },
    },
    'no Job yet': {
      world: plannedWorld(),
      want: { phase: 'Paused', reason: 'Suspended', tasks: ['Pending Suspended', 'Pending Suspended'] },
    },
    'one held, one running': {
      world: twoWith([held(0), makeJob(1)], [running(1)]),
      want: { phase: 'Paused', reason: 'Suspended', tasks: ['Pending Suspended', 'Running Running'] },
    },
    'everything has ended: as if it had not been paused': {
      world: twoWith([makeJob(0, complete()), makeJob(1, complete())]),
      want: { phase: 'Succeeded', reason: 'TasksSucceeded', tasks: ['Succeeded Completed', 'Succeeded Completed'] },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { world, want }) => {
    expect(summary(pass(paused(world)).outcome.status)).toEqual(want);
  });

  test('that is not over yet, by its conditions', () => {
    const { conditions = [] } = pass(paused(plannedWorld())).outcome.status;
    expect(conditions.map(({ type, status }) => `${type}=${status}`)).toEqual([
      'Ready=False',
      'Reconciling=True',
      'Succeeded=Unknown',
    ]);
  });
});

describe('a cancelled run asks for', () => {
  const stopPatch = '{"spec":{"activeDeadlineSeconds":1}}';
  const cases: Record<string, { world: World; want: string[] }> = {
    'no Job yet: nothing': { world: plannedWorld(), want: [] },
    'a Job without a Pod: that it is suspended': {
      world: twoWith([makeJob(0)]),
      want: [`amend Job task-0 ${heldPatch}`],
    },
    'a Pod that runs: that its time is over': {
      world: twoWith([makeJob(0)], [running(0)]),
      want: [`amend Pod task-0-abcde ${stopPatch}`],
    },
    'a Pod that is being stopped: nothing': {
      world: twoWith([makeJob(0)], [{ ...running(0), spec: { nodeName: 'node', activeDeadlineSeconds: 1 } }]),
      want: [],
    },
    'a Pod that was stopped, whose Job would try again: that it is suspended': {
      world: twoWith([makeJob(0)], [stopped(0)]),
      want: [`amend Job task-0 ${heldPatch}`],
    },
    'a Pod that Kueue admitted: that its time is over': {
      world: twoWith([queued(0)], [running(0)]),
      want: [`amend Pod task-0-abcde ${stopPatch}`],
    },
    'a held Job: nothing': { world: twoWith([held(0)]), want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { world, want }) => {
    expect(asked(cancelled(world))).toEqual(want);
  });

  test('a Pod that comes to light when it is over: that its time is over', () => {
    const over = settle(cancelled(plannedWorld())).world;
    expect(over.run.status?.phase).toBe('Cancelled');
    const late = { ...over, jobs: [makeJob(0), makeJob(1)], pods: [running(0)] };
    expect(asked(late)).toEqual([`amend Job task-1 ${heldPatch}`, `amend Pod task-0-abcde ${stopPatch}`]);
    expect(pass(late).outcome.status).toBe(over.run.status);
  });
});

describe('what a cancelled run says', () => {
  const cases: Record<string, { world: World; want: ReturnType<typeof summary> }> = {
    'before it was planned': {
      world: makeWorld({ batch: undefined }),
      want: { phase: 'Cancelled', reason: 'Cancelled', tasks: [] },
    },
    'no Job yet': {
      world: plannedWorld(),
      want: { phase: 'Cancelled', reason: 'Cancelled', tasks: ['Cancelled Cancelled', 'Cancelled Cancelled'] },
    },
    'a Job created a moment ago, which nobody has seen: waits for it': {
      world: { ...plannedWorld(), recentlyCreated: new Set([`${runName}-task-0`]) },
      want: { phase: 'Running', reason: 'Cancelling', tasks: ['Pending Cancelling', 'Cancelled Cancelled'] },
    },
    'one runs, one has no Pod': {
      world: twoWith([makeJob(0), makeJob(1)], [running(0)]),
      want: { phase: 'Running', reason: 'Cancelling', tasks: ['Running Cancelling', 'Pending Cancelling'] },
    },
    'one was stopped, one is held': {
      world: twoWith([makeJob(0), held(1)], [stopped(0)]),
      want: { phase: 'Cancelled', reason: 'Cancelled', tasks: ['Cancelled Cancelled', 'Cancelled Cancelled'] },
    },
    'one was stopped and its Job has failed of it': {
      world: twoWith([makeJob(0, failed()), held(1)], [stopped(0)]),
      want: { phase: 'Cancelled', reason: 'Cancelled', tasks: ['Cancelled Cancelled', 'Cancelled Cancelled'] },
    },
    'one was held while its Pod is still going': {
      world: twoWith([held(0), held(1)], [makePod(0, { phase: 'Pending' }, { deletionTimestamp: ago(1) })]),
      want: { phase: 'Running', reason: 'Cancelling', tasks: ['Pending Cancelling', 'Cancelled Cancelled'] },
    },
    'one had ended, one is held: what ended stays': {
      world: twoWith([makeJob(0, complete()), held(1)]),
      want: { phase: 'Cancelled', reason: 'Cancelled', tasks: ['Succeeded Completed', 'Cancelled Cancelled'] },
    },
    'one failed by itself meanwhile': {
      world: twoWith([makeJob(0, failed()), held(1)]),
      want: { phase: 'Cancelled', reason: 'Cancelled', tasks: ['Failed JobFailed', 'Cancelled Cancelled'] },
    },
    'a Job was deleted': {
      world: twoWith([held(0)]),
      want: { phase: 'Cancelled', reason: 'Cancelled', tasks: ['Cancelled Cancelled', 'Cancelled Cancelled'] },
    },
    'everything had succeeded: succeeded': {
      world: twoWith([makeJob(0, complete()), makeJob(1, complete())]),
      want: { phase: 'Succeeded', reason: 'TasksSucceeded', tasks: ['Succeeded Completed', 'Succeeded Completed'] },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { world, want }) => {
    expect(summary(pass(cancelled(world)).outcome.status)).toEqual(want);
  });

  test('that is over, by its conditions, counters and times', () => {
    const { status } = pass(cancelled(twoWith([makeJob(0, complete()), held(1)]))).outcome;
    expect(status.conditions?.map(({ type, status: holds }) => `${type}=${holds}`)).toEqual([
      'Ready=False',
      'Stalled=True',
      'Succeeded=False',
    ]);
    expect(status.progress).toEqual({ total: 2, pending: 0, running: 0, completed: 1, failed: 0, cancelled: 1 });
    expect(status.completionTime).toBe(ago(0));
    expect(messageOf(status)).toBe('1 of 2 tasks cancelled, 1 succeeded');
  });

  test('stays, whatever is seen afterwards', () => {
    const { world } = settle(cancelled(twoWith([held(0), held(1)])));
    const after = { ...world, jobs: [makeJob(0, complete()), makeJob(1, failed())] };
    expect(pass(after, now + 60_000).outcome.status).toBe(world.run.status);
  });
});

test('paused and cancelled: cancelled', () => {
  expect(pass(wish(plannedWorld(), { suspend: true, cancel: true })).outcome.status.phase).toBe('Cancelled');
});
