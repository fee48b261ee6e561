import { describe, expect, test } from '@jest/globals';
import type { AgentSpec } from '../../../api/generated/kinds.js';
import type { ObservedAgentPod, ObservedDeployment } from '../../../runtime/agent/observed.js';
import { isRolledOut, rolloutState } from '../../../runtime/agent/rollout.js';
import { makeAgent, makePod, now } from './world.js';

type Status = NonNullable<ObservedDeployment['status']>;

const deployment = (replicas: number | undefined, status?: Status, generation?: number): ObservedDeployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'helper', namespace: 'team', ...(generation ? { generation } : {}) },
  ...(replicas === undefined ? {} : { spec: { replicas } }),
  ...(status ? { status } : {}),
});
const counts = (observedGeneration: number, replicas: number, updatedReplicas: number, availableReplicas: number) => ({
  ...{ observedGeneration, replicas, updatedReplicas, availableReplicas },
});

describe('whether a Deployment is rolled out', () => {
  const cases: Record<string, { deployment: ObservedDeployment; want: boolean }> = {
    'all Pods are new and available: yes': { deployment: deployment(3, counts(4, 3, 3, 3), 4), want: true },
    'its controller has not seen this generation: no': {
      deployment: deployment(3, counts(3, 3, 3, 3), 4),
      want: false,
    },
    'a Pod of the old version is left: no': { deployment: deployment(3, counts(4, 4, 3, 4), 4), want: false },
    'a Pod is not available: no': { deployment: deployment(3, counts(4, 3, 3, 2), 4), want: false },
    'fewer Pods than are wanted: no': { deployment: deployment(3, counts(4, 2, 2, 2), 4), want: false },
    'the number of Pods is not given, which means one: yes': {
      deployment: deployment(undefined, counts(1, 1, 1, 1)),
      want: true,
    },
    'none is wanted and none is there: yes': { deployment: deployment(0, counts(1, 0, 0, 0)), want: true },
    'it has no status yet: no': { deployment: deployment(1), want: false },
  };
  test.each(Object.entries(cases))('%s', (_, { deployment: observed, want }) => {
    expect(isRolledOut(observed)).toBe(want);
  });
});

const condition = (type: string, status: string, reason = '') => ({ type, status, reason });
const rolledOut = condition('Progressing', 'True', 'NewReplicaSetAvailable');
const unavailable = condition('Available', 'False', 'MinimumReplicasUnavailable');
const oldPod = makePod('helper-1', undefined, {
  metadata: { name: 'helper-1', namespace: 'team', creationTimestamp: '2026-01-05T11:00:00Z' },
});
const podOfAge = (seconds: number): ObservedAgentPod => ({
  ...oldPod,
  metadata: { ...oldPod.metadata, creationTimestamp: new Date(now - seconds * 1000).toISOString() },
});

describe('what a Deployment tells of an Agent', () => {
  interface Case {
    readonly deployment: ObservedDeployment;
    readonly pods?: readonly ObservedAgentPod[];
    readonly spec?: Partial<AgentSpec>;
    readonly want: readonly [boolean, string, string, string];
  }
  const silent: Status = {
    ...counts(1, 2, 2, 0),
    readyReplicas: 0,
    conditions: [rolledOut, unavailable],
  };
  const cases: Record<string, Case> = {
    'as many Pods as wanted answer': {
      deployment: deployment(2, {
        ...counts(1, 2, 2, 2),
        readyReplicas: 2,
        conditions: [condition('Available', 'True')],
      }),
      want: [true, 'Settled', 'Available', '2 of 2 Pods ready'],
    },
    'one Pod is wanted because nobody says how many': {
      deployment: deployment(undefined, { ...counts(1, 1, 1, 1), readyReplicas: 1 }),
      want: [false, 'Settled', 'Available', '1 of 1 Pods ready'],
    },
    'no Pod is wanted': {
      deployment: deployment(0, counts(1, 0, 0, 0)),
      want: [false, 'Settled', 'ScaledToZero', 'no Pod is wanted'],
    },
    'its Pods are refused': {
      deployment: deployment(1, {
        ...counts(1, 0, 0, 0),
        conditions: [{ ...condition('ReplicaFailure', 'True', 'FailedCreate'), message: 'exceeded quota: compute' }],
      }),
      want: [false, 'Reconciling', 'FailedCreate', 'exceeded quota: compute'],
    },
    'its Pods are refused without a word': {
      deployment: deployment(1, { ...counts(1, 0, 0, 0), conditions: [condition('ReplicaFailure', 'True')] }),
      want: [false, 'Reconciling', 'FailedCreate', 'the Pods cannot be created'],
    },
    'its Pods were refused before': {
      deployment: deployment(1, { ...counts(1, 0, 0, 0), conditions: [condition('ReplicaFailure', 'False')] }),
      want: [
        false,
        'Reconciling',
        'RollingOut',
        '0 of 1 Pods are updated, 0 ready; a Pod is ready when its readiness probe succeeds (TCP port 8000)',
      ],
    },
    'all was rolled out, and no Pod answers any more': {
      deployment: deployment(2, silent),
      pods: [oldPod],
      want: [false, 'Reconciling', 'NotReady', '0 of 2 Pods answer their readiness probe (TCP port 8000)'],
    },
    'all was rolled out, and one of the Pods is only starting': {
      deployment: deployment(2, silent),
      pods: [oldPod, podOfAge(29)],
      want: [
        false,
        'Reconciling',
        'RollingOut',
        '2 of 2 Pods are updated, 0 ready; a Pod is ready when its readiness probe succeeds (TCP port 8000)',
      ],
    },
    'all was rolled out, and the Pods have had their time to start': {
      deployment: deployment(2, silent),
      pods: [podOfAge(30)],
      want: [false, 'Reconciling', 'NotReady', '0 of 2 Pods answer their readiness probe (TCP port 8000)'],
    },
    'all was rolled out, then more Pods were wanted, and they are not there yet': {
      deployment: deployment(3, silent),
      pods: [oldPod],
      want: [
        false,
        'Reconciling',
        'RollingOut',
        '2 of 3 Pods are updated, 0 ready; a Pod is ready when its readiness probe succeeds (TCP port 8000)',
      ],
    },
    'all was rolled out, and enough Pods answer: not silent': {
      deployment: deployment(2, {
        ...silent,
        readyReplicas: 1,
        conditions: [rolledOut, condition('Available', 'True')],
      }),
      pods: [oldPod],
      want: [
        true,
        'Reconciling',
        'RollingOut',
        '2 of 2 Pods are updated, 1 ready; a Pod is ready when its readiness probe succeeds (TCP port 8000)',
      ],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { deployment: observed, pods = [], spec = {}, want }) => {
    const state = rolloutState(observed, { parent: makeAgent(spec), pods, warnings: [] }, now);
    expect([state.isReady, state.progress, state.reason, state.message]).toEqual(want);
  });
});
