import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { V1Deployment, V1Service } from '@kubernetes/client-node';
import type { Agent } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { nowhere } from './objects.js';
import { createRunWorld, type RunWorld } from './run-world.js';
import type { ServerUnderTest } from './server-under-test.js';
import { apply, jsonPatch, merge } from './world.js';

type Deployment = KubernetesObject & Pick<V1Deployment, 'spec'>;
type Service = KubernetesObject & Pick<V1Service, 'spec'>;

const spec = { image: 'ghcr.io/org/helper:v1', protocol: 'a2a', scheduling: { nodeSelector: nowhere } };
const agentOf = (name: string, fields: object = {}) => ({
  ...{ apiVersion: 'beeai.dev/v1', kind: 'Agent', metadata: { name } },
  spec: { ...spec, ...fields },
});
const containerOf = ({ spec: { template } = {} as never }: Deployment) => template.spec?.containers[0];
const container = '/spec/template/spec/containers/0';

/** The Agent reconciler against a server that validates its writes strictly. Its Pods fit no node. */
export function describeAgents(server: () => ServerUnderTest): void {
  describe('the reconciler of Agents', () => {
    let world: RunWorld;

    beforeEach(async () => {
      world = await createRunWorld(server());
      await world.startReconcilers();
    });
    afterEach(() => world.close());

    const deployment = (holds: (object: Deployment) => boolean, name = 'helper') =>
      world.eventually<Deployment>('deployments', name, holds);
    const service = (holds: (object: Service) => boolean) => world.eventually<Service>('services', 'helper', holds);
    const change = (path: string, body: unknown, options = merge) => world.send('PATCH', path, body, options);
    const create = async (fields?: object) => {
      await world.send('POST', 'agents', agentOf('helper', fields));
      return Promise.all([deployment(() => true), service(() => true)]);
    };
    const reason = (wanted: string) =>
      world.eventually<Agent>('agents', 'helper', ({ metadata, status }) =>
        Boolean(
          status?.conditions?.some(
            (one) => one.type === 'Ready' && one.reason === wanted && one.observedGeneration === metadata.generation,
          ),
        ),
      );
    /** Resolves when the reconciler has observed this change, and so everything before it. */
    const settle = async (image: string) => {
      await change('agents/helper', { spec: { image } });
      return deployment((object) => containerOf(object)?.image === image);
    };

    test('a Deployment and a Service of its name, which it owns, with the same selector', async () => {
      const [kept, reached] = await create({
        env: [
          { name: 'B', value: '1' },
          { name: 'A', value: '$(B)' },
        ],
      });
      const owner = {
        apiVersion: 'beeai.dev/v1',
        kind: 'Agent',
        name: 'helper',
        controller: true,
        blockOwnerDeletion: true,
      };
      expect([kept.metadata.ownerReferences, reached.metadata.ownerReferences]).toMatchObject([[owner], [owner]]);
      expect(kept.spec?.selector.matchLabels).toEqual(reached.spec?.selector);
      expect(containerOf(kept)?.env?.map(({ name }) => name)).toEqual(['HOME', 'PORT', 'B', 'A']);
      const { status } = await reason('RollingOut');
      expect(status).toMatchObject({
        ...{ observedGeneration: 1, readyReplicas: 0, selector: 'beeai.dev/agent=helper' },
        url: `http://helper.${world.namespace}.svc:8000`,
      });
    });

    test('its Pods: accepted under Pod Security restricted', async () => {
      await change(`/api/v1/namespaces/<ns>`, {
        metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
      });
      const [{ spec: kept }] = await create();
      const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: kept?.template.spec };
      expect(await world.send('POST', 'pods?dryRun=All', pod)).toMatchObject({ code: 201 });
    });

    const drifts: Record<string, { path: string; patch: object[]; holds: (object: Deployment & Service) => boolean }> =
      {
        'another image': {
          path: 'deployments/helper',
          patch: [{ op: 'replace', path: `${container}/image`, value: 'other:v1' }],
          holds: (object) => containerOf(object)?.image === spec.image,
        },
        'another kind of probe': {
          path: 'deployments/helper',
          patch: [{ op: 'replace', path: `${container}/readinessProbe`, value: { tcpSocket: { port: 1 } } }],
          holds: (object) => containerOf(object)?.readinessProbe?.tcpSocket === undefined,
        },
        'a variable twice': {
          path: 'deployments/helper',
          patch: [{ op: 'add', path: `${container}/env/-`, value: { name: 'PORT', value: '1' } }],
          holds: (object) => containerOf(object)?.env?.length === 2,
        },
        'another port of the same name': {
          path: 'services/helper',
          patch: [{ op: 'replace', path: '/spec/ports/0/port', value: 9000 }],
          holds: (object) => object.spec?.ports?.length === 1 && object.spec.ports[0]?.port === 8000,
        },
        'one more label in the selector': {
          path: 'services/helper',
          patch: [{ op: 'add', path: '/spec/selector/app', value: 'x' }],
          holds: (object) => Object.keys(object.spec?.selector ?? {}).length === 1,
        },
      };
    test.each(Object.entries(drifts))('%s: restored', async (_, { path, patch, holds }) => {
      await create();
      expect(await change(path, patch, jsonPatch)).toMatchObject({ code: 200 });
      const [resource = '', name = ''] = path.split('/');
      await world.eventually<Deployment & Service>(resource, name, holds);
    });

    test('fields of others: left alone, even if the Agent changes', async () => {
      await create({ replicas: 2 });
      await change('agents/helper', { spec: { replicas: null } });
      const theirs = {
        ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'helper', labels: { team: 'web' } } },
        spec: { template: { metadata: { annotations: { 'example.org/restarted': 'now' } } } },
      };
      expect(await change('deployments/helper?fieldManager=web', theirs, apply)).toMatchObject({ code: 200 });
      const before = await settle('ghcr.io/org/helper:v2');
      expect([before.spec?.replicas, before.metadata.labels]).toMatchObject([2, { team: 'web' }]);
      await change('deployments/helper/scale', { spec: { replicas: 5 } });
      const after = await settle('ghcr.io/org/helper:v3');
      expect([after.spec?.replicas, after.spec?.template.metadata?.annotations]).toMatchObject([
        5,
        { 'example.org/restarted': 'now' },
      ]);
    });

    test('the scale of the Agent: the Deployment follows', async () => {
      await create();
      expect(await change('agents/helper/scale', { spec: { replicas: 3 } })).toMatchObject({ code: 200 });
      await deployment((object) => object.spec?.replicas === 3);
    });

    test("a field of the Agent's taken by force: restored", async () => {
      await create();
      const theirs = {
        ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'helper' } },
        spec: { template: { spec: { containers: [{ name: 'agent', image: 'theirs:v1' }] } } },
      };
      expect(await change('deployments/helper?fieldManager=web', theirs, apply)).toMatchObject({ code: 409 });
      const forced = await change('deployments/helper?fieldManager=web&force=true', theirs, apply);
      expect(forced).toMatchObject({ code: 200 });
      await deployment((object) => containerOf(object)?.image === spec.image);
    });

    test('a Deployment that a Git tool delivers too: left unchanged and reported', async () => {
      await create();
      await change('deployments/helper', {
        metadata: { annotations: { 'argocd.argoproj.io/tracking-id': 'web:apps/Deployment:<ns>/helper' } },
      });
      await reason('DeploymentConflict');
      await change('deployments/helper', [{ op: 'replace', path: `${container}/image`, value: 'git:v1' }], jsonPatch);
      await change('agents/helper', { spec: { description: 'changed' } });
      await service(({ metadata }) => metadata.annotations?.['kubernetes.io/description'] === 'changed');
      await reason('DeploymentConflict');
      expect(containerOf(await deployment(() => true))?.image).toBe('git:v1');
    });

    test('a Deployment of its name that another owner controls: left unchanged and reported', async () => {
      const labels = { app: 'theirs' };
      const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'theirs:v1' }] } };
      await world.send('POST', 'deployments', {
        ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'helper' } },
        spec: { replicas: 0, selector: { matchLabels: labels }, template },
      });
      await world.send('POST', 'agents', agentOf('helper'));
      const { status } = await reason('DeploymentConflict');
      expect(status?.conditions?.map(({ type, status: is }) => `${type}=${is}`)).toEqual([
        'Ready=False',
        'Stalled=True',
      ]);
      const { metadata, spec: kept } = await deployment(() => true);
      expect([metadata.ownerReferences, metadata.labels, kept?.template.metadata?.labels]).toEqual([
        undefined,
        undefined,
        labels,
      ]);
      await service(() => true);
    });

    test('a field that is removed from the Agent: removed from the Deployment', async () => {
      await create({ port: 9000, command: ['serve'], env: [{ name: 'A', value: '1' }] });
      await change('agents/helper', { spec: { port: null, protocol: null, command: null, env: null } });
      const kept = await deployment((object) => containerOf(object)?.readinessProbe?.tcpSocket !== undefined);
      const { command, env, ports } = containerOf(kept) ?? {};
      expect([command, env?.map(({ name }) => name), ports]).toMatchObject([
        undefined,
        ['HOME', 'PORT'],
        [{ containerPort: 8000 }],
      ]);
      const reached = await service((object) => object.spec?.ports?.[0]?.port === 8000);
      expect([reached.spec?.ports?.length, reached.metadata.labels]).toEqual([1, { 'beeai.dev/agent': 'helper' }]);
    });
  });
}
