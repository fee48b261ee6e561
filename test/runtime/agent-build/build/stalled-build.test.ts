import { describe, expect, test } from '@jest/globals';
import { stallReason } from '../../../../runtime/agent-build/build/stalled-build.js';
import type { ObservedTektonTaskRun } from '../../../../runtime/agent-build/observed.js';
import type { ObservedWarning } from '../../../../runtime/caches/observed-warning.js';
import type { ObservedPod } from '../../../../runtime/pod/observed-pod.js';

const taskRun = (name: string, status?: string, reason = '', message = ''): ObservedTektonTaskRun => ({
  apiVersion: 'tekton.dev/v1',
  kind: 'TaskRun',
  metadata: { name, namespace: 'team' },
  pipelineTask: name,
  ...(status && { status: { steps: [], succeeded: { type: 'Succeeded', status, reason, message } } }),
});
const pod = (owner: string | undefined, name: string, more: Partial<ObservedPod> = {}): ObservedPod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  ...more,
  metadata: {
    name,
    namespace: 'team',
    uid: name,
    ...(owner && {
      ownerReferences: [{ apiVersion: 'tekton.dev/v1', kind: 'TaskRun', name: owner, uid: owner, controller: true }],
    }),
    ...more.metadata,
  } as ObservedPod['metadata'],
});
const unpullable = {
  containerStatuses: [{ name: 'step', image: 'i', state: { waiting: { reason: 'ImagePullBackOff', message: 'no' } } }],
};
const mountFailed = (uid: string, message: string, lastSeen: string): ObservedWarning => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: message, namespace: 'team' },
  ...{ reason: 'FailedMount', message, lastSeen, involvedObject: { kind: 'Pod', name: uid, uid } },
});
const image = 'task clone: image i of container step cannot be pulled: no';

describe('what blocks a build', () => {
  interface Case {
    readonly taskRuns: readonly ObservedTektonTaskRun[];
    readonly pods?: readonly ObservedPod[];
    readonly warnings?: readonly ObservedWarning[];
    readonly want: string | undefined;
  }
  const cases: Record<string, Case> = {
    'its Pod cannot pull an image': {
      taskRuns: [taskRun('clone', 'Unknown')],
      pods: [pod('clone', 'p', { status: unpullable })],
      want: `ImagePullBackOff: ${image}`,
    },
    'Tekton has not looked at the TaskRun yet, and its Pod cannot pull': {
      taskRuns: [taskRun('clone')],
      pods: [pod('clone', 'p', { status: unpullable })],
      want: `ImagePullBackOff: ${image}`,
    },
    'a TaskRun that succeeded left such a Pod: nothing': {
      taskRuns: [taskRun('clone', 'True')],
      pods: [pod('clone', 'p', { status: unpullable })],
      want: undefined,
    },
    'a TaskRun that failed left such a Pod: nothing, it is over': {
      taskRuns: [taskRun('clone', 'False')],
      pods: [pod('clone', 'p', { status: unpullable })],
      want: undefined,
    },
    "another TaskRun's Pod, and nobody's Pod: nothing": {
      taskRuns: [taskRun('clone', 'Unknown')],
      pods: [pod('build', 'p', { status: unpullable }), pod(undefined, 'q', { status: unpullable })],
      want: undefined,
    },
    'the Pod of an earlier try: nothing': {
      taskRuns: [taskRun('clone', 'Unknown')],
      pods: [
        pod('clone', 'failed', { status: { ...unpullable, phase: 'Failed' } }),
        pod('clone', 'done', { status: { ...unpullable, phase: 'Succeeded' } }),
        pod('clone', 'going', {
          metadata: { name: 'going', deletionTimestamp: '2030-01-01T00:00:00Z' },
          status: unpullable,
        }),
      ],
      want: undefined,
    },
    'the first task is well, the second is not': {
      taskRuns: [taskRun('fetch', 'Unknown'), taskRun('clone', 'Unknown')],
      pods: [pod('fetch', 'f'), pod('clone', 'p', { status: unpullable })],
      want: `ImagePullBackOff: ${image}`,
    },
    'two warnings about its Pod, and one about another: the newer of the two': {
      taskRuns: [taskRun('clone', 'Unknown')],
      pods: [pod('clone', 'p', { status: { phase: 'Pending' } })],
      warnings: [
        mountFailed('p', 'newer', '2030-01-01T00:02:00Z'),
        mountFailed('p', 'older', '2030-01-01T00:01:00Z'),
        mountFailed('q', 'of another', '2030-01-01T00:03:00Z'),
      ],
      want: 'FailedMount: task clone: newer',
    },
    'Tekton cannot create the Pod: its words': {
      taskRuns: [taskRun('clone', 'Unknown', 'ExceededResourceQuota', 'exceeded quota')],
      want: 'ExceededResourceQuota: task clone: exceeded quota',
    },
    'no node is large enough, and Tekton does not say more': {
      taskRuns: [taskRun('clone', 'Unknown', 'ExceededNodeResources')],
      want: 'ExceededNodeResources: task clone: ExceededNodeResources',
    },
    'Tekton tries again': {
      taskRuns: [taskRun('clone', 'Unknown', 'ToBeRetried', 'exit code 1')],
      want: 'ToBeRetried: task clone: exit code 1',
    },
    'it runs: nothing': { taskRuns: [taskRun('clone', 'Unknown', 'Running', 'running')], want: undefined },
  };
  test.each(Object.entries(cases))('%s', (_, { taskRuns, pods = [], warnings = [], want }) => {
    const reason = stallReason(taskRuns, { pods, warnings });
    expect(reason && `${reason.reason}: ${reason.message}`).toBe(want);
  });
});
