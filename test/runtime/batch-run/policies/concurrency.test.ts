import { describe, expect, test } from '@jest/globals';
import { START_GATE } from '../../../../api/start-gate.js';
import type { ObservedJob, ObservedTaskPod } from '../../../../runtime/batch-run/observed.js';
import { reconcile } from '../../../../runtime/batch-run/reconcile.js';
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
  makeWorkspace,
  messageOf,
  now,
  observe,
  pass,
  plannedWorld,
  runName,
  runUid,
  summary,
  type World,
} from '../world.js';

const limited = (maxConcurrency: number, world: Partial<World> = {}): World => ({
  ...plannedWorld({ batch: makeBatchObject(makeTasks(5, maxConcurrency)) }),
  ...world,
});

/** The tasks that start in the next pass. */
const started = (world: World): string[] =>
  pass(world)
    .changes.filter(({ object }) => object.kind === 'Job')
    .map(({ type, object }) => `${type} ${object.metadata.name.replace(`${runName}-task-`, '')}`);

/** What is asked of Pods and Jobs that are there. */
const released = (world: World): string[] =>
  pass(world).changes.map(({ type, object }) => `${type} ${object.metadata.name.replace(`${runName}-task-`, '')}`);

describe('with maxConcurrency 2 of 5 tasks', () => {
  const cases: Record<string, { world: Partial<World>; want: string[] }> = {
    'nothing has started: the first two': { world: {}, want: ['create 0', 'create 1'] },
    'one is there: one more': { world: { jobs: [makeJob(0)] }, want: ['create 1'] },
    'two are there: none': { world: { jobs: [makeJob(0), makeJob(1)] }, want: [] },
    'one has ended, either way: the next': {
      world: { jobs: [makeJob(0, complete()), makeJob(1, failed()), makeJob(2)] },
      want: ['create 3'],
    },
    'one was created and not seen yet: counts': {
      world: { recentlyCreated: new Set([`${runName}-task-0`]) },
      want: ['create 1'],
    },
    'one ended, but its Pod has not: counts': {
      world: { jobs: [makeJob(0, failed('DeadlineExceeded')), makeJob(1)], pods: [makePod(0, { phase: 'Running' })] },
      want: [],
    },
    'one creation was answered by nobody: counts': {
      world: {
        createFailures: {
          byName: new Map([[`${runName}-task-0`, { reason: 'Timeout', message: '', transient: true }]]),
        },
      },
      want: ['create 1'],
    },
    'one creation was answered by nobody, and its task has ended since: does not count': {
      world: {
        jobs: [makeJob(0, complete())],
        createFailures: {
          byName: new Map([[`${runName}-task-0`, { reason: 'Timeout', message: '', transient: true }]]),
        },
      },
      want: ['create 1', 'create 2'],
    },
    'one was refused: does not count': {
      world: { createFailures: { byName: new Map([[`${runName}-task-0`, { reason: 'Forbidden', message: '' }]]) } },
      want: ['create 1', 'create 2'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { world, want }) => {
    expect(started(limited(2, world))).toEqual(want);
  });

  test('one creation was answered by nobody, and its task has ended and lost its Job since: does not count', () => {
    const { world } = pass(limited(2, { jobs: [makeJob(0, complete())] }));
    const byName = new Map([[`${runName}-task-0`, { reason: 'Timeout', message: '', transient: true }]]);
    const jobs = [makeJob(1, complete()), makeJob(2)];
    expect(started({ ...world, jobs, createFailures: { byName } })).toEqual(['create 3']);
  });

  test('both slots are taken: nothing is awaited but an event', () => {
    expect(pass(limited(2, { jobs: [makeJob(0), makeJob(1)] })).outcome.requeueAfterSeconds).toBeUndefined();
  });

  test('the others say that they wait for their turn', () => {
    const { status } = pass(limited(2)).outcome;
    expect(summary(status)).toEqual({
      phase: 'Pending',
      reason: 'TasksPending',
      tasks: ['Pending JobPending', 'Pending JobPending', 'Pending Queued', 'Pending Queued', 'Pending Queued'],
    });
  });
});

test('more than one pass starts: the others are about to start, and wait for no turn', () => {
  const { status, requeueAfterSeconds } = pass(plannedWorld({ batch: makeBatchObject(makeTasks(501)) })).outcome;
  expect(requeueAfterSeconds).toBe(1);
  expect(messageOf(status)).toBe('0/501 tasks succeeded, 501 pending (501 JobPending)');
});

describe('a Job that is held', () => {
  const held = (index: number): ObservedJob => ({ ...makeJob(index), spec: { parallelism: 0 } });

  test('is no second time among the wanted children', () => {
    const { desired } = pass(limited(1, { jobs: [held(0)] })).outcome;
    expect(desired.filter(({ kind }) => kind === 'Job')).toEqual([held(0)]);
  });

  test('and was allowed its Pod a moment ago, while an older Pod without a node is still there: is awaited', () => {
    const world = limited(1, { jobs: [held(0)], pods: [makePod(0, { phase: 'Pending' })] });
    const recentlyCreated = new Set([held(0).metadata.name]);
    expect(started({ ...world, recentlyCreated })).toEqual([]);
  });
});

describe('how many start at first', () => {
  const cases: Record<string, { batch: number | undefined; run?: number; want: number }> = {
    'nobody says: ten': { batch: undefined, want: 10 },
    'zero: all': { batch: 0, want: 12 },
    'the Batch says': { batch: 3, want: 3 },
    'the run overrides the Batch': { batch: 3, run: 4, want: 4 },
    'the run lifts the limit of the Batch': { batch: 3, run: 0, want: 12 },
  };
  test.each(Object.entries(cases))('%s', (_, { batch, run, want }) => {
    const { maxConcurrency: __, ...spec } = makeTasks(12);
    const world = plannedWorld({
      batch: makeBatchObject({ ...spec, ...(batch !== undefined && { maxConcurrency: batch }) }),
      run: makeRun(run === undefined ? {} : { maxConcurrency: run }),
    });
    expect(started(world)).toHaveLength(want);
  });
});

test('a limit that is changed while the run is active counts from then on', () => {
  const world = limited(2, { jobs: [makeJob(0), makeJob(1)] });
  expect(started({ ...world, batch: makeBatchObject(makeTasks(5, 3)) })).toEqual(['create 2']);
});

describe('synthesized Jobs', () => {
  const run = makeRun({ jobs: 'synthesized' });
  const world = (maxConcurrency: number, jobs: ObservedJob[], pods: ObservedTaskPod[]): World => ({
    ...plannedWorld({ run, batch: makeBatchObject(makeTasks(5, maxConcurrency)) }),
    jobs,
    pods,
  });
  const five = [0, 1, 2, 3, 4].map((index) => makeGatedJob(index));
  const waiting = (...indexes: number[]) => indexes.map((index) => makeGatedPod(index));
  const retried = { name: `${runName}-task-0-fghij`, uid: 'retry-uid', creationTimestamp: ago(1) };
  const another = { spec: { schedulingGates: [{ name: 'example.com/quota' }, { name: START_GATE }] } };

  const cases: Record<string, { world: World; want: string[] }> = {
    'all wait: as many Pods are released as there may be': {
      world: world(2, five, waiting(0, 1, 2, 3, 4)),
      want: ['removeItem 0-abcde', 'removeItem 1-abcde'],
    },
    'Jobs without a Pod yet: hold no slot': {
      world: world(2, five, waiting(3)),
      want: ['removeItem 3-abcde'],
    },
    'one runs: one more': {
      world: world(2, five, [makePod(0, { phase: 'Running' }), ...waiting(1, 2)]),
      want: ['removeItem 1-abcde'],
    },
    'one was released, and has no node: counts': {
      world: world(1, five, [makePod(0, { phase: 'Pending' }), ...waiting(1)]),
      want: [],
    },
    'one has ended: the next': {
      world: world(
        1,
        [makeGatedJob(0, complete()), ...five.slice(1)],
        [makePod(0, { phase: 'Succeeded' }), ...waiting(1)],
      ),
      want: ['removeItem 1-abcde'],
    },
    'the Pod of a retry: waits for its turn again': {
      world: world(1, five, [
        makePod(0, { phase: 'Failed' }),
        makeGatedPod(0, retried),
        makePod(1, { phase: 'Running' }),
      ]),
      want: ['amend 0'],
    },
    'the Pod of a retry, whose turn it is': {
      world: world(1, five, [makePod(0, { phase: 'Failed' }), makeGatedPod(0, retried)]),
      want: ['removeItem 0-fghij', 'amend 0'],
    },
    'a Job that waits to try again: leaves its slot to the next': {
      world: world(1, five, [makePod(0, { phase: 'Failed' }), ...waiting(1)]),
      want: ['removeItem 1-abcde', 'amend 0'],
    },
    'one that was released a moment ago and still looks gated: counts, and is not released again': {
      world: {
        ...world(1, five, waiting(0, 1)),
        released: new Set([`${runName}-task-0-abcde`]),
        releasing: new Set([`${runName}-task-0-abcde`]),
      },
      want: [],
    },
    'one that was released a while ago and still looks gated: is released again': {
      world: { ...world(1, five, waiting(0, 1)), released: new Set([`${runName}-task-0-abcde`]) },
      want: ['removeItem 0-abcde'],
    },
    'one that is being deleted: is left alone': {
      world: world(1, five, [makeGatedPod(0, { deletionTimestamp: ago(1) }), ...waiting(1)]),
      want: ['removeItem 1-abcde'],
    },
    'one that is being deleted, and its successor: the successor': {
      world: world(1, five, [makeGatedPod(0, { deletionTimestamp: ago(1) }), makeGatedPod(0, retried)]),
      want: ['removeItem 0-fghij'],
    },
    'one that others hold too: only our gate goes': {
      world: world(1, five, [{ ...makeGatedPod(0), ...another }]),
      want: ['removeItem 0-abcde'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { world: given, want }) => {
    expect(released(given)).toEqual(want);
  });

  test('all tasks of a run that has begun wait to try again: the run is not Pending again', () => {
    const begun = world(1, five, [makePod(0, { phase: 'Running' }), ...waiting(1, 2, 3, 4)]);
    const retried0 = { ...pass(begun).world, pods: [makePod(0, { phase: 'Failed' }), makeGatedPod(0, retried)] };
    expect(pass(begun).outcome.status.phase).toBe('Running');
    expect(pass(retried0).outcome.status).toMatchObject({ phase: 'Running', progress: { pending: 5, running: 0 } });
  });

  test('our gate is removed by its place among others', () => {
    const [change] = pass(world(1, five, [{ ...makeGatedPod(0), ...another }])).changes;
    expect(change).toMatchObject({ path: '/spec/schedulingGates/1', item: { name: START_GATE } });
  });

  test('those that wait say so, whatever the scheduler says', () => {
    const gated = { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message: 'blocked' };
    const pods = five.map((_, index) => ({
      ...makeGatedPod(index),
      status: { phase: 'Pending', conditions: [gated] },
    }));
    expect(summary(pass(world(1, five, pods)).outcome.status).tasks).toEqual(Array(5).fill('Pending Queued'));
  });
});

test('under a shared limit no more start than the run gets of it', () => {
  const workspace = makeWorkspace({ concurrency: { limitKey: 'claude', limit: 3 } });
  const world = plannedWorld({ batch: makeBatchObject(makeTasks(5, 4)), workspace });
  const claimants = [{ run: runUid, since: '', active: 0, waiting: 5 }];
  const sharedLimit = { users: [{ occupied: 1, claimants }], size: 3 };
  const { desired } = reconcile({ ...observe(world), sharedLimit }, now);
  expect(desired.filter(({ kind }) => kind === 'Job')).toHaveLength(2);
  expect(started(world)).toHaveLength(4);
});
