import { describe, expect, test } from '@jest/globals';
import type { BatchRunStatus, TaskStatus } from '../../../../api/generated/kinds.js';
import { ANNOTATION_TASK_KEY } from '../../../../api/labels.js';
import { indexRun } from '../../../../runtime/batch-run/jobs/run-index.js';
import { type TaskContext, taskEntries } from '../../../../runtime/batch-run/tasks/task-entries.js';
import { planStateOf } from '../../../../runtime/batch-run/template/plan-state.js';
import { resolveTemplate } from '../../../../runtime/batch-run/template/template.js';
import { makeBatch, makeFile } from '../../../plan/sample.js';
import {
  ago,
  complete,
  failed,
  makeBatchObject,
  makeJob,
  makePod,
  makeRun,
  makeTasks,
  makeWarning,
  makeWorld,
  now,
  observe,
  runName,
  type World,
} from '../world.js';

const jobName = `${runName}-task-0`;

type Planned = Extract<TaskContext['planState'], { kind: 'Planned' }>;
const planOf = (batch = makeBatchObject(makeTasks(1))) =>
  planStateOf(makeRun(), resolveTemplate({ run: makeRun(), batch, workspace: undefined }), now) as Planned;
const planState = planOf();
const held: TaskContext['planState'] = {
  ...{ kind: 'Held', planHash: planState.planHash, total: 1 },
  problem: { reason: 'TemplateChanged', message: 'it changed' },
};

/** The first entry of a run of one task. */
function entryOf(world: Partial<World>, context: Partial<TaskContext> = {}): TaskStatus | undefined {
  const { parent: run, ...observed } = observe(makeWorld(world));
  const index = indexRun({ parent: run, ...observed });
  const none = { recentlyCreated: new Set<string>(), everCreated: new Set<string>(), createFailures: new Map() };
  return taskEntries({ run, index, planState, now, ...none, ...context })[0];
}
const withStatus = (status: BatchRunStatus, spec = {}) => ({ run: makeRun(spec, status) });
const known = (more: Partial<TaskStatus>): BatchRunStatus => ({
  tasks: [{ index: 0, jobName, phase: 'Running', ...more }],
});

describe('what an entry says of a task without a Job', () => {
  const recent = { recentlyCreated: new Set([jobName]) };
  const ever = { everCreated: new Set([jobName]) };
  const cancel = { cancel: true };
  interface Case {
    readonly world?: Partial<World>;
    readonly context?: Partial<TaskContext>;
    readonly want: Partial<TaskStatus>;
  }
  const cases: Record<string, Case> = {
    'nothing was asked for: about to get its Job': { want: { phase: 'Pending', reason: 'JobPending' } },
    'it was created a moment ago: on its way': {
      context: { ...recent, ...ever },
      want: { phase: 'Pending', reason: 'JobPending' },
    },
    'it may have been created a moment ago: on its way, as if nothing were known': {
      context: { ...recent, planState: held },
      want: { phase: 'Pending', reason: 'TemplateChanged' },
    },
    'it was created a moment ago, and the template changed: on its way': {
      context: { ...recent, ...ever, planState: held },
      want: { phase: 'Pending', reason: 'JobPending' },
    },
    'it was created long ago: deleted': { context: ever, want: { phase: 'Failed', reason: 'JobDeleted' } },
    'it was seen: deleted, and it had begun then': {
      world: withStatus({ observedIndexes: '0', ...known({ startTime: ago(9) }) }),
      want: { phase: 'Failed', reason: 'JobDeleted', startTime: ago(9), completionTime: ago(0) },
    },
    'it was refused: why': {
      context: { createFailures: new Map([[jobName, { reason: 'Forbidden', message: 'quota' }]]) },
      want: { phase: 'Pending', reason: 'CreateFailed', message: 'quota' },
    },
    'another Job has its name: that': {
      world: { jobs: [makeJob(0, {}, { ownerReferences: [] })] },
      want: { phase: 'Pending', reason: 'JobConflict' },
    },
    'it was to come from Git: what to do': {
      world: { run: makeRun({ jobs: 'synthesized' }) },
      want: { phase: 'Pending', reason: 'JobNotApplied' },
    },
    'the run is cancelled: over': {
      world: withStatus({}, cancel),
      want: { phase: 'Cancelled', reason: 'Cancelled', completionTime: ago(0) },
    },
    'the run is cancelled, and it had begun: over, and since when it ran': {
      world: withStatus({ observedIndexes: '0', ...known({ startTime: ago(9) }) }, cancel),
      want: { phase: 'Cancelled', reason: 'Cancelled', startTime: ago(9) },
    },
    'the run is cancelled, and it may have been created a moment ago: not over': {
      world: withStatus({}, cancel),
      context: recent,
      want: { phase: 'Pending', reason: 'Cancelling' },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { world = {}, context = {}, want }) => {
    expect(entryOf(world, context)).toMatchObject({ index: 0, jobName, ...want });
  });
});

