import { describe, expect, test } from '@jest/globals';
import type { BatchRunStatus, TaskStatus } from '../../../../api/generated/kinds.js';
import { indexRun } from '../../../../runtime/batch-run/jobs/run-index.js';
import type { ObservedTaskPod } from '../../../../runtime/batch-run/observed.js';
import type { ObservedWarning } from '../../../../runtime/caches/observed-warning.js';
import { ago, makeJob, makePod, makeRun, makeWarning, makeWorld, observe, type World } from '../world.js';

const index = (world: Partial<World>) => indexRun(observe(makeWorld(world)));
const foreign = makeJob(1, {}, { ownerReferences: [] });

test('Jobs of the run and others that have its label are kept apart', () => {
  const { jobs, conflictingJobs } = index({ jobs: [makeJob(0), foreign] });
  expect([[...jobs.values()], [...conflictingJobs.values()]]).toEqual([[makeJob(0)], [foreign]]);
});

test('the lists of tasks are those of the status', () => {
  const status = { observedIndexes: '0-4', completedIndexes: '0', failedIndexes: '1-2', cancelledIndexes: '3' };
  const { seen, completed, failed, cancelled } = index({ run: makeRun({}, status) });
  expect([seen, completed, failed, cancelled].map((indexes) => [...indexes])).toEqual([
    [0, 1, 2, 3, 4],
    [0],
    [1, 2],
    [3],
  ]);
});

describe('the Pod that speaks for a Job', () => {
  const pod = (name: string, phase: string, secondsAgo: number): ObservedTaskPod =>
    makePod(0, { phase }, { name, uid: name, creationTimestamp: ago(secondsAgo) });
  const cases: Record<string, { pods: ObservedTaskPod[]; want: string | undefined }> = {
    'none is there: none': { pods: [], want: undefined },
    'another Job has one: none': { pods: [makePod(1)], want: undefined },
    'one belongs to no Job: none': { pods: [makePod(0, {}, { ownerReferences: [] })], want: undefined },
    'two: the one that was created last': { pods: [pod('b', 'Failed', 20), pod('a', 'Running', 10)], want: 'a' },
    'two, in another order: the one that was created last': {
      pods: [pod('a', 'Running', 10), pod('b', 'Failed', 20)],
      want: 'a',
    },
    'two of the same second, of which one has ended: the other, which replaces it': {
      pods: [pod('b', 'Failed', 10), pod('a', 'Pending', 10)],
      want: 'a',
    },
    'two of the same second: the one whose name sorts last': {
      pods: [pod('b', 'Failed', 10), pod('a', 'Failed', 10)],
      want: 'b',
    },
    'one of them succeeded: that one, however old': {
      pods: [pod('a', 'Succeeded', 20), pod('b', 'Failed', 10)],
      want: 'a',
    },
  };
  test.each(Object.entries(cases))('%s', (_, { pods, want }) => {
    expect(index({ jobs: [makeJob(0)], pods }).view(makeJob(0)).pod?.metadata.name).toBe(want);
  });
});

test('a view counts the Pods that have ended, and those that used up an attempt', () => {
  const exited = (uid: string, exitCode: number) =>
    makePod(
      0,
      { phase: 'Failed', containerStatuses: [{ name: 'agent', state: { terminated: { exitCode } } }] },
      { uid },
    );
  const pods = [exited('a', 3), exited('b', 75), makePod(0, { phase: 'Running' }), makePod(1, { phase: 'Failed' })];
  const { view, podsOf } = index({ jobs: [makeJob(0)], pods });
  expect(view(makeJob(0))).toMatchObject({ endedPods: 2, failedPods: 1 });
  expect(podsOf(makeJob(0))).toHaveLength(3);
  expect(podsOf(makeJob(2))).toEqual([]);
  expect(view(makeJob(2))).toMatchObject({ endedPods: 0, failedPods: 0 });
});

