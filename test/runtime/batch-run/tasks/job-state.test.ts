import { describe, expect, test } from '@jest/globals';
import type { TaskStatus } from '../../../../api/generated/kinds.js';
import type { JobView } from '../../../../runtime/batch-run/jobs/job-view.js';
import { jobState } from '../../../../runtime/batch-run/tasks/job-state.js';
import type { ObservedContainer, ObservedPod } from '../../../../runtime/pod/observed-pod.js';
import {
  ago,
  complete,
  failed,
  makeGatedJob,
  makeGatedPod,
  makeJob,
  makePod,
  makeWarning,
  now,
  plannedPolicy,
} from '../world.js';

type PodStatus = NonNullable<ObservedPod['status']>;

const container = (name: string, state: ObservedContainer['state']): ObservedContainer => ({
  name,
  image: 'ghcr.io/x/agent:1',
  ...(state && { state }),
});
const waiting = (name: string, reason: string, message = '') => container(name, { waiting: { reason, message } });
const ended = (
  name: string,
  exitCode: number,
  more: { reason?: string; message?: string; startedAt?: string; finishedAt?: string } = {},
) => container(name, { terminated: { exitCode, ...more } });

const failedPod = (agent: ObservedContainer, more: PodStatus = {}) =>
  makePod(0, { phase: 'Failed', containerStatuses: [agent], ...more });
const failedInit = (name: string, message = '') =>
  makePod(0, { phase: 'Failed', initContainerStatuses: [ended(name, 1, { message })] });
const pendingPod = (more: PodStatus) => makePod(0, { phase: 'Pending', ...more });

const withAttempts = (backoffLimit: number) => ({
  ...makeJob(0),
  spec: { backoffLimit, podFailurePolicy: plannedPolicy },
});
const failureTarget = (reason: string) => ({ type: 'FailureTarget', status: 'True', reason });
const entry = (phase: TaskStatus['phase'], reason: string, message?: string): TaskStatus => ({
  index: 0,
  jobName: 'update-001-task-0',
  phase,
  reason,
  ...(message && { message }),
});

/** Deleted so many seconds ago, with 30 seconds to end. */
const goingPod = (
  phase: string,
  containerStatuses: ObservedContainer[],
  disruption?: string,
  message = '',
  secondsAgo = 10,
  deletionGracePeriodSeconds = 30,
) =>
  makePod(
    0,
    {
      phase,
      containerStatuses,
      ...(disruption && { conditions: [{ type: 'DisruptionTarget', status: 'True', reason: disruption, message }] }),
    },
    { deletionTimestamp: ago(secondsAgo - deletionGracePeriodSeconds), deletionGracePeriodSeconds },
  );

/** Deleted before its agent has begun. */
const deletedWhileCloning = (state: ObservedContainer['state'], more: PodStatus = {}) => {
  const { metadata, ...pod } = goingPod('Pending', []);
  return {
    ...pod,
    metadata,
    status: { phase: 'Pending', initContainerStatuses: [container('clone-0', state)], ...more },
  };
};

/** Ended, and deleted now by the kubelet, which gives no more time and sets the time again. */
const gonePod = (agent: ObservedContainer) =>
  makePod(
    0,
    { phase: 'Failed', containerStatuses: [agent] },
    { deletionTimestamp: ago(0), deletionGracePeriodSeconds: 0 },
  );

const view = (more: Partial<JobView>): JobView => ({
  job: withAttempts(0),
  pod: undefined,
  endedPods: 0,
  jobWarning: undefined,
  podWarning: undefined,
  ...more,
});

const mountWarning = makeWarning('FailedMount', 'MountVolume.SetUp failed:\n configmap "ctx" not found', 'pod-uid-0');
const logs = 'see kubectl logs -n team job/update-001-task-0';

interface Case {
  readonly sees: Partial<JobView>;
  /** Phase, reason and message. */
  readonly want: readonly (string | undefined)[];
}

