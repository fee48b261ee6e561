import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FakeClock } from '../../../../work-queue/testing.js';
import type { Job, Pod, PodSpec } from '../../../objects.js';
import { hasEnded, shellPod, startTestCluster, type TestCluster, when, whenGone } from '../harness.js';

let clock: FakeClock;
let cluster: TestCluster;
beforeEach(() => {
  clock = new FakeClock();
  cluster = startTestCluster({ clock });
});
afterEach(() => cluster.stop());

const missing = [{ name: 'T', valueFrom: { secretKeyRef: { name: 'never', key: 'x' } } }];
const main = { name: 'main', image: 'any', command: ['true'] };
const init = { name: 'init', image: 'any', command: ['true'], env: missing };

/** Pods of which no container can start. */
const pods: Record<string, Partial<PodSpec>> = {
  'a variable of a Secret that is missing': { containers: [{ ...main, env: missing }] },
  'the same in an init container': { containers: [main], initContainers: [init] },
  'a volume of a Secret that is missing': {
    containers: [main],
    volumes: [{ name: 'v', secret: { secretName: 'never' } }],
  },
  'all keys of a ConfigMap that is missing': {
    containers: [{ ...main, envFrom: [{ configMapRef: { name: 'never' } }] }],
  },
  'a projected volume of a ConfigMap that is missing': {
    containers: [main],
    volumes: [{ name: 'v', projected: { sources: [{ configMap: { name: 'never' } }] } }],
  },
  'a folder of the machine that is missing': {
    containers: [main],
    volumes: [{ name: 'v', hostPath: { path: '/no/such/folder', type: 'Directory' } }],
  },
  'a type of volume that the node does not have': {
    containers: [main],
    volumes: [{ name: 'v', nfs: { server: 's', path: '/' } } as never],
  },
  'an image that cannot be pulled': { containers: [{ name: 'main', image: 'none', command: [] }] },
  'a scheduling gate': { containers: [main], schedulingGates: [{ name: 'example.com/gate' }] },
  'a node that does not exist': { containers: [main], nodeSelector: { disk: 'none' } },
};

const aJob = (spec: Partial<PodSpec>, more: object = {}): Job => {
  const { spec: podSpec } = shellPod('x', '', spec);
  const policy = { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'Never', status: 'True' }] }] };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'j', namespace: 'ns' },
    spec: { template: { metadata: {}, spec: podSpec }, backoffLimit: 0, podFailurePolicy: policy, ...more },
  };
};
const whenJob = (claim: (job: Job) => boolean) => when<Job>(cluster.api, 'jobs.batch', 'j', claim);
const condition = ({ status }: Job) => status?.conditions?.find(({ type }) => type === 'Failed');
const waitsInVain = ({ status }: Pod): boolean =>
  status?.conditions?.some(({ type, status: holds }) => type === 'PodScheduled' && holds === 'False') ||
  [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].length > 0;
const whenAnyPod = (claim: (pod: Pod) => boolean) =>
  new Promise<Pod>((resolve) => {
    const stop = cluster.api.watch('pods', ({ object }) => {
      if (!claim(object as Pod)) return;
      queueMicrotask(() => stop());
      resolve(object as Pod);
    });
  });

describe.each(Object.entries(pods))('%s', (_, spec) => {
  test('the deadline of its Job passes: the Pod goes, the Job is Failed', async () => {
    cluster.api.create('jobs.batch', aJob(spec, { activeDeadlineSeconds: 60 }));
    const pod = await whenAnyPod(waitsInVain);
    await clock.timerFor(60);
    await clock.advance(60);
    expect(condition(await whenJob((job) => condition(job) !== undefined))?.reason).toBe('DeadlineExceeded');
    await whenGone(cluster.api, 'pods', pod.metadata.name);
  });

  test('its Pod is deleted by hand: the Job counts a failure and is over', async () => {
    cluster.api.create('jobs.batch', aJob(spec));
    const { metadata } = await whenAnyPod(waitsInVain);
    cluster.api.delete('pods', 'ns', metadata.name, {});
    expect(condition(await whenJob((job) => condition(job) !== undefined))?.reason).toBe('BackoffLimitExceeded');
    await whenGone(cluster.api, 'pods', metadata.name);
  });
});

describe('the own deadline of a Pod', () => {
  test.each(Object.entries(pods).slice(0, 8))('%s: Failed with DeadlineExceeded', async (_, spec) => {
    cluster.api.create('pods', shellPod('p', '', { ...spec, activeDeadlineSeconds: 60 }));
    await clock.timerFor(60);
    await clock.advance(60);
    const pod = await when<Pod>(cluster.api, 'pods', 'p', hasEnded);
    expect(pod.status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded' });
  });
});

test('a Pod that is bound and deleted in one breath: Failed, and gone', async () => {
  cluster.api.create('pods', {
    ...shellPod('p', 'true', { nodeName: 'local' }),
    metadata: { name: 'p', namespace: 'ns', finalizers: ['example.com/held'] },
  } as Pod);
  cluster.api.delete('pods', 'ns', 'p', {});
  await when<Pod>(cluster.api, 'pods', 'p', hasEnded);
  const held = cluster.api.get('pods', 'ns', 'p') as Pod;
  cluster.api.update('pods', { ...held, metadata: { ...held.metadata, finalizers: [] } } as Pod);
  await whenGone(cluster.api, 'pods', 'p');
});
