import { describe, expect, test } from '@jest/globals';
import type { ObservedWarning } from '../../../runtime/caches/observed-warning.js';
import type { ObservedContainer, ObservedPod } from '../../../runtime/pod/observed-pod.js';
import { hasStarted, podStartFailure } from '../../../runtime/pod/start-failure.js';

type Status = NonNullable<ObservedPod['status']>;

const pod = (status?: Status): ObservedPod => ({
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, ...(status && { status }) },
});
const waiting = (reason: string, message?: string, name = 'agent'): ObservedContainer => ({
  ...{ name, image: 'img:1', state: { waiting: { reason, ...(message && { message }) } } },
});
const warning = (reason: string, message = 'why'): ObservedWarning => ({
  ...{ apiVersion: 'v1', kind: 'Event', metadata: { name: 'w' }, reason, message },
  ...{ involvedObject: { kind: 'Pod', name: 'p', uid: 'u' }, lastSeen: '' },
});
const scheduled = (status: string, reason?: string, message?: string): Status => ({
  conditions: [
    { type: 'Ready', status: 'False', message: 'other' },
    { type: 'PodScheduled', status, ...(reason && { reason }), ...(message && { message }) },
  ],
});

describe('a container that waits', () => {
  test.each([
    ['ErrImagePull', 'ErrImagePull', 'image img:1 of container agent cannot be pulled: why'],
    ['ErrImageNeverPull', 'ErrImagePull', 'image img:1 of container agent cannot be pulled: why'],
    ['ImageInspectError', 'ErrImagePull', 'image img:1 of container agent cannot be pulled: why'],
    ['RegistryUnavailable', 'ErrImagePull', 'image img:1 of container agent cannot be pulled: why'],
    ['SignatureValidationFailed', 'ErrImagePull', 'image img:1 of container agent cannot be pulled: why'],
    ['ImagePullBackOff', 'ImagePullBackOff', 'image img:1 of container agent cannot be pulled: why'],
    ['InvalidImageName', 'InvalidImageName', 'image img:1 of container agent cannot be pulled: why'],
    ['CreateContainerConfigError', 'CreateContainerConfigError', 'container agent cannot be created: why'],
    ['CreateContainerError', 'CreateContainerError', 'container agent cannot be created: why'],
    ['RunContainerError', 'CreateContainerError', 'container agent cannot be created: why'],
  ])('for %s: %s', (kubelet, reason, message) => {
    expect(podStartFailure(pod({ containerStatuses: [waiting(kubelet, 'why')] }), undefined)).toEqual({
      reason,
      message,
    });
  });

  test.each(['ContainerCreating', 'PodInitializing', 'CrashLoopBackOff', ''])('for %s: nothing blocks it', (reason) => {
    expect(podStartFailure(pod({ containerStatuses: [waiting(reason, 'why')] }), undefined)).toBeUndefined();
  });

  test('without a message: by its reason', () => {
    expect(podStartFailure(pod({ containerStatuses: [waiting('RegistryUnavailable')] }), undefined)?.message).toBe(
      'image img:1 of container agent cannot be pulled: RegistryUnavailable',
    );
  });

  test('beside others: the first that is blocked', () => {
    const status = {
      initContainerStatuses: [{ name: 'clone-0', state: { terminated: { exitCode: 0 } } }],
      containerStatuses: [waiting('PodInitializing', '', 'a'), waiting('ErrImagePull', 'why', 'b')],
    };
    expect(podStartFailure(pod(status), undefined)?.message).toContain('container b');
  });

  test('whose command is missing gets a hint, and whose volume is missing does not', () => {
    const messageOf = (message: string) =>
      podStartFailure(pod({ containerStatuses: [waiting('CreateContainerError', message)] }), undefined)?.message;
    expect(messageOf('exec: "x": not found')).toContain('check that the image has it');
    expect(messageOf('volume "x" not found')).not.toContain('check that the image has it');
  });
});

describe('the scheduler and Events', () => {
  const cases: Record<string, { status?: Status; warning?: ObservedWarning; want: object | undefined }> = {
    'nothing is known: nothing': { want: undefined },
    'no node takes it: why': {
      status: scheduled('False', 'Unschedulable', 'too little\ncpu'),
      want: { reason: 'Unschedulable', message: 'too little cpu' },
    },
    'no node takes it, without a word: that': {
      status: scheduled('False'),
      want: { reason: 'Unschedulable', message: 'no node takes the Pod' },
    },
    'it waits for its gate: nothing': { status: scheduled('False', 'SchedulingGated', 'x'), want: undefined },
    'it has a node: nothing': { status: scheduled('True'), want: undefined },
    'an Event about a volume: why, in one line': {
      warning: warning('FailedMount', 'a\nb'),
      want: { reason: 'FailedMount', message: 'a b' },
    },
    'an Event of the scheduler: why': {
      warning: warning('FailedScheduling'),
      want: { reason: 'Unschedulable', message: 'why' },
    },
    'an Event about something else: nothing': { warning: warning('Unhealthy'), want: undefined },
    'an Event, and a container has started since: nothing': {
      status: { initContainerStatuses: [{ name: 'clone-0', state: { running: {} } }] },
      ...{ warning: warning('FailedMount'), want: undefined },
    },
    'an Event, and a container waits for an image: the image': {
      status: { containerStatuses: [waiting('ErrImagePull', 'why')] },
      warning: warning('FailedMount'),
      want: { reason: 'ErrImagePull', message: 'image img:1 of container agent cannot be pulled: why' },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { status, warning: event, want }) => {
    expect(podStartFailure(pod(status), event)).toEqual(want);
  });
});

test.each<[string, ObservedContainer['state'], boolean]>([
  ['has no state', undefined, false],
  ['waits', { waiting: { reason: 'PodInitializing' } }, false],
  ['runs', { running: {} }, true],
  ['has ended', { terminated: { exitCode: 0 } }, true],
  ['could not start', { terminated: { exitCode: 128, reason: 'StartError' } }, false],
  ['could not be run', { terminated: { exitCode: 127, reason: 'ContainerCannotRun' } }, false],
  ['was not found at its end', { terminated: { exitCode: 137, reason: 'ContainerStatusUnknown' } }, false],
])('a Pod whose container %s has started: %s', (_, state, want) => {
  expect(hasStarted(pod({ containerStatuses: [{ name: 'agent', ...(state && { state }) }] }))).toBe(want);
});
