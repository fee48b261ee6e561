import { describe, expect, test } from '@jest/globals';
import type { BatchRun } from '../../../../api/generated/kinds.js';
import { LABEL_BATCH_RUN, LABEL_KUEUE_QUEUE } from '../../../../api/labels.js';
import type { ObservedJob, ObservedTaskPod } from '../../../../runtime/batch-run/observed.js';
import {
  ago,
  complete,
  failed,
  makeBatchObject,
  makeGatedJob,
  makeGatedPod,
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
  runOwner,
  settle,
  startedWorld,
  summary,
  type World,
  withJobs,
} from '../world.js';

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
    [type, kind, metadata.name.replace(`${runName}-`, ''), 'patch' in change ? patchText(change.patch) : '']
      .filter(Boolean)
      .join(' '),
  );

const patchText = (patch: object): string =>
  JSON.stringify(patch).replace(/^.*kubetask\.io\/attempts.*$/, 'with its attempts');

const heldPatch = '{"spec":{"parallelism":0}}';
const releasePatch = '{"spec":{"parallelism":1}}';

const suspended = (job: ObservedJob): ObservedJob => ({ ...job, spec: { suspend: true } });
const held = (index: number): ObservedJob => ({ ...makeJob(index), spec: { parallelism: 0 } });
const queued = (index: number): ObservedJob =>
  makeJob(index, {}, { labels: { [LABEL_BATCH_RUN]: runName, [LABEL_KUEUE_QUEUE]: 'agents' } });

/** On a node. */
const bound = (index: number, status: ObservedTaskPod['status'] = {}): ObservedTaskPod => ({
  ...makePod(index, status),
  spec: { nodeName: 'node' },
});
const running = (index: number) => bound(index, { phase: 'Running' });
const going = (index: number) => ({ ...running(index).metadata, deletionTimestamp: ago(1) });
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
    'Jobs without a Pod: that they are held': {
      world: twoWith([makeJob(0), makeJob(1)]),
      want: [`amend Job task-0 ${heldPatch}`, `amend Job task-1 ${heldPatch}`],
    },
    'a Pod without a node: that its Job is held': {
      world: twoWith([makeJob(0)], [makePod(0, { phase: 'Pending' })]),
      want: [`amend Job task-0 ${heldPatch}`],
    },
    'a Pod with a node: nothing, since it may have started': { world: twoWith([makeJob(0)], [bound(0)]), want: [] },
    'a Pod that runs: nothing': { world: twoWith([makeJob(0)], [running(0)]), want: [] },
    'a Pod that failed and would be tried again: that its Job is held': {
      world: twoWith([makeJob(0)], [bound(0, { phase: 'Failed' })]),
      want: [`amend Job task-0 ${heldPatch}`],
    },
    'a Pod that succeeded: nothing': { world: twoWith([makeJob(0)], [bound(0, { phase: 'Succeeded' })]), want: [] },
    'a Job that has ended: nothing': { world: twoWith([makeJob(0, complete()), makeJob(1, failed())]), want: [] },
    'a Job that Kueue queues: nothing': { world: twoWith([queued(0)]), want: [] },
    'a Job that is being deleted: nothing': {
      world: twoWith([makeJob(0, {}, { ownerReferences: [runOwner], deletionTimestamp: ago(1) })]),
      want: [],
    },
    'a Job that somebody else suspended: nothing': { world: twoWith([suspended(makeJob(0))]), want: [] },
    'a Job of another: nothing': { world: twoWith([makeJob(0, {}, { ownerReferences: [] })]), want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { world, want }) => {
    expect(asked(paused(world))).toEqual(want);
  });
});