const unfinished: Record<string, Case> = {
  'no Pod yet: pending': { sees: {}, want: ['Pending', 'PodPending', undefined] },
  'no Pod, and an Event says why: its words': {
    sees: { jobWarning: makeWarning('FailedCreate', 'pods "x" is forbidden: exceeded quota', 'job-uid-0') },
    want: ['Pending', 'FailedCreate', 'the Pod cannot be created: pods "x" is forbidden: exceeded quota'],
  },
  'a Pod came after that Event: the Event no longer counts': {
    sees: { jobWarning: makeWarning('FailedCreate', 'exceeded quota', 'job-uid-0'), pod: pendingPod({}) },
    want: ['Pending', 'PodPending', undefined],
  },
  'suspended Job: says so': {
    sees: { job: { ...makeJob(0), spec: { suspend: true } } },
    want: [
      'Pending',
      'JobSuspended',
      `Job update-001-task-0 is suspended; to resume it, run kubectl patch job update-001-task-0 -n team -p '{"spec":{"suspend":false}}'`,
    ],
  },
  'no node takes the Pod: the scheduler says why': {
    sees: {
      pod: pendingPod({
        conditions: [
          { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes: too little cpu' },
        ],
      }),
    },
    want: ['Pending', 'Unschedulable', '0/3 nodes: too little cpu'],
  },
  'image cannot be pulled: names image and container': {
    sees: { pod: pendingPod({ containerStatuses: [waiting('agent', 'ImagePullBackOff', 'Back-off pulling image')] }) },
    want: [
      'Pending',
      'ImagePullBackOff',
      'image ghcr.io/x/agent:1 of container agent cannot be pulled: Back-off pulling image',
    ],
  },
  'image name is none: its own reason': {
    sees: { pod: pendingPod({ initContainerStatuses: [waiting('clone-0', 'InvalidImageName')] }) },
    want: [
      'Pending',
      'InvalidImageName',
      'image ghcr.io/x/agent:1 of container clone-0 cannot be pulled: InvalidImageName',
    ],
  },
  'registry is down: one of our reasons': {
    sees: { pod: pendingPod({ containerStatuses: [waiting('agent', 'RegistryUnavailable', 'no route')] }) },
    want: ['Pending', 'ErrImagePull', 'image ghcr.io/x/agent:1 of container agent cannot be pulled: no route'],
  },
  'volume is missing: the Event in one line': {
    sees: { pod: pendingPod({ containerStatuses: [waiting('agent', 'PodInitializing')] }), podWarning: mountWarning },
    want: ['Pending', 'FailedMount', 'MountVolume.SetUp failed: configmap "ctx" not found'],
  },
  'volume appeared and an init container runs: healed': {
    sees: {
      pod: pendingPod({ initContainerStatuses: [container('clone-0', { running: {} })] }),
      podWarning: mountWarning,
    },
    want: ['Pending', 'Initializing', undefined],
  },
  'init containers are done, the agent lacks a Secret: not running, as its Pod': {
    sees: {
      pod: pendingPod({
        initContainerStatuses: [ended('clone-0', 0)],
        containerStatuses: [waiting('agent', 'CreateContainerConfigError', 'secret "token" not found')],
      }),
    },
    want: ['Pending', 'CreateContainerConfigError', 'container agent cannot be created: secret "token" not found'],
  },
  'its interpreter does not exist, as the kubelet tells before the Pod has failed: what to look for': {
    sees: {
      pod: pendingPod({
        containerStatuses: [waiting('agent', 'RunContainerError', 'exec /run.py: no such file or directory')],
      }),
    },
    want: [
      'Pending',
      'CreateContainerError',
      'container agent cannot be created: exec /run.py: no such file or directory (check that the image has it, and that the script has no Windows line endings (CRLF))',
    ],
  },
  'agent runs: running': {
    sees: { pod: makePod(0, { phase: 'Running', containerStatuses: [container('agent', { running: {} })] }) },
    want: ['Running', 'Running', undefined],
  },
  'Pod succeeded, the Job has not said so: still running': {
    sees: { pod: makePod(0, { phase: 'Succeeded', containerStatuses: [ended('agent', 0)] }) },
    want: ['Running', 'Running', undefined],
  },
  'agent asks for another time: temporary': {
    sees: { pod: failedPod(ended('agent', 75)) },
    want: ['Pending', 'TemporaryFailure', `container agent exited with code 75; ${logs}; the Job tries again`],
  },
  'the only Pod failed: no more is promised than is so, and the phase does not go back': {
    sees: { pod: failedPod(ended('agent', 3)) },
    want: ['Running', 'AgentFailed', `container agent exited with code 3; ${logs}`],
  },
  'bad input, and attempts are left: not tried again': {
    sees: { job: withAttempts(3), pod: failedPod(ended('agent', 42)) },
    want: ['Running', 'BadInput', `container agent exited with code 42; correct its contexts, ${logs}`],
  },
  'bad input, and the agent says why: its sentence': {
    sees: { pod: failedPod(ended('agent', 42, { message: '{"error":"unknown\\nmodel"}' })) },
    want: ['Running', 'BadInput', `container agent exited with code 42: unknown model; correct its contexts, ${logs}`],
  },
  'the last attempt failed: not tried again': {
    sees: { job: withAttempts(1), pod: failedPod(ended('agent', 3)), failedPods: 2 },
    want: ['Running', 'AgentFailed', `container agent exited with code 3; ${logs}`],
  },
  'the Job has decided to fail: not tried again': {
    sees: {
      job: { ...withAttempts(3), status: { conditions: [failureTarget('PodFailurePolicy')] } },
      pod: failedPod(ended('agent', 3)),
    },
    want: ['Running', 'AgentFailed', `container agent exited with code 3; ${logs}`],
  },
  'being deleted while it runs: running, and says so': {
    sees: { pod: goingPod('Running', [container('agent', { running: {} })]) },
    want: ['Running', 'PodDeleted', 'Pod update-001-task-0-abcde was deleted before it ended'],
  },
  'being deleted because the Job takes too long: that': {
    sees: {
      job: makeJob(0, { conditions: [failureTarget('DeadlineExceeded')] }),
      pod: goingPod('Running', [container('agent', { running: {} })]),
    },
    want: ['Running', 'DeadlineExceeded', 'the task took longer than activeDeadlineSeconds of the Batch'],
  },
  'being deleted while it clones: pending': {
    sees: { pod: deletedWhileCloning({ running: {} }) },
    want: ['Pending', 'PodDeleted', 'Pod update-001-task-0-abcde was deleted before it ended'],
  },
  'being deleted before it started: pending': {
    sees: { pod: goingPod('Pending', []) },
    want: ['Pending', 'PodDeleted', 'Pod update-001-task-0-abcde was deleted before it ended'],
  },
  'drained: evicted': {
    sees: {
      pod: goingPod(
        'Running',
        [container('agent', { running: {} })],
        'EvictionByEvictionAPI',
        'Eviction API: evicting',
      ),
    },
    want: ['Running', 'Evicted', 'Eviction API: evicting'],
  },
  'preempted: for whom': {
    sees: {
      pod: goingPod(
        'Running',
        [container('agent', { running: {} })],
        'PreemptionByScheduler',
        'preempting to accommodate a higher priority pod',
      ),
    },
    want: ['Running', 'Preempted', 'preempting to accommodate a higher priority pod'],
  },
  'its Pod is gone without a word: deleted': {
    sees: { known: entry('Running', 'Running') },
    want: ['Running', 'PodDeleted', 'the Pod of Job update-001-task-0 was deleted before it ended'],
  },
  'its Pod, which could not start, is gone without a word: deleted, and it never ran': {
    sees: { known: entry('Pending', 'ErrImagePull', 'no such image') },
    want: ['Pending', 'PodDeleted', 'the Pod of Job update-001-task-0 was deleted before it ended'],
  },
  'its Pod is gone, and why is known: kept': {
    sees: { known: entry('Running', 'OOMKilled', 'too much memory') },
    want: ['Running', 'OOMKilled', 'too much memory'],
  },
  'its Pod is gone, and the Job tries again: pending': {
    sees: { known: entry('Running', 'Evicted', 'low on memory') },
    want: ['Pending', 'Evicted', 'low on memory; the Job tries again'],
  },
  'first Pod failed, the Job tries again: not failed': {
    sees: { job: withAttempts(1), pod: failedPod(ended('agent', 3)) },
    want: ['Pending', 'AgentFailed', `container agent exited with code 3; ${logs}; the Job tries again`],
  },
};

const failures: Record<string, Case> = {
  'agent exits 3: says where to look': {
    sees: { pod: failedPod(ended('agent', 3)) },
    want: ['Failed', 'AgentFailed', `container agent exited with code 3; ${logs}`],
  },
  'a command is not found: what to look for': {
    sees: { pod: failedPod(ended('agent', 127)) },
    want: [
      'Failed',
      'AgentFailed',
      `container agent exited with code 127 (a command was not found: check that the image has it, and that the script has no Windows line endings (CRLF)); ${logs}`,
    ],
  },
  'it exits 1 in the second in which it started, as an old runc ends it without its interpreter: what to look for': {
    sees: {
      pod: failedPod(ended('agent', 1, { startedAt: '2030-01-01T00:00:00Z', finishedAt: '2030-01-01T00:00:00Z' })),
    },
    want: [
      'Failed',
      'AgentFailed',
      `container agent exited with code 1 (it ended at once: if its log says "no such file or directory", "permission denied" or "exec format error", its command or the interpreter in the first line of its script is missing, not executable or built for another CPU; check that the image has it, and that the script has no Windows line endings (CRLF)); ${logs}`,
    ],
  },
  'it exits 1 later: nothing to add': {
    sees: {
      pod: failedPod(ended('agent', 1, { startedAt: '2030-01-01T00:00:00Z', finishedAt: '2030-01-01T00:00:01Z' })),
    },
    want: ['Failed', 'AgentFailed', `container agent exited with code 1; ${logs}`],
  },
  'agent exits 64: bad input': {
    sees: { pod: failedPod(ended('agent', 64)) },
    want: ['Failed', 'BadInput', `container agent exited with code 64; correct its contexts, ${logs}`],
  },
  'out of memory: what to raise': {
    sees: { pod: failedPod(ended('agent', 137, { reason: 'OOMKilled' })) },
    want: [
      'Failed',
      'OOMKilled',
      'container agent exceeded its memory limit; raise resources.limits.memory in the WorkspaceConfig',
    ],
  },
  'evicted: the node says why': {
    sees: { pod: failedPod(ended('agent', 137), { reason: 'Evicted', message: 'The node was low on memory.' }) },
    want: ['Failed', 'Evicted', 'The node was low on memory.'],
  },
  'preempted: as evicted': {
    sees: {
      pod: failedPod(ended('agent', 137), {
        conditions: [{ type: 'DisruptionTarget', status: 'True', message: 'preempted by a more important Pod' }],
      }),
    },
    want: ['Failed', 'Evicted', 'preempted by a more important Pod'],
  },
  'too slow by the Pod’s own deadline: the deadline': {
    sees: { pod: failedPod(ended('agent', 143), { reason: 'DeadlineExceeded' }) },
    want: ['Failed', 'DeadlineExceeded', 'the task took longer than activeDeadlineSeconds of the Batch'],
  },
  'too slow, and killed because it ignored SIGTERM: the deadline, and what to do': {
    sees: { pod: failedPod(ended('agent', 137), { reason: 'DeadlineExceeded' }) },
    want: [
      'Failed',
      'DeadlineExceeded',
      'the task took longer than activeDeadlineSeconds of the Batch; container agent ignored SIGTERM and was killed at the end of its grace period; process 1 of a container must handle SIGTERM itself, such as by trap in a shell',
    ],
  },
  'clone fails: its own words': {
    sees: { pod: failedInit('clone-1', 'cannot clone https://x/y at main: not found\n') },
    want: ['Failed', 'CloneFailed', 'cannot clone https://x/y at main: not found'],
  },
  'clone fails without a word: where to look': {
    sees: { pod: failedInit('clone-1') },
    want: ['Failed', 'CloneFailed', `init container clone-1 exited with code 1; ${logs} -c clone-1`],
  },
  'context files cannot be written: its own reason': {
    sees: { pod: failedInit('write-files', 'cannot write /etc/passwd') },
    want: ['Failed', 'ContextFailed', 'cannot write /etc/passwd'],
  },
  'another init container fails: the Pod failed': {
    sees: { pod: failedInit('copy-tools') },
    want: ['Failed', 'PodFailed', `init container copy-tools exited with code 1; ${logs} -c copy-tools`],
  },
  'command does not exist: the runtime says so, and it is no result': {
    sees: { pod: failedPod(ended('agent', 128, { reason: 'StartError', message: 'exec: "agnet": not found' })) },
    want: [
      'Failed',
      'PodFailed',
      'container agent cannot start: exec: "agnet": not found (check that the image has it, and that the script has no Windows line endings (CRLF))',
    ],
  },
  'node lost: what the Pod says': {
    sees: { pod: makePod(0, { phase: 'Failed', reason: 'NodeLost', message: 'node is gone' }) },
    want: ['Failed', 'NodeLost', 'node is gone'],
  },
  'no Pod is left, and the policy failed the Job: what the Job says': {
    sees: { job: makeJob(0, failed('PodFailurePolicy')) },
    want: ['Failed', 'JobFailed', 'Job update-001-task-0 failed: Job has reached the specified backoff limit'],
  },
  'no Pod is left, and why it was evicted is known: that': {
    sees: { known: entry('Running', 'Evicted', 'The node was low on memory.') },
    want: ['Failed', 'Evicted', 'The node was low on memory.'],
  },
  'no Pod is left of a task that was about to try again: what the last one said': {
    sees: { known: entry('Pending', 'AgentFailed', `exited with code 3; the Job tries again`) },
    want: ['Failed', 'AgentFailed', 'exited with code 3'],
  },
  'deleted in mid-run: not the exit code of a signal': {
    sees: { pod: goingPod('Failed', [ended('agent', 143, { finishedAt: ago(5) })]) },
    want: ['Failed', 'PodDeleted', 'Pod update-001-task-0-abcde was deleted before it ended'],
  },
  'deleted in mid-run, and ended by its kubelet, which sets another time: not the exit code of a signal': {
    sees: { pod: goingPod('Failed', [ended('agent', 137, { finishedAt: ago(12) })], undefined, '', 10, 0) },
    want: ['Failed', 'PodDeleted', 'Pod update-001-task-0-abcde was deleted before it ended'],
  },
  'deleted after its own failure was reported: that failure': {
    sees: {
      known: entry('Running', 'AgentFailed', 'exited with code 3'),
      pod: goingPod('Failed', [ended('agent', 137, { finishedAt: ago(12) })], undefined, '', 10, 0),
    },
    want: ['Failed', 'AgentFailed', 'exited with code 3'],
  },
  'failed by itself, deleted afterwards: its own failure': {
    sees: { pod: goingPod('Failed', [ended('agent', 3, { finishedAt: ago(300) })]) },
    want: [
      'Failed',
      'AgentFailed',
      'container agent exited with code 3; its logs are gone, because its Pod was deleted',
    ],
  },
  'the kubelet has deleted it at last, which forgets when it was asked to: deleted': {
    sees: { pod: gonePod(ended('agent', 137, { finishedAt: ago(1) })) },
    want: ['Failed', 'PodDeleted', 'Pod update-001-task-0-abcde was deleted before it ended'],
  },
  'the same of an agent that heeds SIGTERM: deleted': {
    sees: { pod: gonePod(ended('agent', 143, { finishedAt: ago(1) })) },
    want: ['Failed', 'PodDeleted', 'Pod update-001-task-0-abcde was deleted before it ended'],
  },
  'the same of an agent that failed when it was to end, and that it was being deleted is known: deleted': {
    sees: {
      pod: gonePod(ended('agent', 1, { finishedAt: ago(1) })),
      known: entry('Running', 'PodDeleted', 'Pod update-001-task-0-abcde was deleted before it ended'),
    },
    want: ['Failed', 'PodDeleted', 'Pod update-001-task-0-abcde was deleted before it ended'],
  },
  'deleted while it cloned, and git ended with an error of its own: deleted, as was reported': {
    sees: {
      pod: deletedWhileCloning({ terminated: { exitCode: 1, finishedAt: ago(60) } }, { phase: 'Failed' }),
      known: entry('Pending', 'PodDeleted', 'Pod update-001-task-0-abcde was deleted before it ended'),
    },
    want: ['Failed', 'PodDeleted', 'Pod update-001-task-0-abcde was deleted before it ended'],
  },
  'the clone failed by itself after an earlier Pod was deleted: its own failure': {
    sees: {
      pod: deletedWhileCloning(
        { terminated: { exitCode: 1, finishedAt: ago(60), message: 'no access' } },
        { phase: 'Failed' },
      ),
      known: entry(
        'Pending',
        'PodDeleted',
        'Pod update-001-task-0-zzzzz was deleted before it ended; the Job tries again',
      ),
    },
    want: ['Failed', 'CloneFailed', 'no access'],
  },
  'killed by itself, deleted long after: its own failure': {
    sees: { pod: gonePod(ended('agent', 137, { finishedAt: ago(300) })) },
    want: [
      'Failed',
      'AgentFailed',
      'container agent exited with code 137; its logs are gone, because its Pod was deleted',
    ],
  },
  'failed by itself, deleted at once: its own failure': {
    sees: { pod: gonePod(ended('agent', 3, { finishedAt: ago(1) })) },
    want: [
      'Failed',
      'AgentFailed',
      'container agent exited with code 3; its logs are gone, because its Pod was deleted',
    ],
  },
  'failed by itself, and an earlier Pod was deleted: its own failure': {
    sees: {
      pod: failedPod(ended('agent', 3)),
      known: entry('Running', 'PodDeleted', 'Pod update-001-task-0-zzzzz was deleted before it ended'),
    },
    want: ['Failed', 'AgentFailed', `container agent exited with code 3; ${logs}`],
  },
  'deleted before it started: deleted': {
    sees: { pod: goingPod('Failed', [ended('agent', 137, { reason: 'ContainerStatusUnknown' })]) },
    want: ['Failed', 'PodDeleted', 'Pod update-001-task-0-abcde was deleted before it ended'],
  },
  'still going for long, with its node: lost': {
    sees: {
      pod: goingPod(
        'Running',
        [container('agent', { running: {} })],
        'DeletionByPodGC',
        'PodGC: node no longer exists',
        400,
      ),
    },
    want: ['Failed', 'NodeLost', 'PodGC: node no longer exists'],
  },
  'no Pod is left: that it is gone': {
    sees: {},
    want: [
      'Failed',
      'PodDeleted',
      'the Pod of Job update-001-task-0 is gone and its end was not observed: it was deleted, or lost with its node',
    ],
  },
  'too slow: the deadline, whatever the Pod says': {
    sees: { job: makeJob(0, failed('DeadlineExceeded')), pod: failedPod(ended('agent', 143)) },
    want: ['Failed', 'DeadlineExceeded', 'the task took longer than activeDeadlineSeconds of the Batch'],
  },
};

describe('when a task began', () => {
  const gated = makeGatedJob(0, { startTime: ago(500) });
  const startedPod = makePod(0, {
    phase: 'Running',
    containerStatuses: [container('agent', { running: { startedAt: ago(20) } })],
  });
  const cases: Record<string, { sees: Partial<JobView>; want: string | undefined }> = {
    'with its Job': { sees: { job: makeJob(0, { startTime: ago(30) }), pod: startedPod }, want: ago(30) },
    'not while its Pod waits for its turn': { sees: { job: gated, pod: makeGatedPod(0) }, want: undefined },
    'with the first container of a Pod that waited': { sees: { job: gated, pod: startedPod }, want: ago(20) },
    'with the first attempt': {
      sees: {
        job: gated,
        pod: startedPod,
        known: { index: 0, jobName: 'x', phase: 'Pending', startTime: ago(90) },
      },
      want: ago(90),
    },
  };
  test.each(Object.entries(cases))('%s', (_, { sees, want }) => {
    expect(jobState(view(sees), now).startTime).toBe(want);
  });
});

const parts = ({ phase, reason, message }: ReturnType<typeof jobState>) => [phase, reason, message];

describe('a Job that has not ended', () => {
  test.each(Object.entries(unfinished))('%s', (_, { sees, want }) => {
    expect(parts(jobState(view(sees), now))).toEqual(want);
  });
});

describe('a Job that failed', () => {
  test.each(Object.entries(failures))('%s', (_, { sees, want }) => {
    expect(parts(jobState(view({ job: makeJob(0, failed()), endedPods: 1, ...sees }), now))).toEqual(want);
  });
});

describe('a Job that has ended', () => {
  const succeededPod = (message: string) =>
    makePod(0, { phase: 'Succeeded', containerStatuses: [ended('agent', 0, { message })] });

  test('keeps times and result', () => {
    const state = jobState(view({ job: makeJob(0, complete()), pod: succeededPod('{"pr":"https://x/1"}') }), now);
    expect(state).toEqual({
      phase: 'Succeeded',
      reason: 'Completed',
      startTime: ago(40),
      completionTime: ago(30),
      result: { pr: 'https://x/1' },
    });
  });

  test('succeeds however bad its result is, and says so', () => {
    const state = jobState(view({ job: makeJob(0, complete()), pod: succeededPod('done!') }), now);
    expect(parts(state)).toEqual([
      'Succeeded',
      'Completed',
      'result.json (5 bytes) was dropped: it is plain text, not JSON',
    ]);
  });

  test('fails with its reason and keeps the result', () => {
    const pod = failedPod(ended('agent', 3, { message: '{"verdict":"needs-human"}' }));
    const state = jobState(view({ job: makeJob(0, failed()), pod }), now);
    expect(state).toMatchObject({ reason: 'AgentFailed', completionTime: ago(30), result: { verdict: 'needs-human' } });
  });

  interface LagCase {
    readonly secondsAgo: number;
    readonly pod: ObservedPod | undefined;
    /** @default it, when it has ended */
    readonly endedPods?: number;
    /** @default one */
    readonly counted?: number;
    /** @default everything is known */
    readonly podsKnownSecondsAgo?: number;
    readonly want: string;
  }
  const running = makePod(0, { phase: 'Running' });
  const going = (secondsAgo: number) => makePod(0, { phase: 'Running' }, { deletionTimestamp: ago(secondsAgo) });
  const lag: Record<string, LagCase> = {
    'just now, its Pod was last seen running: awaits the Pod': { secondsAgo: 1, pod: running, want: 'Running' },
    'long ago, its Pod was last seen running: awaits the Pod': { secondsAgo: 600, pod: running, want: 'Running' },
    'its Pod was last seen running and is being deleted: awaits the Pod': {
      ...{ secondsAgo: 60, pod: going(20) },
      want: 'Running',
    },
    'its Pod was to be gone long ago, as on a lost node: recorded': {
      ...{ secondsAgo: 60, pod: going(31) },
      want: 'Succeeded',
    },
    'just now, its Pod was never seen: awaits it': { secondsAgo: 29, pod: undefined, want: 'Running' },
    'just now, and its Pods were not counted: awaits one': {
      secondsAgo: 1,
      pod: undefined,
      counted: 0,
      want: 'Running',
    },
    'just now, and so did its Pod: recorded': { secondsAgo: 1, pod: succeededPod(''), endedPods: 1, want: 'Succeeded' },
    'just now, and of its two Pods one was never seen: awaits it': {
      ...{ secondsAgo: 1, pod: succeededPod(''), endedPods: 1, counted: 2 },
      want: 'Running',
    },
    'long ago, its Pod was never seen: recorded without it': { secondsAgo: 31, pod: undefined, want: 'Succeeded' },
    'in a future that only a wrong clock knows: recorded': { secondsAgo: -3600, pod: undefined, want: 'Succeeded' },
    'long ago, but nothing was heard of Pods since: awaits the Pod': {
      ...{ secondsAgo: 600, pod: undefined },
      podsKnownSecondsAgo: 601,
      want: 'Running',
    },
    'long ago, and nothing was heard of Pods since, but before that its end: recorded': {
      ...{ secondsAgo: 600, pod: succeededPod(''), endedPods: 1 },
      podsKnownSecondsAgo: 601,
      want: 'Succeeded',
    },
    'long ago, and Pods were heard of since: recorded without the Pod': {
      ...{ secondsAgo: 600, pod: undefined },
      podsKnownSecondsAgo: 569,
      want: 'Succeeded',
    },
  };
  test.each(Object.entries(lag))(
    '%s',
    (_, { secondsAgo, pod, endedPods = 0, counted = 1, podsKnownSecondsAgo, want }) => {
      const podsKnownUntil = podsKnownSecondsAgo === undefined ? undefined : now - podsKnownSecondsAgo * 1000;
      const job = makeJob(0, { ...complete(secondsAgo), succeeded: counted });
      expect(jobState(view({ job, pod, endedPods, podsKnownUntil }), now).phase).toBe(want);
    },
  );
});
