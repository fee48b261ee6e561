import { describe, expect, test } from '@jest/globals';
import type { BatchRunStatus, BatchSpec } from '../../../api/generated/kinds.js';
import { makeBatch, makeFile } from '../../plan/sample.js';
import {
  ago,
  changedBatch,
  complete,
  failed,
  invalidBatch,
  makeBatchObject,
  makeInlineRun,
  makeJob,
  makePod,
  makeRun,
  makeWorkspace,
  makeWorld,
  messageOf,
  missingJobs,
  now,
  pass,
  plannedWorld,
  runOwner,
  settle,
  startedWorld,
  summary,
  type World,
  withJobs,
} from './world.js';

const running = (index: number) => makePod(index, { phase: 'Running' });
const another = { ...runOwner, name: 'update-000', uid: 'another-uid' };
const failedPod = makePod(0, { phase: 'Failed' });
const succeededPod = makePod(0, { phase: 'Succeeded' });
const secondPod = makePod(0, { phase: 'Running' }, { name: 'second', uid: 'second-uid', creationTimestamp: ago(10) });
const conditionsOf = ({ conditions = [] }: BatchRunStatus = {}) =>
  Object.fromEntries(conditions.map(({ type, status }) => [type, status]));

describe('what a run says of itself', () => {
  interface Case {
    readonly world: World;
    readonly want: ReturnType<typeof summary>;
  }
  const synthesized = makeRun({ jobs: 'synthesized' });
  const cases: Record<string, Case> = {
    'no Batch: waits for it': {
      world: makeWorld({ batch: undefined }),
      want: { phase: 'Pending', reason: 'BatchNotFound', tasks: [] },
    },
    'named WorkspaceConfig missing: waits for it': {
      world: makeWorld({ batch: makeBatchObject(makeBatch({ workspaceConfigRef: 'gpu' })) }),
      want: { phase: 'Pending', reason: 'WorkspaceConfigNotFound', tasks: [] },
    },
    'no tasks: invalid': {
      world: makeWorld({ batch: invalidBatch }),
      want: { phase: 'Failed', reason: 'InvalidSpec', tasks: [] },
    },
    'too young: what it is made of may still be on its way': {
      world: makeWorld({ run: { ...makeRun(), metadata: { ...makeRun().metadata, creationTimestamp: ago(1) } } }),
      want: { phase: 'Pending', reason: 'TasksPending', tasks: [] },
    },
    'planned: Jobs are about to come': {
      world: makeWorld(),
      want: { phase: 'Pending', reason: 'TasksPending', tasks: ['Pending JobPending', 'Pending JobPending'] },
    },
    'inline spec: needs no Batch': {
      world: makeWorld({ run: makeInlineRun(makeBatch()), batch: undefined }),
      want: { phase: 'Pending', reason: 'TasksPending', tasks: ['Pending JobPending', 'Pending JobPending'] },
    },
    'Jobs exist: Pods are awaited': {
      world: startedWorld(),
      want: { phase: 'Pending', reason: 'TasksPending', tasks: ['Pending PodPending', 'Pending PodPending'] },
    },
    'synthesized, nothing applied: says so': {
      world: makeWorld({ run: synthesized }),
      want: { phase: 'Pending', reason: 'JobsNotApplied', tasks: ['Pending JobNotApplied', 'Pending JobNotApplied'] },
    },
    'synthesized, unowned Job applied: observed': {
      world: makeWorld({ run: synthesized, jobs: [makeJob(0, complete(), { ownerReferences: [] })] }),
      want: { phase: 'Running', reason: 'JobsNotApplied', tasks: ['Succeeded Completed', 'Pending JobNotApplied'] },
    },
    'one runs: running': {
      world: { ...startedWorld(), pods: [running(0)] },
      want: { phase: 'Running', reason: 'TasksRunning', tasks: ['Running Running', 'Pending PodPending'] },
    },
    'one has ended, none runs: still running': {
      world: withJobs(startedWorld(), makeJob(0, complete()), makeJob(1)),
      want: { phase: 'Running', reason: 'TasksRunning', tasks: ['Succeeded Completed', 'Pending PodPending'] },
    },
    'all succeeded: succeeded': {
      world: withJobs(startedWorld(), makeJob(0, complete()), makeJob(1, complete())),
      want: { phase: 'Succeeded', reason: 'TasksSucceeded', tasks: ['Succeeded Completed', 'Succeeded Completed'] },
    },
    'one failed, all ended: failed': {
      world: withJobs(startedWorld(), makeJob(0, complete()), makeJob(1, failed())),
      want: { phase: 'Failed', reason: 'TasksFailed', tasks: ['Succeeded Completed', 'Failed PodDeleted'] },
    },
    'Job deleted before it ended: failed, others continue': {
      world: missingJobs(startedWorld(), 0),
      want: { phase: 'Running', reason: 'TasksRunning', tasks: ['Failed JobDeleted', 'Pending PodPending'] },
    },
    'a stranger has the name of a Job: not adopted': {
      world: { ...plannedWorld(), jobs: [makeJob(0, complete(), { ownerReferences: [] })] },
      want: { phase: 'Pending', reason: 'CreateFailed', tasks: ['Pending JobConflict', 'Pending JobPending'] },
    },
    "another run's Job has the name: not adopted": {
      world: { ...plannedWorld(), jobs: [makeJob(0, complete(), { ownerReferences: [another] })] },
      want: { phase: 'Pending', reason: 'CreateFailed', tasks: ['Pending JobConflict', 'Pending JobPending'] },
    },
    "synthesized, another's Job has the name: not observed": {
      world: makeWorld({ run: synthesized, jobs: [makeJob(0, complete(), { ownerReferences: [another] })] }),
      want: { phase: 'Pending', reason: 'CreateFailed', tasks: ['Pending JobConflict', 'Pending JobNotApplied'] },
    },
    'the Job tried again and its second Pod runs: running': {
      world: { ...startedWorld(), pods: [failedPod, secondPod] },
      want: { phase: 'Running', reason: 'TasksRunning', tasks: ['Running Running', 'Pending PodPending'] },
    },
    'an older Pod succeeded, a younger one was stopped: the one that did it counts': {
      world: withJobs({ ...startedWorld(), pods: [succeededPod, secondPod] }, makeJob(0, complete(1)), makeJob(1)),
      want: { phase: 'Running', reason: 'TasksRunning', tasks: ['Succeeded Completed', 'Pending PodPending'] },
    },
    'Batch changed before Jobs came: nothing starts': {
      world: { ...plannedWorld(), batch: changedBatch },
      want: {
        phase: 'Failed',
        reason: 'TemplateChanged',
        tasks: ['Pending TemplateChanged', 'Pending TemplateChanged'],
      },
    },
    'Batch changed in the middle: what runs continues': {
      world: { ...plannedWorld(), jobs: [makeJob(0)], pods: [running(0)], batch: changedBatch },
      want: { phase: 'Running', reason: 'TemplateChanged', tasks: ['Running Running', 'Pending TemplateChanged'] },
    },
    'Batch changed after all Jobs came: does not matter': {
      world: { ...startedWorld(), pods: [running(0)], batch: changedBatch },
      want: { phase: 'Running', reason: 'TasksRunning', tasks: ['Running Running', 'Pending PodPending'] },
    },
    'Batch deleted after some Jobs came: waits for it': {
      world: { ...plannedWorld(), jobs: [makeJob(0)], batch: undefined },
      want: { phase: 'Pending', reason: 'BatchNotFound', tasks: ['Pending PodPending', 'Pending TemplateNotFound'] },
    },
    'default WorkspaceConfig came too late: nothing more starts': {
      world: { ...plannedWorld(), workspace: makeWorkspace({ agentImage: 'x' }) },
      want: {
        phase: 'Failed',
        reason: 'TemplateChanged',
        tasks: ['Pending TemplateChanged', 'Pending TemplateChanged'],
      },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { world, want }) => {
    expect(summary(pass(world).world.run.status)).toEqual(want);
  });
});

