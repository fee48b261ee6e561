import { describe, expect, test } from '@jest/globals';
import type { TaskRun, TaskRunStatus } from '../../../../api/generated/kinds.js';
import type { SharedLimits } from '../../../../runtime/limits/shared-limits.js';
import type { Informers } from '../../../../runtime/task-run/informers.js';
import type { ObservedRunPod } from '../../../../runtime/task-run/observed.js';
import { nextInQueue, taskRunUsers } from '../../../../runtime/task-run/policies/shared-limit.js';
import { ago, makePod, makeRun, makeWorld, now, pass, podName, reported, succeededPod, summary } from '../world.js';

const queued: TaskRunStatus = {
  phase: 'Pending',
  conditions: [
    {
      type: 'Ready',
      status: 'False',
      reason: 'Queued',
      message: '',
      lastTransitionTime: ago(9),
      observedGeneration: 1,
    },
  ],
};

describe('what a run has of a limit, and wants', () => {
  interface Case {
    readonly run?: TaskRun;
    readonly pods?: readonly ObservedRunPod[];
    readonly isUnseen?: boolean;
    /** Slots taken, active, waiting. */
    readonly want: readonly [number, number, number];
  }
  const cases: Record<string, Case> = {
    'it is queued: wants one': { run: makeRun({}, queued), want: [0, 0, 1] },
    'it is new, and nobody has looked at it: wants one': {
      run: makeRun({}, undefined, { creationTimestamp: ago(3) }),
      want: [0, 0, 1],
    },
    'nobody has looked at it for long: wants none': { run: makeRun(), want: [0, 0, 0] },
    'queued and suspended: wants none': { run: makeRun({ suspend: true }, queued), want: [0, 0, 0] },
    'its Pod was asked for and is not seen yet: has one': {
      run: makeRun({}, queued),
      isUnseen: true,
      want: [1, 1, 0],
    },
    'its Pod runs: has one': { run: makeRun({}, { phase: 'Running', podName }), pods: [makePod()], want: [1, 1, 0] },
    'its Pod has ended, and it was asked for lately: has none': {
      run: makeRun({}, { phase: 'Running', podName }),
      pods: [succeededPod()],
      isUnseen: true,
      want: [0, 0, 0],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { run = makeRun(), pods = [], isUnseen = false, want }) => {
    const { occupied, claimants } = taskRunUsers({ pods, runs: [run], isUnseen: () => isUnseen }, now);
    expect([occupied, claimants[0]?.active, claimants[0]?.waiting]).toEqual(want);
  });

  test('a Pod whose run is gone: its slot is taken all the same', () => {
    expect(taskRunUsers({ pods: [makePod()], runs: [], isUnseen: () => false }, now).occupied).toBe(1);
  });
});

test('a slot becomes free: as many are woken as there are slots, those that have waited longest first', () => {
  const runNamed = (name: string, secondsAgo: number, status = queued) =>
    makeRun({ taskRef: 'any' }, status, { name, creationTimestamp: ago(secondsAgo) });
  const runs = [
    runNamed('young', 10),
    runNamed('oldest', 90),
    runNamed('working', 99, { ...queued, podName: 'working-pod' }),
    runNamed('old', 50),
  ];
  const concurrency = { limitKey: 'claude', limit: 2 };
  const informers = {
    taskRuns: { store: { list: () => runs } },
    tasks: { store: { get: () => ({ spec: {} }) } },
    workspaces: { store: { get: () => ({ spec: { concurrency } }) } },
  } as unknown as Informers;
  const { namespace } = makeRun().metadata;
  const limits = { sizeOf: () => 2 } as unknown as SharedLimits;
  expect(nextInQueue(`${namespace}/claude`, informers, limits)).toEqual([`${namespace}/oldest`, `${namespace}/old`]);
});

test('no slot is left: queued, and no Pod; then one is, and its Pod is created', () => {
  const waiting = pass(makeWorld({ mayStart: false }));
  expect(summary(waiting.outcome.status).slice(0, 2)).toEqual(['Pending', 'Queued']);
  expect(reported(waiting.changes)).toEqual([]);
  expect(reported(pass({ ...waiting.world, mayStart: true }).changes)).toEqual([`create Pod ${podName}`]);
});
