import { get } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Controller } from '../../controller.js';
import { localPort } from '../../node/services/local-ports.js';
import type { Deployment, Pod, ReplicaSet } from '../../objects.js';
import { startDeploymentController } from '../../workloads/deployment/controller.js';
import { planRollout } from '../../workloads/deployment/plan-rollout.js';
import { reconcileDeployment } from '../../workloads/deployment/reconcile.js';
import { startReplicaSetController } from '../../workloads/replica-set/controller.js';
import { startTestCluster, type TestCluster, when, whenEvent, whenGone } from '../node/harness.js';

const makeDeployment = (spec: Partial<Deployment['spec']> = {}): Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd', namespace: 'ns', uid: 'd-uid', generation: 1 },
  spec: { selector: { matchLabels: { app: 'd' } }, template: { metadata: { labels: { app: 'd' } } }, ...spec },
});
const makeReplicaSet = (name: string, replicas: number, available = replicas): ReplicaSet => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name, namespace: 'ns' },
  spec: { replicas, selector: {} },
  status: { replicas, availableReplicas: available },
});

describe('the next step of a rollout', () => {
  type Size = readonly [replicas: number, available?: number];
  const rolling = (maxSurge: number | string, maxUnavailable: number | string) => ({
    type: 'RollingUpdate',
    rollingUpdate: { maxSurge, maxUnavailable },
  });
  const cases: Record<string, { spec: Partial<Deployment['spec']>; newest: Size; old?: Size; want: object }> = {
    'the first version: all at once': { spec: { replicas: 3 }, newest: [0], want: { new: 3 } },
    'all there: nothing': { spec: { replicas: 3 }, newest: [3], want: {} },
    'scaled down: fewer': { spec: { replicas: 1 }, newest: [3], want: { new: 1 } },
    'scaled to none: none': { spec: { replicas: 0 }, newest: [2], want: { new: 0 } },
    'a second version of one Pod: one more first': { spec: {}, newest: [0], old: [1], want: { new: 1 } },
    'the new Pod is not ready: the old one stays': { spec: {}, newest: [1, 0], old: [1], want: {} },
    'the new Pod is ready: the old one goes': { spec: {}, newest: [1], old: [1], want: { old: 0 } },
    'an old Pod that does not answer: goes at once': { spec: {}, newest: [1, 0], old: [1, 0], want: { old: 0 } },
    'a quarter more of four: one': { spec: { replicas: 4 }, newest: [0], old: [4], want: { new: 1, old: 3 } },
    'no surge: down first': { spec: { replicas: 2, strategy: rolling(0, 1) }, newest: [0], old: [2], want: { old: 1 } },
    'neither surge nor fewer: one at a time nevertheless': {
      spec: { replicas: 2, strategy: rolling(0, 0) },
      newest: [0],
      old: [2],
      want: { old: 1 },
    },
    'recreate: down first': { spec: { strategy: { type: 'Recreate' } }, newest: [0], old: [1], want: { old: 0 } },
    'recreate, all gone: up': { spec: { strategy: { type: 'Recreate' } }, newest: [0], old: [0], want: { new: 1 } },
    'paused: nothing': { spec: { paused: true }, newest: [0], old: [1], want: {} },
  };
  test.each(Object.entries(cases))('%s', (_, { spec, newest, old, want }) => {
    const older = old ? [makeReplicaSet('old', ...old)] : [];
    const scales = planRollout(makeDeployment(spec), { newest: makeReplicaSet('new', ...newest), older });
    expect(Object.fromEntries(scales)).toEqual(want);
  });

  test('another template: another ReplicaSet, of the next revision', () => {
    const first = reconcileDeployment(makeDeployment(), [], '').create;
    const changed = makeDeployment({ template: { metadata: { labels: { app: 'd', version: '2' } } } });
    const second = first && reconcileDeployment(changed, [first], '').create;
    expect(second?.metadata.name).not.toBe(first?.metadata.name);
    expect(second?.metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '2' });
    expect(second && first && reconcileDeployment(changed, [first, second], '').create).toBeUndefined();
  });
});

describe('with real processes', () => {
  const script = `
    const card = JSON.stringify({ name: 'hello-agent', greeting: process.env.GREETING });
    require('node:http').createServer((_, response) => response.end(card)).listen(process.env.PORT);
  `;
  let cluster: TestCluster;
  let controllers: Controller[];
  beforeEach(() => {
    cluster = startTestCluster();
    controllers = [startDeploymentController(cluster.api), startReplicaSetController(cluster.api)];
  });
  afterEach(async () => {
    for (const controller of controllers) await controller.stop();
    await cluster.stop();
  });

  const helloDeployment = (greeting: string, replicas = 1) =>
    makeDeployment({
      replicas,
      template: {
        metadata: { labels: { app: 'd' } },
        spec: {
          terminationGracePeriodSeconds: 2,
          containers: [
            {
              name: 'agent',
              image: 'hello',
              command: ['node', '-e', script],
              env: [
                { name: 'PORT', value: '8000' },
                { name: 'GREETING', value: greeting },
              ],
              ports: [{ name: 'http', containerPort: 8000 }],
              readinessProbe: { httpGet: { path: '/.well-known/agent-card.json', port: 'http' } },
            },
          ],
        },
      },
    });
  const rolledOut = (replicas: number) => (deployment: Deployment) => {
    const { updatedReplicas, availableReplicas, replicas: all } = deployment.status ?? {};
    return updatedReplicas === replicas && availableReplicas === replicas && all === replicas;
  };
  const whenRolledOut = (replicas: number) =>
    when<Deployment>(cluster.api, 'deployments.apps', 'd', rolledOut(replicas));
  const pods = () => cluster.api.list('pods', { namespace: 'ns' }) as readonly Pod[];
  const nameOf = (pod: Pod): Promise<string> =>
    new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port: localPort(pod, 8000), path: '/.well-known/agent-card.json' }, (response) => {
        response.setEncoding('utf8').once('data', (text: string) => resolve(JSON.parse(text).name));
      }).once('error', reject);
    });

  test('two replicas of one port: each answers on a port of its own', async () => {
    cluster.api.create('deployments.apps', helloDeployment('Hi', 2));
    await whenRolledOut(2);
    expect(await Promise.all(pods().map(nameOf))).toEqual(['hello-agent', 'hello-agent']);
    expect(new Set(pods().map((pod) => localPort(pod, 8000))).size).toBe(2);
  });

  test('another template: rolled over, the old Pod gone', async () => {
    const created = cluster.api.create('deployments.apps', helloDeployment('Hi')) as Deployment;
    await whenRolledOut(1);
    const [old] = pods();
    const { spec } = helloDeployment('Good day');
    cluster.api.update('deployments.apps', { ...created, spec } as Deployment);
    await whenEvent(cluster.api, 'Killing');
    await whenGone(cluster.api, 'pods', old?.metadata.name ?? '');
    const [young] = pods();
    expect(young?.spec.containers[0]?.env?.[1]).toEqual({ name: 'GREETING', value: 'Good day' });
  });

  test('deleted: its Pods go after it', async () => {
    cluster.api.create('deployments.apps', helloDeployment('Hi'));
    await whenRolledOut(1);
    const [pod] = pods();
    cluster.api.delete('deployments.apps', 'ns', 'd', {});
    await whenGone(cluster.api, 'pods', pod?.metadata.name ?? '');
  });
});
