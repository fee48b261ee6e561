import { describe, expect, test } from '@jest/globals';
import type { StepStatus, TaskRun } from '../../../api/generated/kinds.js';
import { taskRunPodNameBeside } from '../../../plan/naming.js';
import type { ChildFailure } from '../../../runtime/engine/reconcile/act.js';
import {
  ago,
  ended,
  makePod,
  makeRun,
  makeSeenWorld,
  makeTask,
  makeWorld,
  now,
  pass,
  podName,
  reported,
  running,
  step,
  stepsPod,
  succeededPod,
  summary,
  type World,
  waiting,
} from './world.js';

interface Case {
  readonly world: Partial<World>;
  /** Phase, reason and message. */
  readonly want: readonly string[];
  /** What is asked for. @default nothing */
  readonly asks?: readonly string[];
}

const scripts = makeTask({ steps: [{ ...step('one'), script: '#!/bin/sh\necho' }] });
const createPod = [`create Pod ${podName}`];
const aboutToCreate = ['Pending', 'PodPending', 'the Pod is about to be created'];

describe('a run without a Pod', () => {
  const cases: Record<string, Case> = {
    'a Task that is there: creates the Pod': { world: {}, want: aboutToCreate, asks: createPod },
    'a script that is a file: its ConfigMap first': {
      world: { task: scripts },
      want: aboutToCreate,
      asks: ['create ConfigMap hello-1-scripts-7c20e360cc', ...createPod],
    },
    'a run that is new: waits for its template to settle': {
      world: { run: makeRun({}, undefined, { creationTimestamp: ago(1) }) },
      want: aboutToCreate,
    },
    'no such Task: says so at once': {
      world: { task: undefined, run: makeRun({}, undefined, { creationTimestamp: ago(0) }) },
      want: [
        'Pending',
        'TaskNotFound',
        'Task hello does not exist in namespace team; create it; the run waits for it until 2030-01-01T00:20:00Z, then fails',
      ],
    },
    'no such Task for ten minutes: failed': {
      world: { task: undefined, run: makeRun({}, undefined, { creationTimestamp: ago(600) }) },
      want: [
        'Failed',
        'TaskNotFound',
        'Task hello does not exist in namespace team; create it and create another TaskRun: this run failed after it had waited for ten minutes',
      ],
    },
    'no such WorkspaceConfig: says so': {
      world: { task: makeTask({ steps: [step('one')], workspaceConfigRef: 'gpu' }) },
      want: [
        'Pending',
        'WorkspaceConfigNotFound',
        'WorkspaceConfig gpu does not exist in namespace team; create it; the run waits for it until 2030-01-01T00:19:00Z, then fails',
      ],
    },
    'values that do not fit the Task: failed, with all problems': {
      world: {
        run: makeRun({ params: [{ name: 'whoo', value: 'x' }] }),
        task: makeTask({ steps: [step('one')], params: [{ name: 'who' }] }),
      },
      want: [
        'Failed',
        'InvalidSpec',
        'TaskRun hello-1: spec.params: Required value: give a value for who, which has no default; TaskRun hello-1: spec.params[0].name: Unsupported value: "whoo": supported values: "who"',
      ],
    },
    'an inline task that cannot be planned: the path is in the run': {
      world: { run: { ...makeRun(), spec: { taskSpec: { steps: [{ ...step('copy-tools') }] } } } },
      want: [
        'Failed',
        'InvalidSpec',
        'TaskRun hello-1: spec.taskSpec.steps[0].name: Invalid value: "copy-tools": is a container of kubetask; choose another name',
      ],
    },
    'suspended: no Pod': {
      world: { run: makeRun({ suspend: true }) },
      want: [
        'Paused',
        'Suspended',
        'no Pod is created while spec.suspend, or the annotation kubetask.io/pause, is true',
      ],
    },
    'resumed: creates the Pod': {
      world: { run: makeRun({ suspend: false }, { phase: 'Paused' }) },
      want: aboutToCreate,
      asks: createPod,
    },
    'cancelled before it began: over, and no Pod': {
      world: { run: makeRun({ cancel: true, suspend: true }) },
      want: ['Cancelled', 'Cancelled', 'the run was cancelled'],
    },
    'a creation that was refused: not asked for again yet': {
      world: {
        createFailures: {
          byName: new Map([[podName, { reason: 'Forbidden', message: 'exceeded quota' }]]),
          retryAt: now,
        },
      },
      want: ['Pending', 'CreateFailed', 'exceeded quota'],
    },
    "a Pod of the same name that is another's: asked for, so that the API server says whose": {
      world: { pods: [makePod({}, { ownerReferences: [] })] },
      want: aboutToCreate,
      asks: createPod,
    },
  };
  test.each(Object.entries(cases))('%s', (_, { world, want, asks = [] }) => {
    const { outcome, changes } = pass(makeWorld(world));
    expect(summary(outcome.status)).toEqual(want);
    expect(reported(changes)).toEqual(asks);
  });

  test('a Task that could not be planned is corrected: the run was not over, and its Pod is created', () => {
    const misfit = makeTask({ steps: [step('one')], params: [{ name: 'who' }] });
    const { world } = pass(makeWorld({ task: misfit }));
    expect([world.run.status?.phase, world.run.status?.completionTime]).toEqual(['Failed', undefined]);
    const { changes, outcome } = pass({ ...world, task: makeTask() });
    expect(summary(outcome.status)).toEqual(aboutToCreate);
    expect(reported(changes)).toEqual(createPod);
  });

  test('a Pod that the API server refuses: its words', () => {
    const failure: ChildFailure = {
      change: { type: 'create', object: makePod() },
      reason: 'Forbidden',
      message: 'pods "hello-1-pod" is forbidden: exceeded quota: compute',
      transient: false,
    };
    const { outcome } = pass(makeWorld(), now, [failure]);
    expect(summary(outcome.status)).toEqual(['Pending', 'CreateFailed', failure.message]);
  });
});

