import { describe, expect, test } from '@jest/globals';
import { ANNOTATION_JOB_POLICY, ANNOTATION_RELEASED_AT } from '../../../../api/labels.js';
import { keptPolicy } from '../../../../plan/batch-run/retry/kept-policy.js';
import type { ObservedJob, ObservedTaskPod } from '../../../../runtime/batch-run/observed.js';
import type { ObservedWarning } from '../../../../runtime/caches/observed-warning.js';
import {
  ago,
  makeBatchObject,
  makeGatedPod,
  makePod,
  makeTasks,
  makeWarning,
  now,
  pass,
  startedWorld,
  type World,
} from '../world.js';

const policy = JSON.stringify(keptPolicy({ pendingSeconds: 30 }));
const withPolicy = (job: ObservedJob, spec: ObservedJob['spec'] = {}): ObservedJob => ({
  ...job,
  metadata: { ...job.metadata, annotations: { [ANNOTATION_JOB_POLICY]: policy } },
  spec: { ...job.spec, ...spec },
  status: { startTime: ago(40) },
});
const world = (pods: ObservedTaskPod[], warnings: ObservedWarning[] = [], spec: ObservedJob['spec'] = {}): World => {
  const started = startedWorld({ batch: makeBatchObject(makeTasks(1)) });
  return { ...started, jobs: started.jobs.map((job) => withPolicy(job, spec)), pods, warnings };
};

const onNode = (pod: ObservedTaskPod): ObservedTaskPod => ({ ...pod, spec: { nodeName: 'node' } });
const waiting = (name: string, reason: string) => ({ name, image: 'a', state: { waiting: { reason, message: 'no' } } });
const cloned = { name: 'clone-0', state: { terminated: { exitCode: 0, startedAt: ago(39), finishedAt: ago(10) } } };
const cloning = { name: 'clone-0', state: { running: { startedAt: ago(39) } } };
const unscheduled = makePod(0, {
  phase: 'Pending',
  conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes are available' }],
});
const unpulled = onNode(makePod(0, { phase: 'Pending', containerStatuses: [waiting('agent', 'ImagePullBackOff')] }));
const timedOut = (cause: string) => [
  'Failed',
  'PendingTimeout',
  `its Pod has not started within 30 seconds (pendingSeconds): ${cause}`,
];

/** Each Pod is 40 s old. */
const cases: Record<string, { world: World; want: (string | undefined)[] }> = {
  'no node takes it: fails, and names the cause': {
    world: world([unscheduled]),
    want: timedOut('Unschedulable: 0/3 nodes are available'),
  },
  'its image cannot be pulled': {
    world: world([unpulled]),
    want: timedOut('ImagePullBackOff: image a of container agent cannot be pulled: no'),
  },
  'nothing says why': { world: world([makePod(0, { phase: 'Pending' })]), want: timedOut('no container has started') },
  'its Pod cannot be created': {
    world: world([], [makeWarning('FailedCreate', 'exceeded quota', 'job-uid-0')]),
    want: timedOut('FailedCreate: exceeded quota'),
  },
  'it is not created yet, and nothing is against it: waits': {
    world: world([]),
    want: ['Pending', 'PodPending', undefined],
  },
  'it clones: waits, however long': {
    world: world([onNode(makePod(0, { phase: 'Pending', initContainerStatuses: [cloning] }))]),
    want: ['Pending', 'Initializing', undefined],
  },
  'it has cloned, and the image of its agent cannot be pulled since 10 s: waits': {
    world: world([{ ...unpulled, status: { ...unpulled.status, initContainerStatuses: [cloned] } }]),
    want: ['Pending', 'ImagePullBackOff', expect.any(String) as unknown as string],
  },
  'it waits at the gate: waits': { world: world([makeGatedPod(0)]), want: ['Pending', 'Queued', undefined] },
  'its gate was removed 10 s ago: waits': {
    world: world([makePod(0, { phase: 'Pending' }, { annotations: { [ANNOTATION_RELEASED_AT]: ago(10) } })]),
    want: ['Pending', 'PodPending', undefined],
  },
  'its agent runs': {
    world: world([onNode(makePod(0, { phase: 'Running' }))]),
    want: ['Running', 'Running', undefined],
  },
  'its Job is held': {
    world: world([], [], { parallelism: 0 }),
    want: ['Pending', expect.any(String) as unknown as string, undefined],
  },
};
test.each(Object.entries(cases))('%s', (_, { world: given, want }) => {
  const { phase, reason, message } = pass(given).outcome.status.tasks?.[0] ?? {};
  expect([phase, reason, message]).toEqual(want);
});

describe('the Job of a task that has not started in time', () => {
  const asked = (given: World) =>
    pass(given).changes.map((change) => [change.object.kind, 'patch' in change ? change.patch : change.type]);

  test('without a node: is held; with one: its Pod is stopped', () => {
    expect(asked(world([unscheduled]))).toEqual([['Job', { spec: { parallelism: 0 } }]]);
    expect(asked(world([unpulled]))).toEqual([['Pod', { spec: { activeDeadlineSeconds: 1 } }]]);
  });

  test('is held if it makes another Pod after the end of the run', () => {
    const ended = pass(world([unpulled])).world;
    expect(ended.run.status?.phase).toBe('Failed');
    const another = makePod(0, { phase: 'Pending' }, { uid: 'next', creationTimestamp: ago(1) });
    expect(asked({ ...ended, pods: [another] })).toEqual([['Job', { spec: { parallelism: 0 } }]]);
  });

  test('before that, the run looks again in time', () => {
    const young = makePod(0, { phase: 'Pending' }, { creationTimestamp: ago(10) });
    const { outcome } = pass(world([young]), now);
    expect(outcome.requeueAfterSeconds).toBe(20);
  });
});