describe('the warning that counts', () => {
  const named = (name: string, secondsAgo: number): ObservedWarning => {
    const warning = makeWarning('FailedCreate', name, 'job-uid-0', secondsAgo);
    return { ...warning, metadata: { ...warning.metadata, name } };
  };
  const cases: Record<string, { warnings: ObservedWarning[]; want: string | undefined }> = {
    'none is there: none': { warnings: [], want: undefined },
    'one is about another object: none': { warnings: [makeWarning('Failed', 'x', 'other')], want: undefined },
    'two: the one that was seen last': { warnings: [named('a', 5), named('b', 9)], want: 'a' },
    'two, in another order: the one that was seen last': { warnings: [named('b', 9), named('a', 5)], want: 'a' },
    'two of the same second: always the same one': { warnings: [named('b', 5), named('a', 5)], want: 'b' },
  };
  test.each(Object.entries(cases))('%s', (_, { warnings, want }) => {
    expect(index({ jobs: [makeJob(0)], warnings }).view(makeJob(0)).jobWarning?.message).toBe(want);
  });

  test('about the Pod is that of its newest Pod, and none without a Pod', () => {
    const warnings = [makeWarning('FailedMount', 'why', 'pod-uid-0'), makeWarning('Failed', 'nobody', '')];
    const withPod = index({ jobs: [makeJob(0)], pods: [makePod(0)], warnings }).view(makeJob(0));
    expect([withPod.podWarning?.message, withPod.jobWarning]).toEqual(['why', undefined]);
  });
});

describe('what is known of a task whose outcome the status does not prove', () => {
  const stored: TaskStatus = { index: 0, jobName: 'update-001-task-0', phase: 'Succeeded', reason: 'Completed' };
  const shown: TaskStatus = { index: 1, jobName: 'update-001-task-1', phase: 'Running', reason: 'Running' };
  const progress = { total: 2, pending: 0, running: 2, completed: 0, failed: 0 };
  const large: BatchRunStatus = { observedIndexes: '0-1', progress, tasks: [shown] };
  interface Case {
    readonly status?: BatchRunStatus;
    readonly jobs?: World['jobs'];
    readonly entry?: TaskStatus;
    readonly want: string | undefined;
  }
  const cases: Record<string, Case> = {
    'its Job was seen and is gone: the stored outcome': { want: 'Succeeded' },
    'its Job is there, and says it itself: nothing': { jobs: [makeJob(0)], want: undefined },
    'its Job was never seen: nothing': { status: { ...large, observedIndexes: '1' }, want: undefined },
    'nothing was ever seen: nothing': { status: { progress, tasks: [shown] }, want: undefined },
    'the status has room for every task, so it stores none: nothing': {
      status: { ...large, tasks: [shown, { ...shown, index: 2 }] },
      want: undefined,
    },
    'the status lists no tasks at all: nothing': { status: { observedIndexes: '0-1', progress }, want: undefined },
    'what is stored has not ended: nothing': { entry: { ...stored, phase: 'Running' }, want: undefined },
  };
  test.each(Object.entries(cases))('%s', (_, { status = large, jobs = [], entry = stored, want }) => {
    const observed = observe(makeWorld({ run: makeRun({}, status), jobs }));
    const outcomes = { ...observed.outcomes, unreported: new Map([[0, entry]]) };
    expect(indexRun({ ...observed, outcomes }).entries.get(0)?.phase).toBe(want);
  });

  test('a proven outcome counts more than what the status shows', () => {
    const observed = observe(makeWorld({ run: makeRun({}, large) }));
    const proven = { ...shown, phase: 'Failed', reason: 'AgentFailed' } as const;
    const shards = new Map([['s', { digest: 'd', entries: new Map([[1, proven]]) }]]);
    const { entries } = indexRun({ ...observed, outcomes: { ...observed.outcomes, shards } });
    expect(entries.get(1)).toBe(proven);
  });
});
