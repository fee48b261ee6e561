import { expect, test } from '@jest/globals';
import { skimmer } from '../../../packages/kubernetes-client/transport/skim.js';
import type { ObservedPod } from '../../../runtime/pod/observed-pod.js';
import { podFields, projectPod, slimSpec } from '../../../runtime/pod/project-pod.js';

const read = (pod: object): ObservedPod => {
  const fields = { ...podFields, metadata: true, apiVersion: true, kind: true };
  return JSON.parse(skimmer(fields)(Buffer.from(JSON.stringify(pod))));
};
const kept = (status?: object) => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: {}, ...(status && { status }) };
  return JSON.parse(JSON.stringify(projectPod(read(pod)).status));
};
const nothing = { conditions: [], initContainerStatuses: [], containerStatuses: [] };
const condition = (type: string, status: string) => ({
  ...{ type, status, reason: 'R', message: 'm', lastTransitionTime: 't' },
});
const terminated = { exitCode: 3, reason: 'Error', message: 'm', startedAt: 's', finishedAt: 'f' };

test.each<[string, object | undefined, object]>([
  ['without a status: nothing', undefined, nothing],
  [
    'its phase, reason and message',
    { phase: 'Failed', reason: 'Evicted', message: 'm', hostIP: 'x' },
    { ...nothing, phase: 'Failed', reason: 'Evicted', message: 'm' },
  ],
  ['a message without a reason', { message: 'm' }, { ...nothing, message: 'm' }],
  ['a reason without a message', { reason: 'R' }, { ...nothing, reason: 'R' }],
  [
    'conditions that no node takes it, or that something ends it',
    {
      conditions: [
        condition('Ready', 'False'),
        { ...condition('PodScheduled', 'False'), observedGeneration: 1 },
        condition('DisruptionTarget', 'True'),
        condition('DisruptionTarget', 'False'),
      ],
    },
    {
      ...nothing,
      conditions: [
        condition('PodScheduled', 'False'),
        condition('DisruptionTarget', 'True'),
        condition('DisruptionTarget', 'False'),
      ],
    },
  ],
  ['no condition that it has a node', { conditions: [condition('PodScheduled', 'True')] }, nothing],
  [
    'the state of containers, without ids',
    {
      initContainerStatuses: [
        { name: 'i', image: 'a', imageID: 'x', state: { terminated: { ...terminated, containerID: 'x' } } },
      ],
      containerStatuses: [
        { name: 'c', image: 'b', ready: true, restartCount: 0, state: { waiting: { reason: 'R', message: 'm' } } },
      ],
    },
    {
      ...nothing,
      initContainerStatuses: [{ name: 'i', image: 'a', state: { terminated } }],
      containerStatuses: [{ name: 'c', image: 'b', state: { waiting: { reason: 'R', message: 'm' } } }],
    },
  ],
])('what is kept of the status of a Pod: %s', (_, status, want) => {
  expect(kept(status)).toEqual(want);
});

test('the id of a container that has ended is not even parsed', () => {
  const state = { terminated: { exitCode: 0, containerID: 'long' }, running: { startedAt: 's' } };
  const pod = read({ status: { containerStatuses: [{ name: 'c', state }] } });
  expect(pod.status?.containerStatuses).toEqual([
    { name: 'c', state: { terminated: { exitCode: 0 }, running: { startedAt: 's' } } },
  ]);
});

test.each<[object | undefined, object]>([
  [undefined, {}],
  [{ schedulingGates: [] }, {}],
  [
    { nodeName: 'n', activeDeadlineSeconds: 1, schedulingGates: [{ name: 'g' }] },
    { nodeName: 'n', activeDeadlineSeconds: 1, schedulingGates: [{ name: 'g' }] },
  ],
])('of the specification %j: %j', (spec, want) => {
  expect(slimSpec(spec as never)).toEqual(want);
});