describe("a Pod of the run's name that belongs to another owner", () => {
  const beside = taskRunPodNameBeside('hello-1', 'run-uid');
  const message =
    'Pod hello-1-pod already exists and belongs to TaskRun hello-1 of tekton.dev (uid t); delete or rename one of the two';
  const taken: ChildFailure = {
    change: { type: 'create', object: makePod() },
    ...{ reason: 'AlreadyExists', message, transient: false },
  };
  const told1 = `${message}; the Pod is created as ${beside}`;
  const first = pass(makeWorld(), now, [taken]).outcome.status;

  test('its group and the other name of the Pod are in the status before any Pod is created', () =>
    expect(summary(first)).toEqual(['Pending', 'PodNameTaken', told1]));

  test('the next pass, of whatever replica, creates it beside, and says the same', () => {
    const { changes, outcome } = pass(makeWorld({ run: makeRun({}, first) }));
    expect(reported(changes)).toEqual([`create Pod ${beside}`]);
    expect(summary(outcome.status)).toEqual(['Pending', 'PodNameTaken', told1]);
  });

  test('the name is free again meanwhile: still beside, so that there is never a second Pod', () => {
    const world = makeWorld({ run: makeRun({}, first), recentlyCreated: new Set([beside]) });
    expect(reported(pass(world).changes)).toEqual([`create Pod ${beside}`]);
  });

  test('created and not seen yet, the status forgotten: not created under the first name', () => {
    const world = makeWorld({ recentlyCreated: new Set([beside]), everCreated: new Set([beside]) });
    expect(reported(pass(world).changes)).toEqual([]);
  });

  const interruptions: Record<string, (run: TaskRun) => World> = {
    'the run is suspended': (run) => makeWorld({ run: { ...run, spec: { ...run.spec, suspend: true } } }),
    'its Task is gone': (run) => makeWorld({ run, task: undefined }),
  };
  test.each(Object.entries(interruptions))('%s before the Pod is seen: the name stays decided', (_, interrupt) => {
    const interrupted = pass(interrupt(makeRun({}, first))).outcome.status;
    const later = pass(interrupt(makeRun({}, interrupted))).outcome.status;
    expect(summary(later)[1]).not.toBe('PodNameTaken');
    expect(reported(pass(makeWorld({ run: makeRun({}, later) })).changes)).toEqual([`create Pod ${beside}`]);
    expect(later.conditions?.find(({ type }) => type === 'PodNameTaken')?.message).toBe(told1);
  });

  test('its creation is refused for another reason: the name stays decided', () => {
    const createFailures = {
      byName: new Map([[beside, { reason: 'Forbidden', message: 'exceeded quota' }]]),
      retryAt: now,
    };
    const { outcome } = pass(makeWorld({ run: makeRun({}, first), createFailures }));
    expect(summary(outcome.status)).toEqual(['Pending', 'PodNameTaken', 'exceeded quota']);
  });

  test('it runs: the status has its name', () => {
    const pod = stepsPod('Running', running('one'), waiting('two'));
    const own = { ...pod, metadata: { ...pod.metadata, name: beside } };
    const { outcome } = pass(makeWorld({ run: makeRun({}, first), pods: [own] }));
    expect(outcome.status.podName).toBe(beside);
  });

  test('once in the status it is gone for good when it is gone', () => {
    const { changes, outcome } = pass(makeWorld({ run: makeRun({}, { ...first, podName: beside }) }));
    expect(reported(changes)).toEqual([]);
    expect(outcome.status.phase).toBe('Failed');
  });
});

