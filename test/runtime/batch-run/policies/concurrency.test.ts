import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { START_GATE } from '../../../../api/start-gate.js';
import type { ObservedJob, ObservedTaskPod } from '../../../../runtime/batch-run/observed.js';
import { reconcile } from '../../../../runtime/batch-run/reconcile.js';
import { BusyNamespace, type BusyOptions } from '../busy-namespace.js';
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

  test('the others say that they wait for their turn', () => {
    const { status } = pass(limited(2)).outcome;
    expect(summary(status)).toEqual({
      phase: 'Pending',
      reason: 'TasksPending',
      tasks: ['Pending JobPending', 'Pending JobPending', 'Pending Queued', 'Pending Queued', 'Pending Queued'],
    });
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
      want: [],
    },
    'the Pod of a retry, whose turn it is': {
      world: world(1, five, [makePod(0, { phase: 'Failed' }), makeGatedPod(0, retried)]),
      want: ['removeItem 0-fghij'],
    },
    'a Job that waits to try again: leaves its slot to the next': {
      world: world(1, five, [makePod(0, { phase: 'Failed' }), ...waiting(1)]),
      want: ['removeItem 1-abcde'],
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

/** One thing that may happen. */
type Step = (namespace: BusyNamespace) => void;

const run = fc.nat(2);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: run.map(
      (i): Step =>
        (busy) =>
          busy.pass(i),
    ),
  },
  {
    weight: 6,
    arbitrary: fc.tuple(fc.nat(40), fc.boolean()).map(
      ([n, ok]): Step =>
        (busy) =>
          busy.advance(n, ok),
    ),
  },
  { weight: 2, arbitrary: fc.constant<Step>((busy) => busy.deliver()) },
  {
    weight: 1,
    arbitrary: fc.tuple(run, fc.boolean()).map(
      ([i, suspend]): Step =>
        (busy) =>
          busy.wish(i, { suspend }),
    ),
  },
);

const options: fc.Arbitrary<BusyOptions> = fc.record({
  limit: fc.integer({ min: 1, max: 6 }),
  runs: fc.array(
    fc.record({ jobs: fc.constantFrom('runtime' as const, 'synthesized' as const), maxConcurrency: fc.nat(3) }),
    { minLength: 3, maxLength: 3 },
  ),
});

/** Every run continues, nothing is late any more. */
function finish(busy: BusyNamespace): void {
  for (const i of busy.runs.keys()) busy.wish(i, { suspend: false });
  const isOver = () => busy.runs.every(({ status }) => status?.completionTime !== undefined);
  for (let round = 0; round < 100 && !isOver(); round += 1) {
    busy.deliver();
    for (const i of busy.runs.keys()) busy.pass(i);
    for (let n = 0; n < 15; n += 1) busy.advance(n, true);
  }
}

test('whatever happens in whatever order: never more Pods than allowed, and every task ends', () => {
  fc.assert(
    fc.property(options, fc.array(step, { maxLength: 120 }), (given, steps) => {
      const busy = new BusyNamespace(given);
      for (const happen of steps) happen(busy);
      finish(busy);
      expect(busy.peak).toBeLessThanOrEqual(given.limit);
      for (const [i, { maxConcurrency }] of given.runs.entries())
        expect(busy.peaks[i]).toBeLessThanOrEqual(maxConcurrency === 0 ? 5 : maxConcurrency);
      expect(busy.runs.map(({ status }) => status?.completionTime !== undefined)).toEqual([true, true, true]);
      expect(busy.runs.map(({ status }) => status?.progress?.total)).toEqual([5, 5, 5]);
    }),
    { numRuns: 60 },
  );
});

test('twenty runs applied together, of which the first is looked at before the others: no more than its part', () => {
  const runs = Array(20).fill({ jobs: 'runtime', maxConcurrency: 0 });
  const busy = new BusyNamespace({ limit: 5, runs, secondsAgo: 3 });
  for (const _ of [1, 2, 3]) busy.pass(0);
  expect(busy.peaks[0]).toBe(1);
  for (const _ of [1, 2, 3]) for (const i of busy.runs.keys()) busy.pass(i);
  expect([Math.max(...busy.peaks), busy.peak]).toEqual([1, 5]);
});

test('others were applied and nobody has looked at them for long: they get nothing kept', () => {
  const runs = Array(20).fill({ jobs: 'runtime', maxConcurrency: 0 });
  const busy = new BusyNamespace({ limit: 5, runs, secondsAgo: 20 });
  for (const _ of [1, 2, 3]) busy.pass(0);
  expect(busy.peaks[0]).toBe(5);
});

test('three runs that want all: each gets its part', () => {
  const busy = new BusyNamespace({ limit: 3, runs: Array(3).fill({ jobs: 'runtime', maxConcurrency: 0 }) });
  for (const _ of [1, 2, 3]) for (const i of busy.runs.keys()) busy.pass(i);
  expect(busy.peaks).toEqual([1, 1, 1]);
});