describe('conditions', () => {
  const cases: Record<string, { world: World; want: Record<string, string> }> = {
    pending: {
      world: makeWorld(),
      want: { Ready: 'False', Reconciling: 'True', Succeeded: 'Unknown', Finished: 'False' },
    },
    'missing Batch': {
      world: makeWorld({ batch: undefined }),
      want: { Ready: 'False', Reconciling: 'True', Succeeded: 'Unknown', Finished: 'False' },
    },
    'invalid spec': {
      world: makeWorld({ batch: invalidBatch }),
      want: { Ready: 'False', Stalled: 'True', Succeeded: 'False', Finished: 'True' },
    },
    succeeded: {
      world: withJobs(startedWorld(), makeJob(0, complete()), makeJob(1, complete())),
      want: { Ready: 'True', Succeeded: 'True', Finished: 'True' },
    },
    failed: {
      world: withJobs(startedWorld(), makeJob(0, complete()), makeJob(1, failed())),
      want: { Ready: 'False', Stalled: 'True', Succeeded: 'False', Finished: 'True' },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { world, want }) => {
    expect(conditionsOf(pass(world).world.run.status)).toEqual(want);
  });

  test('keep their transition time while their status stays', () => {
    const started = startedWorld();
    const later = pass(withJobs(started, makeJob(0, complete()), makeJob(1)), now + 60_000).world;
    const ended = pass(withJobs(later, makeJob(0, complete()), makeJob(1, complete())), now + 90_000).world;
    const transitions = [later, ended].map(({ run }) => run.status?.conditions?.[0]?.lastTransitionTime);
    expect(transitions).toEqual([ago(0), ago(-90)]);
  });
});

