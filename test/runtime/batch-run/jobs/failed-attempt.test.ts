import { expect, test } from '@jest/globals';
import { agentExitCode, countsAsFailure } from '../../../../runtime/batch-run/jobs/failed-attempt.js';
import type { ObservedTaskPod } from '../../../../runtime/batch-run/observed.js';
import { makeJob } from '../world.js';

type Status = NonNullable<ObservedTaskPod['status']>;

const pod = (status?: Status): ObservedTaskPod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'update-task-0-abcde' },
  ...(status ? { status } : {}),
});

const container = (name: string, exitCode?: number) => ({
  name,
  state: exitCode === undefined ? { running: {} } : { terminated: { exitCode } },
});

test.each<[string, Status | undefined, number | undefined, boolean]>([
  ['no status', undefined, undefined, false],
  ['an agent that runs', { phase: 'Running', containerStatuses: [container('agent')] }, undefined, false],
  ['an agent that has no state yet', { phase: 'Pending', containerStatuses: [{ name: 'agent' }] }, undefined, false],
  ['an agent that failed', { phase: 'Failed', containerStatuses: [container('agent', 1)] }, 1, true],
  ['a failure that is temporary', { phase: 'Failed', containerStatuses: [container('agent', 75)] }, 75, false],
  ['an agent that succeeded', { phase: 'Succeeded', containerStatuses: [container('agent', 0)] }, 0, false],
  [
    'a failure before the agent',
    { phase: 'Failed', initContainerStatuses: [container('clone', 128)] },
    undefined,
    true,
  ],
  [
    'a temporary exit of another container',
    { phase: 'Failed', containerStatuses: [container('sidecar', 75)] },
    undefined,
    true,
  ],
  [
    'an agent beside another container',
    { phase: 'Failed', containerStatuses: [container('sidecar', 0), container('agent', 42)] },
    42,
    true,
  ],
])('a Pod with %s', (_, status, exitCode, counts) => {
  expect(agentExitCode(pod(status))).toBe(exitCode);
  expect(countsAsFailure(makeJob(0), pod(status))).toBe(counts);
});