describe('a paused run whose Jobs were synthesized asks for', () => {
  const run = makeRun({ jobs: 'synthesized' });
  const synthesized = (jobs: ObservedJob[], pods: ObservedTaskPod[] = []) => ({ ...startedWorld({ run }), jobs, pods });
  const ungated = makeJob(0, {}, { ownerReferences: [] });
  const cases: Record<string, { world: World; want: string[] }> = {
    'without a limit, no Pod yet: that its Job is held': {
      world: synthesized([ungated]),
      want: [`amend Job task-0 ${heldPatch}`],
    },
    'with a limit, no Pod yet: nothing, since it will have the gate': {
      world: synthesized([makeGatedJob(0)]),
      want: [],
    },
    'with a limit, a Pod that waits: nothing': { world: synthesized([makeGatedJob(0)], [makeGatedPod(0)]), want: [] },
    'with a limit, a Pod that was released and has no node: that its Job is held': {
      world: synthesized([makeGatedJob(0)], [makePod(0, { phase: 'Pending' })]),
      want: [`amend Job task-0 ${heldPatch}`],
    },
    'with a limit, a Pod that runs: nothing': { world: synthesized([makeGatedJob(0)], [running(0)]), want: [] },
    'with a limit, a Pod that failed: that it is recorded alone, since the next will have the gate': {
      world: synthesized([makeGatedJob(0)], [bound(0, { phase: 'Failed' })]),
      want: ['amend Job task-0 with its attempts'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { world, want }) => {
    expect(asked(paused(world))).toEqual(want);
  });

  test('resumed, with a limit: Jobs that are held get their Pods back at once, and Pods wait for their turn', () => {
    const batch = makeBatchObject(makeTasks(3, 1));
    const jobs = [0, 1, 2].map((index) => makeGatedJob(index));
    const heldJobs = jobs.map((job) => ({ ...job, spec: { ...job.spec, parallelism: 0 } }));
    const world = { ...plannedWorld({ run, batch }), jobs: heldJobs };
    expect(asked(world)).toEqual([0, 1, 2].map((index) => `amend Job task-${index} ${releasePatch}`));
    const back = { ...world, jobs, pods: [0, 1, 2].map((index) => makeGatedPod(index)) };
    expect(asked(back)).toEqual(['removeItem Pod task-0-abcde']);
  });
});

describe('a Job that somebody suspended', () => {
  test('while its Pod ran: says what to do, and keeps its slot only until the Pod has ended', () => {
    const batch = makeBatchObject(makeTasks(2, 1));
    const run = makeRun({ jobs: 'synthesized' });
    const first = makeGatedJob(0);
    const jobs = [{ ...first, spec: { ...first.spec, suspend: true } }, makeGatedJob(1)];
    const ending = { ...running(0), metadata: { ...running(0).metadata, deletionTimestamp: ago(0) } };
    const world = { ...plannedWorld({ run, batch }), jobs };
    expect(asked({ ...world, pods: [ending, makeGatedPod(1)] })).toEqual([]);
    const after = { ...world, pods: [makeGatedPod(1)] };
    expect(asked(after)).toEqual(['removeItem Pod task-1-abcde']);
    expect(summary(pass(after).outcome.status).tasks[0]).toBe('Pending JobSuspended');
    expect(pass(after).outcome.status.tasks?.[0]?.message).toMatch(
      `kubectl patch job ${runName}-task-0 -n team -p '{"spec":{"suspend":false}}'`,
    );
  });
});

describe('a resumed run', () => {
  const cases: Record<string, { jobs: ObservedJob[]; want: string[] }> = {
    'a Job that is held: allows it its Pod': {
      jobs: [held(0), makeJob(1)],
      want: [`amend Job task-0 ${releasePatch}`],
    },
    'a Job that somebody suspended: leaves it': { jobs: [suspended(makeJob(0)), makeJob(1)], want: [] },
    'a Job that was given to Kueue meanwhile: leaves it': {
      jobs: [{ ...held(0), metadata: queued(0).metadata }, makeJob(1)],
      want: [],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { jobs, want }) => {
    expect(asked(twoWith(jobs))).toEqual(want);
  });

  test('a Job allowed its Pod a moment ago, which still looks held: not again', () => {
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
    expect(rested.world.jobs.map(({ spec }) => spec?.parallelism)).toEqual([0, 0]);
    const { world } = settle(wish(rested.world, { suspend: false }));
    expect(world.jobs.map(({ spec }) => spec?.parallelism)).toEqual([undefined, undefined]);
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
      'Finished=False',
    ]);
  });
});

describe('a cancelled run asks for', () => {
  const stopPatch = '{"spec":{"activeDeadlineSeconds":1}}';
  const cases: Record<string, { world: World; want: string[] }> = {
    'no Job yet: nothing': { world: plannedWorld(), want: [] },
    'a Job without a Pod: that it is held': {
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
    'a Pod that runs and is being deleted already: nothing': {
      world: twoWith([makeJob(0)], [{ ...running(0), metadata: going(0) }]),
      want: [],
    },
    "a Pod of Kueue's that waits for its turn and is being deleted already: nothing": {
      world: twoWith([queued(0)], [makeGatedPod(0, { deletionTimestamp: ago(1) })]),
      want: [],
    },
    'a Pod that was stopped, whose Job would try again: that it is held': {
      world: twoWith([makeJob(0)], [stopped(0)]),
      want: [`amend Job task-0 ${heldPatch}`],
    },
    'a Pod that Kueue admitted: that its time is over': {
      world: twoWith([queued(0)], [running(0)]),
      want: [`amend Pod task-0-abcde ${stopPatch}`],
    },
    'a held Job: nothing': { world: twoWith([held(0)]), want: [] },
    'a Pod that waits for its turn: that its Job is held, which deletes it and counts no failure': {
      world: twoWith([{ ...makeGatedJob(0), metadata: makeJob(0).metadata }], [makeGatedPod(0)]),
      want: [`amend Job task-0 ${heldPatch}`],
    },
    "a Pod of Kueue's that waits for its turn: that it is deleted": {
      world: twoWith([queued(0)], [makeGatedPod(0)]),
      want: ['delete Pod task-0-abcde'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { world, want }) => {
    expect(asked(cancelled(world))).toEqual(want);
  });

  test('a Pod that appears after the end of the run: that it is stopped', () => {
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
    'one waits for its turn: waits until its Pod is gone': {
      world: twoWith([{ ...held(0), spec: { ...makeGatedJob(0).spec, parallelism: 0 } }, held(1)], [makeGatedPod(0)]),
      want: { phase: 'Running', reason: 'Cancelling', tasks: ['Pending Cancelling', 'Cancelled Cancelled'] },
    },
    'one had ended, one is held: what ended stays': {
      world: twoWith([makeJob(0, complete()), held(1)]),
      want: { phase: 'Cancelled', reason: 'Cancelled', tasks: ['Succeeded Completed', 'Cancelled Cancelled'] },
    },
    'one failed by itself meanwhile': {
      world: twoWith([makeJob(0, failed()), held(1)]),
      want: { phase: 'Cancelled', reason: 'Cancelled', tasks: ['Failed PodDeleted', 'Cancelled Cancelled'] },
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
      'Finished=True',
    ]);
    expect(status.progress).toEqual({ total: 2, pending: 0, running: 0, completed: 1, failed: 0, cancelled: 1 });
    expect(status.completionTime).toBe(ago(0));
    expect(messageOf(status)).toBe('1/2 tasks succeeded, 1 cancelled');
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
