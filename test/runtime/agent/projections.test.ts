import { expect, test } from '@jest/globals';
import { skimmer } from '../../../packages/kubernetes-client/transport/skim.js';
import { agentPodFields, projectAgentPod, type RawPod } from '../../../runtime/agent/projections.js';

const pod: RawPod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'helper-1', namespace: 'team', labels: { 'beeai.dev/agent': 'helper' } },
  status: {
    phase: 'Running',
    containerStatuses: [
      { name: 'sidecar', ready: true, restartCount: 9, state: { running: {} } },
      {
        name: 'agent',
        ready: false,
        restartCount: 4,
        state: { running: { startedAt: '2026-01-05T11:59:00Z' } },
        lastState: { terminated: { exitCode: 128, reason: 'StartError', message: 'no such file' } },
      },
    ],
  },
};

test('restarts, last end and what is not ready: kept, of what the watch reads', () => {
  const read = JSON.parse(
    skimmer({ ...agentPodFields, metadata: true, apiVersion: true, kind: true })(Buffer.from(JSON.stringify(pod))),
  );
  expect(projectAgentPod(read)).toMatchObject({
    metadata: { name: 'helper-1', namespace: 'team', labels: { 'beeai.dev/agent': 'helper' } },
    restarts: 4,
    lastEnd: { container: 'agent', exitCode: 128, reason: 'StartError', message: 'no such file' },
    unready: { container: 'agent', startedAt: '2026-01-05T11:59:00Z' },
  });
});

test('what the agent itself said at its end: not kept', () => {
  const talkative = JSON.parse(JSON.stringify(pod).replace('StartError', 'Error'));
  expect(JSON.stringify(projectAgentPod(talkative))).not.toContain('no such file');
});

test('a Pod that nobody has started yet: nothing of that', () => {
  const { lastEnd, restarts, unready, metadata } = projectAgentPod({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
  });
  expect([lastEnd, restarts, unready, metadata.labels]).toEqual([
    undefined,
    undefined,
    undefined,
    { 'beeai.dev/agent': '' },
  ]);
});

test('a container that waits, and has never ended: neither', () => {
  const waiting = { name: 'agent', ready: false, restartCount: 0, state: { waiting: { reason: 'ContainerCreating' } } };
  const projected = projectAgentPod({ ...pod, status: { containerStatuses: [waiting] } });
  expect(Object.keys(projected)).toEqual(['apiVersion', 'kind', 'metadata', 'status']);
});
