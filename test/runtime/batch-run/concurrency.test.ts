import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ANNOTATION_HELD } from '../../../api/labels.js';
import type { ObservedJob } from '../../../runtime/batch-run/observed.js';
import { BusyNamespace, type BusyOptions } from './busy-namespace.js';
import {
  complete,
  failed,
  makeBatchObject,
  makeJob,
  makePod,
  makeRun,
  makeTasks,
  makeWorkspace,
  observe,
  pass,
  plannedWorld,
  runName,
  summary,
  type World,
} from './world.js';

const limited = (maxConcurrency: number, world: Partial<World> = {}): World => ({
  ...plannedWorld({ batch: makeBatchObject(makeTasks(5, maxConcurrency)) }),
  ...world,
});

/** The tasks that start in the next pass. */
const started = (world: World): string[] =>
  pass(world)
    .changes.filter(({ object }) => object.kind === 'Job')
    .map(({ type, object }) => `${type} ${object.metadata.name.replace(`${runName}-task-`, '')}`);

const held = (index: number): ObservedJob => ({
  ...makeJob(index, {}, { ownerReferences: [], annotations: { [ANNOTATION_HELD]: 'true' } }),
  spec: { suspend: true },
});

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
        refusals: { byName: new Map([[`${runName}-task-0`, { reason: 'Timeout', message: '', transient: true }]]) },
      },
      want: ['create 1'],
    },
    'one was refused: does not count': {
      world: { refusals: { byName: new Map([[`${runName}-task-0`, { reason: 'Forbidden', message: '' }]]) } },
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

test('a limit that is changed while the run goes on counts from then on', () => {
  const world = limited(2, { jobs: [makeJob(0), makeJob(1)] });
  expect(started({ ...world, batch: makeBatchObject(makeTasks(5, 3)) })).toEqual(['create 2']);
});

describe('synthesized Jobs', () => {
  const run = makeRun({ jobs: 'synthesized' });
  const world = (maxConcurrency: number, jobs: ObservedJob[]): World => ({
    ...plannedWorld({ run, batch: makeBatchObject(makeTasks(5, maxConcurrency)) }),
    jobs,
  });
  test('that are held: as many are resumed as there may be', () => {
    expect(started(world(2, [held(0), held(1), held(2), held(3), held(4)]))).toEqual(['amend 0', 'amend 1']);
  });
  test('one has ended: the next', () => {
    const ended = makeJob(0, complete(), { ownerReferences: [] });
    expect(started(world(2, [ended, makeJob(1, {}, { ownerReferences: [] }), held(2), held(3)]))).toEqual(['amend 2']);
  });
});

test('under a shared limit no more start than the run gets of it, and it asks for no more than it could use', () => {
  const workspace = makeWorkspace({ concurrency: { limitKey: 'claude', limit: 3 } });
  const world = plannedWorld({ batch: makeBatchObject(makeTasks(5, 4)), workspace });
  const asked: number[] = [];
  const observed = { ...observe(world), sharedSlots: (waiting: number) => asked.push(waiting) };
  expect(observed.sharedSlots(0)).toBe(1);
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

/** Everybody goes on, nothing is late any more. */
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