describe('an entry of a task that had ended', () => {
  const lost = 'its outcome is no longer stored';
  const cases: Record<string, { world: Partial<World>; want: Partial<TaskStatus> }> = {
    'is lost, and the task had succeeded: that': {
      world: withStatus({ completedIndexes: '0' }),
      want: { phase: 'Succeeded', reason: 'Completed', message: lost },
    },
    'is lost, and the task had failed: that': {
      world: withStatus({ failedIndexes: '0' }),
      want: { phase: 'Failed', reason: 'JobFailed', message: lost },
    },
    'is lost, and the task had been cancelled: that': {
      world: withStatus({ cancelledIndexes: '0' }),
      want: { phase: 'Cancelled', reason: 'Cancelled', completionTime: ago(0) },
    },
    'is lost, the task had been cancelled, and when it began is known: that': {
      world: withStatus({ cancelledIndexes: '0', ...known({ startTime: ago(9) }) }),
      want: { phase: 'Cancelled', reason: 'Cancelled', startTime: ago(9) },
    },
    'is lost, and its Job says the same: what its Job says': {
      world: { ...withStatus({ completedIndexes: '0' }), jobs: [makeJob(0, complete(5))] },
      want: { phase: 'Succeeded', startTime: ago(15), completionTime: ago(5) },
    },
    'is lost, and its Job says otherwise: what the status says': {
      world: { ...withStatus({ completedIndexes: '0' }), jobs: [makeJob(0, failed())] },
      want: { phase: 'Succeeded', reason: 'Completed', message: lost },
    },
    'is lost, and its Job runs again: what the status says': {
      world: { ...withStatus({ failedIndexes: '0' }), jobs: [makeJob(0)] },
      want: { phase: 'Failed', reason: 'JobFailed', message: lost },
    },
    'is lost, and the run is cancelled now: what the status says': {
      world: withStatus({ completedIndexes: '0' }, { cancel: true }),
      want: { phase: 'Succeeded', reason: 'Completed', message: lost },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { world, want }) => {
    expect(entryOf(world)).toMatchObject(want);
  });

  test('is the very object that was observed, whatever its Job says', () => {
    const entry: TaskStatus = { index: 0, jobName, phase: 'Succeeded', reason: 'Completed' };
    expect(entryOf({ ...withStatus({ tasks: [entry] }), jobs: [makeJob(0, failed())] })).toBe(entry);
  });
});

describe('which task an entry says it is', () => {
  const identity = { key: planState.plan.tasks[0]?.identity().key, name: 'myorg/service-0' };
  const annotated = makeJob(0, {}, { annotations: { [ANNOTATION_TASK_KEY]: 'of-the-job' } });
  const large = { ...planState, total: 501 };
  const cases: Record<string, { world?: Partial<World>; context?: Partial<TaskContext>; want: object }> = {
    'as it is planned': { want: identity },
    'its Job was seen: as it was recorded': {
      world: withStatus({ observedIndexes: '0', ...known({ key: 'old', name: 'old/repository' }) }),
      want: { key: 'old', name: 'old/repository' },
    },
    'its Job was seen, and no name was recorded: as it was recorded': {
      world: withStatus({ observedIndexes: '0', ...known({ key: 'old' }) }),
      want: { key: 'old' },
    },
    'its Job was never seen: as it is planned, whatever was recorded': {
      world: withStatus(known({ key: 'old', name: 'old/repository' })),
      want: identity,
    },
    'its Job was never seen, and the template changed: as it was recorded': {
      world: withStatus(known({ key: 'old', name: 'old/repository' })),
      context: { planState: held },
      want: { key: 'old', name: 'old/repository' },
    },
    'the template changed, and nothing was recorded: as its Job says': {
      world: { jobs: [annotated] },
      context: { planState: held },
      want: { key: 'of-the-job' },
    },
    'the template changed, nothing was recorded, and there is no Job: nothing': {
      context: { planState: held },
      want: {},
    },
    'the status has no room for tasks that wait: nothing of these': { context: { planState: large }, want: {} },
    'the status has no room for all tasks, and it runs: as it is planned': {
      world: { jobs: [makeJob(0)], pods: [makePod(0, { phase: 'Running' })] },
      context: { planState: large },
      want: identity,
    },
  };
  test.each(Object.entries(cases))('%s', (_, { world = {}, context = {}, want }) => {
    const { key, name } = entryOf(world, context) ?? {};
    expect({ ...(key !== undefined && { key }), ...(name !== undefined && { name }) }).toEqual(want);
  });
});

describe('the message of a volume that lacks a key', () => {
  const file = makeFile('/workspace/x', { configMapKeyRef: { name: 'settings', key: 'absent' } });
  const batch = makeBatchObject(makeBatch({ variableContexts: [[file]] }));
  const planned = planOf(batch);
  const words = 'MountVolume.SetUp failed: references non-existent config key: absent';
  const world = (reason: string): Partial<World> => ({
    batch,
    jobs: [makeJob(0)],
    pods: [
      makePod(0, {
        phase: 'Pending',
        containerStatuses: [{ name: 'agent', state: { waiting: { reason: 'PodInitializing' } } }],
      }),
    ],
    warnings: [makeWarning(reason, words, 'pod-uid-0')],
  });

  test('names the object that should have it', () => {
    expect(entryOf(world('FailedMount'), { planState: planned })).toMatchObject({
      reason: 'FailedMount',
      message: `${words}; add the key absent to ConfigMap settings`,
    });
  });
  test('without a plan: as the kubelet says', () => {
    expect(entryOf(world('FailedMount'), { planState: held })?.message).toBe(words);
  });
});
