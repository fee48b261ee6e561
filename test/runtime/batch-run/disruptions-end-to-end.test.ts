import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { BatchSpec } from '../../../api/generated/kinds.js';
import type { Job, Pod } from '../../../packages/embedded-cluster/index.js';
import { startJobController } from '../../../packages/embedded-cluster/testing.js';
import { timestamp } from '../../../packages/kubernetes-conventions/timestamp.js';
import { type Clock, systemClock } from '../../../packages/work-queue/clock.js';
import { eventually, type LocalCluster, laterClock, namespace, runStatus, startLocalCluster } from './local-cluster.js';
import { makeTasks } from './world.js';

/* The Job controller and the reconcilers; the test is the scheduler and the kubelet. */

/** So far ahead that no back-off of a Job is waited for. */
const hasty: Clock = { ...systemClock, now: () => systemClock.now() + 3_600_000, setTimeout: systemClock.setTimeout };

/** The reconcilers' clock: an hour passes when a test says so, however busy the machine is. */
let passed = 0;
const patient: Clock = { ...laterClock, now: () => laterClock.now() + passed };
const HOUR_SECONDS = 3600;
const letAnHourPass = () => {
  passed += HOUR_SECONDS * 1000;
};

let cluster: LocalCluster;
let jobController: { stop(): void };
beforeAll(async () => {
  cluster = await startLocalCluster(undefined, patient);
  jobController = startJobController(cluster.api, hasty);
  await cluster.startReconcilers();
});
afterAll(async () => {
  jobController.stop();
  await cluster.stop();
});

function createRun(name: string, more: BatchSpec = {}): void {
  const metadata = { name, namespace };
  const spec = { batchSpec: { ...makeTasks(1), ...more }, jobs: 'runtime' };
  cluster.api.create('batchruns.kubetask.io', {
    apiVersion: 'kubetask.io/v1alpha1',
    kind: 'BatchRun',
    metadata,
    ...{ spec },
  });
}

/** The next Pod of the run, which a node has. */
async function nextPod(run: string, not: readonly string[]): Promise<Pod> {
  const isNext = ({ metadata, status, spec }: Pod) =>
    metadata.name.startsWith(run) && !not.includes(metadata.name) && status?.phase === 'Pending' && !spec.nodeName;
  const pod = await eventually<Pod>(cluster.api, 'pods', undefined, isNext);
  return cluster.api.update('pods', { ...pod, spec: { ...pod.spec, nodeName: 'node' } } as Pod) as Pod;
}

const withStatus = (pod: Pod, status: object): Pod => {
  const observed = cluster.api.get('pods', namespace, pod.metadata.name) as Pod;
  return cluster.api.updateStatus('pods', { ...observed, status: { ...observed.status, ...status } } as Pod) as Pod;
};

const target = (reason: string, message: string) => ({
  conditions: [
    { type: 'DisruptionTarget', status: 'True', reason, message, lastTransitionTime: new Date().toISOString() },
  ],
});
const killed = { containerStatuses: [{ name: 'agent', state: { terminated: { exitCode: 143 } } }] };

/** As a kubelet does whose node is short of memory: the Pod stays. Source: kubernetes, pkg/kubelet/eviction */
const message = 'The node was low on resource: memory.';
const evictByKubelet = (pod: Pod) =>
  withStatus(pod, {
    phase: 'Failed',
    reason: 'Evicted',
    message,
    ...target('TerminationByKubelet', message),
    ...killed,
  });

/** As `kubectl drain` does: the Pod is deleted. */
function drain(pod: Pod): void {
  withStatus(pod, { phase: 'Running', ...target('EvictionByEvictionAPI', 'Eviction API: evicting') });
  cluster.api.delete('pods', namespace, pod.metadata.name);
  withStatus(pod, { phase: 'Failed', ...killed });
  cluster.api.delete('pods', namespace, pod.metadata.name, { gracePeriodSeconds: 0 });
}

