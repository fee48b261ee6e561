import { describe, expect, test } from '@jest/globals';
import type { BatchRunStatus, BatchSpec, TaskStatus } from '../../../api/generated/kinds.js';
import { noOutcomes } from '../../../api/status/outcome-shard.js';
import { holdStatus, plannedStatus, type ReportedRun, unplannedStatus } from '../../../runtime/batch-run/status.js';
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

describe('the lists, counters and entries of a status', () => {
  const jobOf = (index: number) => `update-001-task-${index}`;
  const task = (index: number, phase: TaskStatus['phase'], completionTime?: string): TaskStatus => ({
    ...{ index, jobName: jobOf(index), phase },
    ...(completionTime && { completionTime }),
  });
  const planState = {
    kind: 'Held',
    planHash: 'hash',
    total: 0,
    problem: { reason: 'TasksPending', message: '' },
  } as const;
  const reported = (tasks: readonly TaskStatus[], more: Partial<ReportedRun> = {}) =>
    plannedStatus(
      { run: makeRun(), planState, tasks, outcomes: noOutcomes, isSeen: () => false, failure: undefined, ...more },
      now,
    );

  test('of a run with tasks in every phase', () => {
    const tasks = [
      task(0, 'Succeeded'),
      task(1, 'Failed'),
      task(2, 'Cancelled'),
      task(3, 'Running'),
      task(4, 'Pending'),
      task(5, 'Succeeded'),
    ];
    const { conditions: _, ...status } = reported(tasks, { isSeen: ({ index }) => index < 4 });
    expect(status).toEqual({
      observedGeneration: 1,
      phase: 'Running',
      startTime: ago(0),
      planHash: 'hash',
      completions: '2/6',
      progress: { total: 6, pending: 1, running: 1, completed: 2, failed: 1, cancelled: 1 },
      observedIndexes: '0-3',
      completedIndexes: '0,5',
      failedIndexes: '1',
      cancelledIndexes: '2',
      tasks,
    });
  });

  test('of a run of which nothing has happened: no list', () => {
    expect(Object.keys(reported([task(0, 'Pending')])).filter((name) => name.endsWith('Indexes'))).toEqual([]);
  });

  const run = makeRun({}, { startTime: ago(500) });
  const ends: Record<string, { tasks: readonly TaskStatus[]; want: string | undefined }> = {
    'one runs: none': { tasks: [task(0, 'Succeeded', ago(9)), task(1, 'Running')], want: undefined },
    'one is pending: none': { tasks: [task(0, 'Succeeded', ago(9)), task(1, 'Pending')], want: undefined },
    'all have ended: the last of them': {
      tasks: [task(0, 'Failed', ago(30)), task(1, 'Cancelled', ago(9)), task(2, 'Succeeded', ago(20))],
      want: ago(9),
    },
    'nobody knows when they ended: now': { tasks: [task(0, 'Succeeded')], want: ago(0) },
  };
  test.each(Object.entries(ends))('when it ended, if %s', (_, { tasks, want }) => {
    const status = reported(tasks, { run });
    expect([status.startTime, status.completionTime]).toEqual([ago(500), want]);
  });

  test('of a run that is too large: what runs and what failed, in index order, as far as there is room', () => {
    const phases = ['Failed', 'Succeeded', 'Running', 'Pending'] as const;
    const tasks = Array.from({ length: 1200 }, (_, index) => task(index, phases[index % 4] ?? 'Pending'));
    const { tasks: listed = [], outcomes } = reported(tasks);
    expect(outcomes).toEqual(['update-001-outcomes-0', 'update-001-outcomes-1', 'update-001-outcomes-2']);
    expect(listed).toHaveLength(500);
    expect(listed.filter(({ phase }) => phase === 'Running')).toHaveLength(300);
    expect(listed.filter(({ phase }) => phase === 'Failed').at(-1)?.index).toBe(199 * 4);
    expect(listed.map(({ index }) => index)).toEqual(listed.map(({ index }) => index).toSorted((a, b) => a - b));
  });
});

describe('the status of a run that is not planned', () => {
  const problem = { reason: 'BatchNotFound', message: 'no Batch' } as const;
  const counters = { total: 0, pending: 0, running: 0, completed: 0, failed: 0 };

  test('has no task, and no end', () => {
    const { conditions: _, ...status } = unplannedStatus(makeRun(), problem, now);
    expect(status).toEqual({
      ...{ observedGeneration: 1, phase: 'Pending', startTime: ago(0), progress: counters, tasks: [] },
    });
  });
  test('says since when it waits', () => {
    expect(messageOf(unplannedStatus(makeRun({}, { startTime: ago(70) }), problem, now))).toContain(ago(70));
  });
  test('ends when it is cancelled', () => {
    expect(unplannedStatus(makeRun({ cancel: true }), problem, now).completionTime).toBe(ago(0));
  });
});

test('a status that is held has another reason, and everything else as it was', () => {
  const before = startedWorld().run;
  const held = holdStatus(before, { reason: 'CreateFailed', message: 'quota' }, now + 1000);
  expect(held).toEqual({ ...before.status, phase: 'Running', conditions: held.conditions });
  expect(summary(held)).toMatchObject({ phase: 'Running', reason: 'CreateFailed' });
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

  test('a name that a text template does not have, with its place in the text', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of ours
    const source = { inline: 'one\n${params.tickt}', template: true };
    const spec: BatchSpec = { variableContexts: [[{ type: 'File', file: { filePath: '/workspace/a', source } }]] };
    const status = pass(makeWorld({ batch: makeBatchObject(spec) })).world.run.status;
    expect(summary(status).reason).toBe('InvalidSpec');
    expect(messageOf(status)).toContain(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of ours
      'Batch update: spec.variableContexts[0][0].file.source.inline: Invalid value: "${params.tickt}": line 2, column 1: the Batch declares no such parameter',
    );
  });

  test('as many as fit, and how many more there are', () => {
    const spec = { variableContexts: Array.from({ length: 1000 }, () => [{ type: 'Wiki' }]) } as unknown as BatchSpec;
    const message = messageOf(pass(makeWorld({ batch: makeBatchObject(spec) })).world.run.status);
    expect(message).toMatch(/; and \d+ more$/);
    expect(message?.length).toBeLessThan(8192);
  });
});