test('a run ends when its last task does, however late that is noticed', () => {
  const ended = withJobs(startedWorld(), makeJob(0, complete(90)), makeJob(1, failed('', 40)));
  expect(pass(ended).world.run.status?.completionTime).toBe(ago(40));
});

describe('healing', () => {
  test('a missing Batch appears', () => {
    const blank = pass(makeWorld({ batch: undefined })).world;
    expect(settle({ ...blank, batch: makeBatchObject() }).world.jobs).toHaveLength(2);
  });

  test('an invalid Batch is corrected: the failure was not final', () => {
    const stuck = pass(makeWorld({ batch: invalidBatch })).world;
    expect(stuck.run.status?.completionTime).toBeUndefined();
    expect(summary(settle({ ...stuck, batch: makeBatchObject() }).world.run.status).phase).toBe('Pending');
  });

  test('a Batch is changed back: the other Jobs come', () => {
    const { world } = settle({ ...plannedWorld(), jobs: [makeJob(0)], batch: changedBatch });
    expect(world.jobs).toHaveLength(1);
    expect(settle({ ...world, batch: makeBatchObject() }).world.jobs).toHaveLength(2);
  });

  test('a stranger is deleted: the task gets its Job', () => {
    const { world } = settle({ ...plannedWorld(), jobs: [makeJob(0, complete(), { ownerReferences: [] })] });
    expect(settle(missingJobs(world, 0)).world.jobs.map(({ metadata }) => metadata.name)).toEqual([
      'update-001-task-1',
      'update-001-task-0',
    ]);
  });
});

describe('all problems at once', () => {
  test('each with its path', () => {
    const batch = makeBatchObject(
      makeBatch({ commonContext: [makeFile('/kubetask/x', 'a'), makeFile('/workspace', 'b')] }),
    );
    const message = messageOf(pass(makeWorld({ batch })).world.run.status);
    expect(message).toContain('Batch update: spec.commonContext[0].file.filePath: Invalid value: "/kubetask/x"');
    expect(message).toContain('; Batch update: spec.commonContext[1].file.filePath: Invalid value: "/workspace"');
  });

  test('of an inline spec, with the path in the run', () => {
    const run = makeInlineRun(makeBatch({ commonContext: [makeFile('/workspace', 'b')] }));
    const message = messageOf(pass(makeWorld({ run, batch: undefined })).world.run.status);
    expect(message).toMatch(/^BatchRun update-001: spec.batchSpec.commonContext\[0\].file.filePath: Invalid value/);
  });

  test('an object that its own schema would refuse today', () => {
    const spec = { variableContexts: [[{ type: 'Wiki' }]] } as unknown as BatchSpec;
    const status = pass(makeWorld({ batch: makeBatchObject(spec) })).world.run.status;
    expect(summary(status).reason).toBe('InvalidSpec');
    expect(messageOf(status)).toContain('Batch update: spec.variableContexts[0][0].type: Unsupported value: "Wiki"');
  });

  test('as many as fit, and how many more there are', () => {
    const spec = { variableContexts: Array.from({ length: 1000 }, () => [{ type: 'Wiki' }]) } as unknown as BatchSpec;
    const message = messageOf(pass(makeWorld({ batch: makeBatchObject(spec) })).world.run.status);
    expect(message).toMatch(/; and \d+ more$/);
    expect(message?.length).toBeLessThan(8192);
  });
});
