import { describe, expect, test } from '@jest/globals';
import type { BatchRunStatus } from '../../../api/generated/kinds.js';
import { runEvents } from '../../../runtime/batch-run/run-events.js';
import {
  changedBatch,
  complete,
  makeBatchObject,
  makeJob,
  makePod,
  makeTasks,
  makeWarning,
  messageOf,
  pass,
  plannedWorld,
  settle,
  startedWorld,
  type World,
} from './world.js';

const conditionsOf = ({ conditions = [] }: BatchRunStatus = {}) =>
  conditions.map(({ type, status }) => `${type}=${status}`);
const stalled = ['Ready=False', 'Stalled=True', 'Succeeded=False', 'Finished=True'];
const reconciling = ['Ready=False', 'Reconciling=True', 'Succeeded=Unknown', 'Finished=False'];
const statusOf = (world: World): BatchRunStatus => pass(world).outcome.status;

describe('a run whose template changed before all its tasks had started', () => {
  const planned = { ...plannedWorld({ batch: makeBatchObject(makeTasks(2)) }), jobs: [makeJob(0)] };
  const cases: Record<string, { world: World; want: string[]; phase: string }> = {
    'while one still runs: not stalled yet': {
      world: { ...planned, pods: [makePod(0, { phase: 'Running' })], batch: changedBatch },
      want: reconciling,
      phase: 'Running',
    },
    'while one has yet to get its Pod: not stalled yet': {
      world: { ...planned, batch: changedBatch },
      want: reconciling,
      phase: 'Pending',
    },
    'when the last that ran has ended: stalled, and waiting for it ends': {
      world: { ...planned, jobs: [makeJob(0, complete())], batch: changedBatch },
      want: stalled,
      phase: 'Failed',
    },
    'and the Batch is gone altogether: the same': {
      world: { ...planned, jobs: [makeJob(0, complete())], batch: undefined },
      want: stalled,
      phase: 'Failed',
    },
    'paused: somebody has to resume it first': {
      world: {
        ...planned,
        jobs: [makeJob(0, complete())],
        batch: changedBatch,
        run: { ...planned.run, spec: { ...planned.run.spec, suspend: true } },
      },
      want: reconciling,
      phase: 'Paused',
    },
  };
  test.each(Object.entries(cases))('%s', (_, { world, want, phase }) => {
    const status = statusOf(world);
    expect([status.phase, conditionsOf(status)]).toEqual([phase, want]);
    expect(status.completionTime).toBeUndefined();
  });

  const stuck = settle({ ...planned, jobs: [makeJob(0, complete())], batch: changedBatch }).world;

  test('says what to do, in an Event too', () => {
    const toDo = 'change it back, or cancel this run and create another BatchRun';
    expect(messageOf(stuck.run.status)).toContain(toDo);
    expect(runEvents({}, stuck.run.status ?? {}).map(({ reason }) => reason)).toContain('TemplateChanged');
  });
  test('heals when the template is put back', () => {
    const { world } = settle({ ...stuck, batch: makeBatchObject(makeTasks(2)) });
    expect(world.jobs).toHaveLength(2);
    expect([world.run.status?.phase, conditionsOf(world.run.status)]).toEqual(['Running', reconciling]);
  });
  test('ends for good when it is cancelled', () => {
    const run = { ...stuck.run, spec: { ...stuck.run.spec, cancel: true } };
    expect(statusOf({ ...stuck, run })).toMatchObject({ phase: 'Cancelled', completionTime: expect.any(String) });
  });
});

describe('a run of which a task cannot start', () => {
  const started = startedWorld({ batch: makeBatchObject(makeTasks(3)) });
  const waiting = { reason: 'ImagePullBackOff', message: 'Back-off pulling image "nowhere/x:1"' };
  const unpullable = makePod(1, {
    phase: 'Pending',
    initContainerStatuses: [{ name: 'clone-0', state: { terminated: { exitCode: 0 } } }],
    containerStatuses: [{ name: 'agent', image: 'nowhere/x:1', state: { waiting } }],
  });
  const running = makePod(0, { phase: 'Running' });

  test('says which and why, and neither its message nor its counters take it for running', () => {
    const status = statusOf({ ...started, pods: [running, unpullable] });
    expect(status.conditions?.[0]).toMatchObject({
      reason: 'ImagePullBackOff',
      message: expect.stringMatching(
        /^0\/3 tasks succeeded, 1 running, 2 pending \(1 ImagePullBackOff, 1 PodPending\); 1 of 3 cannot start: ImagePullBackOff: task 1 \(myorg\/service-1\): image nowhere\/x:1 of container agent cannot be pulled: Back-off/,
      ),
    });
    expect([status.phase, status.progress?.running]).toEqual(['Running', 1]);
  });

  test('a quota that refuses the Pod', () => {
    const warning = { ...makeWarning('FailedCreate', 'exceeded quota: pods', 'job-uid-2') };
    const status = statusOf({ ...started, pods: [running], warnings: [warning] });
    expect(status.conditions?.[0]).toMatchObject({
      reason: 'FailedCreate',
      message: expect.stringContaining(
        '1 of 3 cannot start: FailedCreate: task 2 (myorg/service-2): the Pod cannot be',
      ),
    });
  });

  test('is reported once in an Event, whichever of its two words the kubelet has for it', () => {
    const status = statusOf({ ...started, pods: [running, unpullable] });
    const conditions = status.conditions?.map((condition) => ({ ...condition, reason: 'ErrImagePull' })) ?? [];
    const reasons = (before: BatchRunStatus, after: BatchRunStatus) => runEvents(before, after).map((e) => e.reason);
    expect(reasons(started.run.status ?? {}, status)).toEqual(['ImagePullBackOff']);
    expect(reasons(status, { ...status, conditions })).toEqual([]);
  });

  test('continues as before when it heals', () => {
    const status = statusOf({ ...started, pods: [running, makePod(1, { phase: 'Running' })] });
    expect(status.conditions?.[0]?.reason).toBe('TasksRunning');
  });
});
