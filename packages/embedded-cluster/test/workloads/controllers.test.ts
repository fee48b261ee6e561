import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../../kubernetes-conventions/kubernetes-object.js';
import type { Job } from '../../objects.js';
import { configMap, shellPod, startTestCluster, type TestCluster, when, whenGone } from '../node/harness.js';

let cluster: TestCluster;
beforeEach(() => {
  cluster = startTestCluster();
});
afterEach(() => cluster.stop());

function shellJob(script: string): Job {
  const { spec } = shellPod('', script);
  const metadata = { name: 'j', namespace: 'ns' };
  return { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { backoffLimit: 0, template: { spec } } };
}

const is = (type: string) => (job: Job) =>
  job.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false;
const whenJob = (type: string) => when<Job>(cluster.api, 'jobs.batch', 'j', is(type));

function ownedBy(owner: KubernetesObject, object: KubernetesObject): KubernetesObject {
  const { apiVersion, kind, metadata } = owner;
  const reference = { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '' };
  return { ...object, metadata: { ...object.metadata, ownerReferences: [reference] } };
}

describe('the controllers', () => {
  test('a Job that ends well: Complete, counted once, its Pod free to be deleted', async () => {
    cluster.api.create('jobs.batch', shellJob('exit 0'));
    const { status } = await whenJob('Complete');
    expect(status).toMatchObject({ succeeded: 1, ready: 0, terminating: 0, uncountedTerminatedPods: {} });
    const [pod] = cluster.api.list('pods', { namespace: 'ns' });
    expect(pod?.metadata.name).toMatch(/^j-[a-z0-9]{5}$/);
    cluster.api.delete('pods', 'ns', pod?.metadata.name ?? '', {});
    await whenGone(cluster.api, 'pods', pod?.metadata.name ?? '');
    expect(cluster.api.get('jobs.batch', 'ns', 'j')).toMatchObject({ status: { succeeded: 1 } });
  });

  test('a Pod deleted by hand in mid-run: the Job fails and still knows of it', async () => {
    cluster.api.create('jobs.batch', shellJob('exec sleep 60'));
    const isReady = (job: Job) => job.status?.ready === 1;
    await when<Job>(cluster.api, 'jobs.batch', 'j', isReady);
    const [pod] = cluster.api.list('pods', { namespace: 'ns' });
    cluster.api.delete('pods', 'ns', pod?.metadata.name ?? '', {});
    expect((await whenJob('Failed')).status).toMatchObject({ failed: 1 });
  });

  test('a Job deleted in the background in mid-run: its Pod and what else it owns go after it', async () => {
    const job = cluster.api.create('jobs.batch', shellJob('exec sleep 60'));
    cluster.api.create('configmaps', ownedBy(job, configMap('owned', {})));
    await when<Job>(cluster.api, 'jobs.batch', 'j', (observed) => observed.status?.ready === 1);
    const [pod] = cluster.api.list('pods', { namespace: 'ns' });
    cluster.api.delete('jobs.batch', 'ns', 'j', { propagationPolicy: 'Background' });
    await whenGone(cluster.api, 'configmaps', 'owned');
    await whenGone(cluster.api, 'pods', pod?.metadata.name ?? '');
  });

  test('an owner with the same name and another uid: is no owner', async () => {
    const job = cluster.api.create('jobs.batch', shellJob('exit 0'));
    const stranger = { ...job, metadata: { ...job.metadata, uid: 'an earlier one' } };
    cluster.api.create('configmaps', ownedBy(stranger, configMap('orphan', {})));
    await whenGone(cluster.api, 'configmaps', 'orphan');
  });
});
