import { describe, expect, test } from '@jest/globals';
import { reconcile } from '../../../runtime/batch-run/reconcile.js';
import type { LimitState } from '../../../runtime/limits/shared-limits.js';
import {
  ago,
  changedBatch,
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
  makeWorld,
  now,
  observe,
  plannedWorld,
  runName,
  runUid,
  startedWorld,
  type World,
} from './world.js';

const looks = (world: World, sharedLimit?: LimitState) =>
  reconcile({ ...observe(world), ...(sharedLimit && { sharedLimit }) }, now).requeueAfterSeconds;

describe('when a run is looked at again without an event', () => {
  const running = { ...startedWorld(), pods: [makePod(0, { phase: 'Running' }), makePod(1, { phase: 'Running' })] };
  const young = { ...makeRun(), metadata: { ...makeRun().metadata, creationTimestamp: ago(1) } };
  const refused = (retryAt: number) => ({
    createFailures: { byName: new Map([[`${runName}-task-0`, { reason: 'Forbidden', message: '' }]]), retryAt },
  });
  const gated = {
    ...plannedWorld({ run: makeRun({ jobs: 'synthesized' }), batch: makeBatchObject(makeTasks(2, 1)) }),
    jobs: [makeGatedJob(0), makeGatedJob(1)],
    pods: [makeGatedPod(0), makeGatedPod(1)],
    released: new Set([`${runName}-task-0-abcde`]),
    releasing: new Set([`${runName}-task-0-abcde`]),
  };
  const cases: Record<string, { world: World; want: number | undefined }> = {
    'its tasks run: never': { world: running, want: undefined },
    'its Batch is missing: never': { world: makeWorld({ batch: undefined }), want: undefined },
    'it is too young to be planned: then': { world: makeWorld({ run: young }), want: 1 },
    'its plan was recorded this very moment: at once': { world: makeWorld(), want: 0 },
    'its Batch changed since it was planned: never': {
      world: { ...plannedWorld(), jobs: [makeJob(0), makeJob(1)], batch: changedBatch },
      want: undefined,
    },
    'tasks wait for slots of its own: never, since an ended task wakes it': {
      world: { ...plannedWorld({ batch: makeBatchObject(makeTasks(3, 1)) }), jobs: [makeJob(0)] },
      want: undefined,
    },
    'a Job was created and is not seen: when it should have been': {
      world: { ...plannedWorld(), jobs: [makeJob(0)], recentlyCreated: new Set([`${runName}-task-1`]) },
      want: 60,
    },
    'a Pod was released and still looks gated: soon': { world: gated, want: 5 },
    'a Pod was released a moment ago and is gone: never': {
      world: { ...gated, pods: [] },
      want: undefined,
    },
    'a Job was refused: when it may be asked for again': {
      world: { ...startedWorld(), ...refused(now + 7_000) },
      want: 7,
    },
    'a Job was refused, and the time to ask again is past: at once': {
      world: { ...startedWorld(), ...refused(now - 7_000) },
      want: 0,
    },
    'a Job has ended, and the final report of its Pod is awaited: when it is late': {
      world: { ...running, jobs: [makeJob(0, complete(1)), makeJob(1)] },
      want: 30,
    },
    'the same of a failed one, and a Job was refused: the earlier': {
      world: { ...running, jobs: [makeJob(0, failed('', 1)), makeJob(1)], ...refused(now + 7_000) },
      want: 7,
    },
    'a task has ended for good: never': {
      world: { ...running, jobs: [makeJob(0, complete(60)), makeJob(1)], pods: [makePod(1, { phase: 'Running' })] },
      want: undefined,
    },
  };
  test.each(Object.entries(cases))('%s', (_, { world, want }) => {
    expect(looks(world)).toBe(want);
  });

  describe('under a limit that it shares', () => {
    const workspace = makeWorkspace({ concurrency: { limitKey: 'claude', limit: 2 } });
    const world = plannedWorld({ batch: makeBatchObject(makeTasks(2)), workspace });
    const limit = (occupied: number): LimitState => ({
      users: [{ occupied, claimants: [{ run: runUid, since: '', active: 0, waiting: 2 }] }],
      size: 2,
    });
    test.each([
      ['no slot is free: after a while, since no event tells of one', 2, 30],
      ['one slot is free: the same for the other task', 1, 30],
      ['both slots are free: never', 0, undefined],
    ])('%s', (_, occupied, want) => {
      expect(looks(world, limit(occupied))).toBe(want);
    });
  });
});

describe('tasks whose Job counts as created', () => {
  const listed = (world: World) => reconcile(observe(world), now).status.observedIndexes;
  const three = plannedWorld({ batch: makeBatchObject(makeTasks(3, 1)) });
  const cases: Record<string, { world: World; want: string | undefined }> = {
    'the one that this pass creates': { world: three, want: '0' },
    'one that is there': { world: { ...three, jobs: [makeJob(1)] }, want: '1' },
    'one that was created and is not seen': {
      world: {
        ...three,
        recentlyCreated: new Set([`${runName}-task-2`]),
        everCreated: new Set([`${runName}-task-2`]),
      },
      want: '2',
    },
    'one that has ended, and one that was seen before': {
      world: {
        ...three,
        jobs: [],
        run: makeRun({}, { ...three.run.status, completedIndexes: '0', observedIndexes: '1' }),
      },
      want: '0-2',
    },
    'none while the run is paused': {
      world: { ...three, run: { ...three.run, spec: { ...three.run.spec, suspend: true } } },
      want: undefined,
    },
  };
  test.each(Object.entries(cases))('%s', (_, { world, want }) => {
    expect(listed(world)).toBe(want);
  });
});