const jobOf = (run: string) => cluster.api.get('jobs.batch', namespace, `${run}-task-0`) as Job;

test('a task whose node is drained uses no attempt: its next Pod decides', async () => {
  createRun('drained');
  const first = await nextPod('drained', []);
  drain(first);
  const second = await nextPod('drained', [first.metadata.name]);
  withStatus(second, {
    phase: 'Succeeded',
    containerStatuses: [{ name: 'agent', state: { terminated: { exitCode: 0 } } }],
  });
  const over = await runStatus(cluster.api, 'drained', ({ completionTime }) => completionTime !== undefined);
  expect(over.tasks?.[0]).toMatchObject({ phase: 'Succeeded', reason: 'Completed' });
  expect(jobOf('drained').status).toMatchObject({ succeeded: 1 });
  expect(jobOf('drained').status).not.toHaveProperty('failed');
});

test('a task that its nodes evict again and again ends, and its Job gets no Pod more', async () => {
  createRun('greedy');
  const evicted: string[] = [];
  for (const _ of [1, 2, 3, 4]) {
    const pod = await nextPod('greedy', evicted);
    evicted.push(pod.metadata.name);
    evictByKubelet(pod);
  }
  const over = await runStatus(cluster.api, 'greedy', ({ completionTime }) => completionTime !== undefined);
  expect(over.tasks?.[0]).toMatchObject({
    phase: 'Failed',
    reason: 'Evicted',
    message: expect.stringContaining('4 times'),
  });
  const held = await eventually<Job>(
    cluster.api,
    'jobs.batch',
    'greedy-task-0',
    (job) => job.spec.parallelism === 0 && !job.status?.active,
  );
  expect(held.status?.failed).toBeUndefined();
});

test('an agent that asks for a time, with back-off: its next Pod waits at the gate until then, and learns why', async () => {
  const backoff = { baseSeconds: 1, maxSeconds: HOUR_SECONDS };
  createRun('limited', { retry: { on: [{ class: 'RateLimit', limit: 3 }], backoff } });
  const first = await released('limited', []);
  expect(first.metadata.annotations).toMatchObject({ 'kubetask.io/attempt': '0' });
  const terminated = { exitCode: 75, message: '{"retryAfter":3600}', finishedAt: timestamp(patient.now()) };
  withStatus(first, { phase: 'Failed', containerStatuses: [{ name: 'agent', state: { terminated } }] });
  const waiting = await runStatus(cluster.api, 'limited', ({ tasks }) => tasks?.[0]?.reason === 'BackingOff');
  expect(waiting.tasks?.[0]?.message).toContain('attempt 1 starts at ');
  letAnHourPass();
  // Any event wakes the run; the timer is as far away as the start.
  cluster.api.update('jobs.batch', labelled(jobOf('limited')));
  const second = await released('limited', [first.metadata.name]);
  expect(second.metadata.annotations).toMatchObject({
    'kubetask.io/attempt': '1',
    'kubetask.io/last-reason': 'TemporaryFailure',
  });
  withStatus(second, {
    phase: 'Succeeded',
    containerStatuses: [{ name: 'agent', state: { terminated: { exitCode: 0 } } }],
  });
  const over = await runStatus(cluster.api, 'limited', ({ completionTime }) => completionTime !== undefined);
  expect(over.tasks?.[0]).toMatchObject({
    phase: 'Succeeded',
    attempts: [{ attempt: 0, reason: 'TemporaryFailure' }],
  });
});

const labelled = (job: Job): Job => ({
  ...job,
  metadata: { ...job.metadata, labels: { ...job.metadata.labels, seen: 'true' } },
});

/** The next Pod of the run whose gate was removed. */
const released = (run: string, not: readonly string[]): Promise<Pod> =>
  eventually<Pod>(
    cluster.api,
    'pods',
    undefined,
    ({ metadata, spec }) =>
      metadata.name.startsWith(run) && !not.includes(metadata.name) && !spec.schedulingGates?.length,
  );
