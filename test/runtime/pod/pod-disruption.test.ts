import { describe, expect, test } from '@jest/globals';
import type { ObservedPod } from '../../../runtime/pod/observed-pod.js';
import { podDisruption } from '../../../runtime/pod/pod-disruption.js';

type Status = NonNullable<ObservedPod['status']>;

const at = (second: number) => new Date(Date.parse('2030-01-01T00:10:00Z') + second * 1000).toISOString();
/** Asked to go at second 0; with a grace period the API server adds it to the time. */
const pod = (status: Status | undefined, graceSeconds?: number): ObservedPod => ({
  ...{ apiVersion: 'v1', kind: 'Pod' },
  metadata: {
    name: 'p',
    ...(graceSeconds !== undefined && {
      ...{ deletionTimestamp: at(graceSeconds), deletionGracePeriodSeconds: graceSeconds },
    }),
  },
  ...(status && { status }),
});
const target = (status: string, reason?: string, message?: string) => ({
  ...{ type: 'DisruptionTarget', status, ...(reason && { reason }), ...(message && { message }) },
});
const ended = (exitCode: number, second: number, name = 'agent') => ({
  ...{ name, state: { terminated: { exitCode, finishedAt: at(second) } } },
});
const deleted = { reason: 'PodDeleted', message: 'Pod p was deleted before it ended' };

describe('what Kubernetes names', () => {
  const cases: Record<string, { status: Status | undefined; want: object | undefined }> = {
    'nothing is known of the Pod: nothing': { status: undefined, want: undefined },
    'the Pod runs: nothing': { status: { phase: 'Running' }, want: undefined },
    'it failed by itself: nothing': {
      status: { phase: 'Failed', reason: 'Error', message: 'x', containerStatuses: [ended(3, 0)] },
      want: undefined,
    },
    'evicted by its node: in its words, in one line': {
      status: { reason: 'Evicted', message: 'low on\nmemory' },
      want: { reason: 'Evicted', message: 'low on memory' },
    },
    'evicted without a word: that': {
      status: { reason: 'Evicted' },
      want: { reason: 'Evicted', message: 'the Pod was evicted' },
    },
    'its node was lost: in its words, in one line': {
      status: { reason: 'NodeLost', message: 'node\nx' },
      want: { reason: 'NodeLost', message: 'node x' },
    },
    'its node was lost without a word: that': {
      status: { reason: 'NodeLost' },
      want: { reason: 'NodeLost', message: 'the node of the Pod was lost' },
    },
    preempted: {
      status: { conditions: [target('True', 'PreemptionByScheduler', 'for\nanother')] },
      want: { reason: 'Preempted', message: 'for another' },
    },
    'collected with its node': {
      status: { conditions: [target('True', 'DeletionByPodGC', 'no node')] },
      want: { reason: 'NodeLost', message: 'no node' },
    },
    'drained: evicted': {
      status: { conditions: [target('True', 'EvictionByEvictionAPI', 'drain')] },
      want: { reason: 'Evicted', message: 'drain' },
    },
    'disrupted without a reason or a word: evicted': {
      status: { conditions: [target('True')] },
      want: { reason: 'Evicted', message: 'the Pod was disrupted' },
    },
    'it was to be disrupted, and is no more: nothing': {
      status: { conditions: [target('False', 'PreemptionByScheduler', 'x')] },
      want: undefined,
    },
    'another condition holds: nothing': {
      status: { conditions: [{ type: 'Ready', status: 'True', reason: 'PreemptionByScheduler' }] },
      want: undefined,
    },
  };
  test.each(Object.entries(cases))('%s', (_, { status, want }) => {
    expect(podDisruption(pod(status))).toEqual(want);
  });
});

describe('a deletion that nobody explains', () => {
  interface Case {
    readonly status?: Status;
    readonly graceSeconds: number;
    readonly isDeletion: boolean;
  }
  const cases: Record<string, Case> = {
    'of a Pod of which nothing is known': { graceSeconds: 30, isDeletion: true },
    'of a Pod that runs': { status: { phase: 'Running' }, graceSeconds: 30, isDeletion: true },
    'of a Pod that had succeeded: not how it ended': {
      status: { phase: 'Succeeded', containerStatuses: [ended(0, -60)] },
      ...{ graceSeconds: 30, isDeletion: false },
    },
    'a container had failed before: not how it ended': {
      status: { phase: 'Failed', containerStatuses: [ended(3, -1)] },
      ...{ graceSeconds: 30, isDeletion: false },
    },
    'an init container had failed before: not how it ended': {
      status: { phase: 'Failed', initContainerStatuses: [ended(1, -1, 'clone-0')] },
      ...{ graceSeconds: 30, isDeletion: false },
    },
    'a container failed when it was asked to end': {
      status: { phase: 'Failed', containerStatuses: [ended(143, 1)] },
      ...{ graceSeconds: 30, isDeletion: true },
    },
    'a container failed in that very second': {
      status: { phase: 'Failed', containerStatuses: [ended(3, 0)] },
      ...{ graceSeconds: 30, isDeletion: true },
    },
    'only one that succeeded had ended before': {
      status: { phase: 'Running', containerStatuses: [ended(0, -60, 'sidecar')] },
      ...{ graceSeconds: 30, isDeletion: true },
    },
    'nobody says when its container failed': {
      status: { phase: 'Failed', containerStatuses: [{ name: 'agent', state: { terminated: { exitCode: 3 } } }] },
      ...{ graceSeconds: 30, isDeletion: true },
    },
    'without a grace period, killed a moment before: the end of an earlier deletion': {
      status: { phase: 'Failed', containerStatuses: [ended(137, -19)] },
      ...{ graceSeconds: 0, isDeletion: true },
    },
    'without a grace period, stopped a moment before: the same': {
      status: { phase: 'Failed', containerStatuses: [ended(143, -1)] },
      ...{ graceSeconds: 0, isDeletion: true },
    },
    'without a grace period, killed long before: not how it ended': {
      status: { phase: 'Failed', containerStatuses: [ended(137, -21)] },
      ...{ graceSeconds: 0, isDeletion: false },
    },
    'without a grace period, failed by itself a moment before: not how it ended': {
      status: { phase: 'Failed', containerStatuses: [ended(3, -1)] },
      ...{ graceSeconds: 0, isDeletion: false },
    },
    'with a grace period, killed a moment before: not how it ended': {
      status: { phase: 'Failed', containerStatuses: [ended(137, -1)] },
      ...{ graceSeconds: 30, isDeletion: false },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { status, graceSeconds, isDeletion }) => {
    expect(podDisruption(pod(status, graceSeconds))).toEqual(isDeletion ? deleted : undefined);
  });

  test('that Kubernetes explains after all: its words', () => {
    const status = { conditions: [target('True', 'DeletionByPodGC', 'no node')] };
    expect(podDisruption(pod(status, 30))).toEqual({ reason: 'NodeLost', message: 'no node' });
  });
});