const logs = 'see kubectl logs -n team hello-1-pod';
const startedPod = stepsPod('Pending', running('one'), waiting('two'));
const deleted = { deletionGracePeriodSeconds: 30, deletionTimestamp: ago(1) };
const unscheduled = { ...makePod(), spec: {} };
const deadline = { phase: 'Failed', reason: 'DeadlineExceeded' };
const cancelledRun = makeRun({ cancel: true }, { phase: 'Running', podName });
const drained = {
  conditions: [
    { type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' },
  ],
};
const evictedStatus: NonNullable<TaskRun['status']> = {
  phase: 'Running',
  podName,
  conditions: [
    { type: 'Ready', status: 'False', reason: 'Evicted', message: 'low on memory', lastTransitionTime: ago(9) },
  ],
};
/** As containerd has it. */
const neverStarted = (name: string) => {
  const startedAt = '1970-01-01T00:00:00Z';
  const message = 'exec: "nope": not found';
  return ended(name, 128, { reason: 'StartError', message, startedAt, finishedAt: ago(3) });
};
const podDeleted = [
  'Failed',
  'PodDeleted',
  `Pod ${podName} was deleted before it ended; create another TaskRun to run the task again`,
];

describe('a run with its Pod', () => {
  const cases: Record<string, Case & { readonly pod: World['pods'][number] | undefined }> = {
    'not started: pending': { pod: makePod(), world: {}, want: ['Pending', 'PodPending', 'the Pod is starting'] },
    'no node takes it: the scheduler says why': {
      pod: makePod({ conditions: [{ type: 'PodScheduled', status: 'False', message: '0/3 nodes' }] }),
      world: {},
      want: ['Pending', 'Unschedulable', '0/3 nodes'],
    },
    'an image that cannot be pulled: a reason': {
      pod: stepsPod('Pending', waiting('one', 'ImagePullBackOff', 'Back-off'), waiting('two')),
      world: {},
      want: ['Pending', 'ImagePullBackOff', 'image busybox of container one cannot be pulled: Back-off'],
    },
    "an early step runs: Running, although the Pod's own phase is Pending": {
      pod: startedPod,
      world: {},
      want: ['Running', 'Running', 'step one (1 of 2) is running'],
    },
    'tools are copied: still Pending, initializing': {
      pod: makePod({ initContainerStatuses: [running('copy-tools'), waiting('one')], containerStatuses: [] }),
      world: {},
      want: ['Pending', 'Initializing', 'the workspace is being prepared'],
    },
    'between two steps: how many have ended': {
      pod: stepsPod('Pending', ended('one'), waiting('two')),
      world: {},
      want: ['Running', 'Running', '1 of 2 steps succeeded'],
    },
    'all steps succeeded: Succeeded': {
      pod: succeededPod(),
      world: {},
      want: ['Succeeded', 'Completed', 'all 2 steps succeeded'],
    },
    'succeeded before it was ever shown as Running: Running first': {
      pod: succeededPod(),
      world: { run: makeRun({}, { phase: 'Pending', podName }) },
      want: ['Running', 'Running', 'the Pod has ended'],
    },
    'the first step failed: its code and where its log is': {
      pod: stepsPod('Failed', ended('one', 3), waiting('two')),
      world: {},
      want: ['Failed', 'StepFailed', `step one exited with code 3; ${logs} -c one`],
    },
    'the last step failed': {
      pod: stepsPod('Failed', ended('one'), ended('two', 64)),
      world: {},
      want: ['Failed', 'StepFailed', `step two exited with code 64; ${logs} -c two`],
    },
    'a step without enough memory': {
      pod: stepsPod('Failed', ended('one', 137, { reason: 'OOMKilled' }), waiting('two')),
      world: {},
      want: [
        'Failed',
        'OOMKilled',
        'container one exceeded its memory limit; raise resources.limits.memory in the step or the WorkspaceConfig',
      ],
    },
    'longer than its timeout: says so': {
      pod: stepsPod('Failed', ended('one'), ended('two', 143), deadline),
      world: {},
      want: ['Failed', 'DeadlineExceeded', 'the run took longer than its timeout'],
    },
    'the first step failed, its Pod continues: not being prepared any more': {
      pod: stepsPod('Pending', ended('one', 3), waiting('two')),
      world: {},
      want: ['Running', 'Running', 'step one failed'],
    },
    'being deleted while it runs: says so': {
      pod: stepsPod('Running', ended('one'), running('two'), {}, deleted),
      world: {},
      want: ['Running', 'PodDeleted', `Pod ${podName} was deleted before it ended`],
    },
    'drained while it runs: says so': {
      pod: stepsPod('Running', ended('one'), running('two'), drained, deleted),
      world: {},
      want: ['Running', 'Evicted', 'Eviction API: evicting'],
    },
    'drained, and stopped: Evicted, not the exit code of a signal': {
      pod: stepsPod('Failed', ended('one'), ended('two', 143), drained, deleted),
      world: {},
      want: ['Failed', 'Evicted', 'Eviction API: evicting; create another TaskRun to run the task again'],
    },
    'gone after it was evicted: Evicted': {
      pod: undefined,
      world: { run: makeRun({}, evictedStatus) },
      want: ['Failed', 'Evicted', 'low on memory; create another TaskRun to run the task again'],
    },
    'deleted before it started: PodDeleted': {
      pod: makePod({ phase: 'Failed' }, deleted),
      world: {},
      want: podDeleted,
    },
    'a step that cannot start: Failed, and not by way of Running': {
      pod: stepsPod('Failed', neverStarted('one'), waiting('two')),
      world: { run: makeRun({}, { phase: 'Pending', podName }) },
      want: [
        'Failed',
        'PodFailed',
        'container one cannot start: exec: "nope": not found (check that the image has it, and that the script has no Windows line endings (CRLF))',
      ],
    },
    'evicted: the node says why': {
      pod: makePod({ phase: 'Failed', reason: 'Evicted', message: 'low on memory' }),
      world: {},
      want: ['Failed', 'Evicted', 'low on memory; create another TaskRun to run the task again'],
    },
    'deleted by hand while it ran, and stopped: PodDeleted, not the exit code of a signal': {
      pod: stepsPod('Failed', ended('one', 143), waiting('two'), {}, deleted),
      world: {},
      want: podDeleted,
    },
    'gone: failed, and not run again': { pod: undefined, world: {}, want: podDeleted },
    'a Task that was edited meanwhile: does not matter': {
      pod: startedPod,
      world: { task: makeTask({ steps: [step('other')] }) },
      want: ['Running', 'Running', 'step one (1 of 2) is running'],
    },
    'suspended while it runs: runs on': {
      pod: startedPod,
      world: { run: makeRun({ suspend: true }, { phase: 'Running', podName }) },
      want: ['Running', 'Running', 'step one (1 of 2) is running; spec.suspend has no effect on a Pod that exists'],
    },
    'cancelled while it runs: its deadline is over, and it stays': {
      pod: startedPod,
      world: { run: cancelledRun },
      want: ['Running', 'Cancelling', 'the containers are being stopped'],
      asks: [`update Pod ${podName}`],
    },
    'cancelled and being stopped: nothing more': {
      pod: { ...startedPod, spec: { nodeName: 'node', activeDeadlineSeconds: 1 } },
      world: { run: cancelledRun },
      want: ['Running', 'Cancelling', 'the containers are being stopped'],
    },
    'cancelled and stopped: Cancelled, whatever the code': {
      pod: stepsPod('Failed', ended('one'), ended('two', 0), deadline),
      world: { run: cancelledRun },
      want: ['Cancelled', 'Cancelled', 'the run was cancelled'],
    },
    'cancelled too late: Succeeded': {
      pod: succeededPod(),
      world: { run: cancelledRun },
      want: ['Succeeded', 'Completed', 'all 2 steps succeeded'],
    },
    'cancelled, and the Pod deleted: Cancelled': {
      pod: undefined,
      world: { run: cancelledRun },
      want: ['Cancelled', 'Cancelled', 'the run was cancelled'],
    },
    'cancelled before it has a node: deleted, since nothing runs': {
      pod: unscheduled,
      world: { run: cancelledRun },
      want: ['Cancelled', 'Cancelled', 'the run was cancelled'],
      asks: [`delete Pod ${podName}`],
    },
    'cancelled without a node, with the shortest of timeouts: deleted': {
      pod: { ...makePod(), spec: { activeDeadlineSeconds: 1 } },
      world: { run: cancelledRun },
      want: ['Cancelled', 'Cancelled', 'the run was cancelled'],
      asks: [`delete Pod ${podName}`],
    },
    'cancelled, and killed because a step ignored SIGTERM: says so': {
      pod: makePod({ ...deadline, containerStatuses: [ended('one', 137, {})] }),
      world: { run: cancelledRun },
      want: [
        'Cancelled',
        'Cancelled',
        'the run was cancelled; container one ignored SIGTERM and was killed at the end of its grace period; process 1 of a container must handle SIGTERM itself, such as by trap in a shell',
      ],
    },
    'without a node for longer than the timeout: deleted, failed': {
      pod: unscheduled,
      world: { run: makeRun({ timeout: '50s' }, { phase: 'Pending', podName }) },
      want: ['Failed', 'DeadlineExceeded', 'the run took longer than its timeout'],
      asks: [`delete Pod ${podName}`],
    },
    'without a node, and time left: waits': {
      pod: unscheduled,
      world: { run: makeRun({ timeout: '51s' }, { phase: 'Pending', podName }) },
      want: ['Pending', 'PodPending', 'the Pod is starting'],
    },
    'on a node for longer than the timeout: the kubelet ends it': {
      pod: startedPod,
      world: { run: makeRun({ timeout: '5s' }, { phase: 'Running', podName }) },
      want: ['Running', 'Running', 'step one (1 of 2) is running'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { pod, world, want, asks = [] }) => {
    const { outcome, changes } = pass(makeSeenWorld(pod, world));
    expect(summary(outcome.status)).toEqual(want);
    expect(reported(changes)).toEqual(asks);
  });

  test('a Pod that could not be deleted: the run is not over', () => {
    const world = makeSeenWorld(unscheduled, { run: cancelledRun });
    const { changes } = pass(world);
    const failures = changes.map((change) => ({ change, reason: 'Timeout', message: '', transient: true }));
    expect(summary(pass(world, now, failures).outcome.status)).toEqual([
      'Pending',
      'Cancelling',
      'the containers are being stopped',
    ]);
  });
});

describe('times', () => {
  test('startTime is when the first container started, completionTime when the last ended', () => {
    const { status } = pass(makeSeenWorld(succeededPod())).outcome;
    expect([status.startTime, status.completionTime]).toEqual([ago(25), ago(10)]);
  });

  test('a run that never ran: no startTime, finished now', () => {
    const { status } = pass(makeWorld({ run: makeRun({ cancel: true }) })).outcome;
    expect([status.startTime, status.completionTime]).toEqual([undefined, ago(0)]);
  });

  test('evicted while a container ran for all we know: finished now, not when an earlier one ended', () => {
    const pod = stepsPod('Failed', ended('one'), running('two'), { reason: 'Evicted' });
    expect(pass(makeSeenWorld(pod)).outcome.status.completionTime).toBe(ago(0));
  });

  test('a run that is not over: no completionTime', () => {
    expect(pass(makeSeenWorld(startedPod)).outcome.status.completionTime).toBeUndefined();
  });
});

test('a step that could not start: has no times', () => {
  const { outcome } = pass(makeSeenWorld(stepsPod('Failed', neverStarted('one'), waiting('two'))));
  expect(outcome.status.startTime).toBeUndefined();
  expect(outcome.status.steps?.[0]).toEqual({
    name: 'one',
    container: 'one',
    phase: 'Failed',
    exitCode: 128,
    reason: 'StartError',
  });
});

describe('steps', () => {
  const brief = ({ name, phase, exitCode, reason }: StepStatus) => [name, phase, exitCode, reason];
  const cases: Record<string, { world: World; want: (string | number | undefined)[][] }> = {
    'before the Pod is there: as the Task names them': {
      world: makeWorld(),
      want: [
        ['one', 'Pending', undefined, undefined],
        ['two', 'Pending', undefined, undefined],
      ],
    },
    'the first runs': {
      world: makeSeenWorld(startedPod),
      want: [
        ['one', 'Running', undefined, undefined],
        ['two', 'Pending', undefined, 'PodInitializing'],
      ],
    },
    'the first failed: the second is skipped': {
      world: makeSeenWorld(stepsPod('Failed', ended('one', 3), waiting('two'))),
      want: [
        ['one', 'Failed', 3, 'Error'],
        ['two', 'Skipped', undefined, undefined],
      ],
    },
    'the Pod is gone: what ran has failed': {
      world: makeSeenWorld(undefined, {
        run: makeRun(
          {},
          {
            podName,
            steps: [
              { name: 'one', container: 'one', phase: 'Running' },
              { name: 'two', container: 'two', phase: 'Pending', reason: 'PodInitializing' },
            ],
          },
        ),
      }),
      want: [
        ['one', 'Failed', undefined, undefined],
        ['two', 'Skipped', undefined, undefined],
      ],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { world, want }) => {
    expect((pass(world).outcome.status.steps ?? []).map(brief)).toEqual(want);
  });

  test("an agent is the only step of its task, and its result is the run's", () => {
    const agent = ended('agent', 0, { message: '{"summary":"done","branch":"kubetask/x"}' });
    const pod = makePod(
      { phase: 'Succeeded', initContainerStatuses: [ended('clone-0')], containerStatuses: [agent] },
      { annotations: { 'kubetask.io/steps': 'agent' } },
    );
    const { status } = pass(makeSeenWorld(pod)).outcome;
    expect(status.steps?.map(brief)).toEqual([['agent', 'Succeeded', 0, 'Completed']]);
    expect(status.result).toEqual({ summary: 'done', branch: 'kubetask/x' });
    expect(summary(status)).toEqual(['Succeeded', 'Completed', 'the agent succeeded']);
  });

  test('the last step that says anything gives the result', () => {
    const pod = stepsPod('Succeeded', ended('one', 0, { message: '{"summary":"first"}' }), ended('two'));
    expect(pass(makeSeenWorld(pod)).outcome.status.result).toEqual({ summary: 'first' });
  });
});

describe('a run that is over', () => {
  const finished = pass(makeSeenWorld(succeededPod())).world;
  const cases: Record<string, { world: World; asks: string[] }> = {
    'its Pod is gone: nothing': { world: { ...finished, pods: [] }, asks: [] },
    'its Task is gone: nothing': { world: { ...finished, task: undefined }, asks: [] },
    'it is cancelled: nothing': {
      world: { ...finished, run: makeRun({ cancel: true }, finished.run.status) },
      asks: [],
    },
    'a Pod of it appears and runs: stopped': {
      world: { ...finished, pods: [startedPod] },
      asks: [`update Pod ${podName}`],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { world, asks }) => {
    const { outcome, changes } = pass(world);
    expect(outcome.status).toBe(world.run.status);
    expect(reported(changes)).toEqual(asks);
  });
});
