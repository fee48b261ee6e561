import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { crds } from '../../../api/generated/crds.js';
import type { Agent } from '../../../api/generated/kinds.js';
import {
  type Deployment,
  type LocalCluster,
  type Pod,
  type Service,
  startCluster,
} from '../../../packages/embedded-cluster/index.js';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { startReconcilers } from '../../../runtime/start.js';
import { eventually, laterClock, namespace } from '../batch-run/local-cluster.js';

const hello = fileURLToPath(new URL('../../../examples/agents/hello-agent/agent.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'test-agents-'));
let cluster: LocalCluster;
let stopReconcilers: () => Promise<void>;

beforeAll(async () => {
  const kubeconfigPath = join(folder, 'kubeconfig');
  cluster = await startCluster({
    kubeconfigPath,
    maxPods: 20,
    commandForImage: () => ['env', 'DRAIN_SECONDS=0', 'node', hello],
  });
  const { url, token, caPem, api } = cluster.server;
  for (const crd of Object.values(crds)) api.create('customresourcedefinitions.apiextensions.k8s.io', crd);
  const credentials = { headers: { authorization: `Bearer ${token}` }, tls: { ca: caPem } };
  const transport = new Transport({ server: new URL(url), namespace, credentials: async () => credentials });
  const reconcilers = await startReconcilers({ transport, namespaces: [namespace], clock: laterClock });
  await reconcilers.started;
  stopReconcilers = async () => {
    await reconcilers.stop();
    transport.close();
  };
});
afterAll(async () => {
  await stopReconcilers();
  await cluster.stop();
  rmSync(folder, { recursive: true });
});

const agents = 'agents.beeai.dev';
const deployments = 'deployments.apps';
const spec = (greeting: string, rest: Partial<Agent['spec']> = {}): Agent['spec'] => ({
  image: 'hello:v1',
  protocol: 'a2a',
  env: [{ name: 'GREETING', value: greeting }],
  terminationGracePeriodSeconds: 2,
  ...rest,
});
const create = (name: string, agent: Agent['spec']) =>
  cluster.server.api.create(agents, {
    apiVersion: 'beeai.dev/v1',
    kind: 'Agent',
    metadata: { name, namespace },
    spec: agent,
  } as Agent);
const observed = <T extends KubernetesObject>(resource: string, name: string) =>
  cluster.server.api.get(resource, namespace, name) as T;
const change = <T extends KubernetesObject>(resource: string, name: string, to: (object: T) => T) =>
  cluster.server.api.update(resource, to(observed<T>(resource, name)));

const whenReason = (name: string, reason: string) =>
  eventually<Agent>(cluster.server.api, agents, name, ({ metadata, status }) => {
    const ready = status?.conditions?.find(({ type }) => type === 'Ready');
    return ready?.reason === reason && ready.observedGeneration === metadata.generation;
  });
const whenDeployment = (name: string, claim: (deployment: Deployment) => boolean) =>
  eventually<Deployment>(cluster.server.api, deployments, name, claim);
const imageOf = ({ spec: { template } }: Deployment) => template?.spec?.containers[0]?.image;

/** What the agent says, asked by its Service. */
async function ask(name: string): Promise<string> {
  const { clusterIP } = observed<Service>('services', name).spec;
  const { message } = await call<{ message: Message }>(`http://${clusterIP}:8000/`, 'SendMessage', {
    message: { parts: [{ text: 'Ada' }] },
  });
  return message.parts[0].text;
}

interface Message {
  readonly parts: readonly [{ readonly text: string }];
}

async function call<Result>(url: string, method: string, params: unknown): Promise<Result> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const answer = await fetch(url, { method: 'POST', body });
  const { result, error } = (await answer.json()) as { result: Result; error?: { message: string } };
  if (error) throw new Error(error.message);
  return result;
}

test('an agent: answers its card and its calls at its Service, and is ready', async () => {
  create('card', spec('Hello'));
  const { status } = await whenReason('card', 'Available');
  const { clusterIP } = observed<Service>('services', 'card').spec;
  const card = await fetch(`http://${clusterIP}:8000/.well-known/agent-card.json`);
  const { url, ...rest } = (await card.json()) as { url: string };
  expect([url, rest]).toMatchObject([
    `http://${clusterIP}:8000/`,
    { name: 'hello-agent', skills: [{ id: 'greet' }], supportedInterfaces: [{ url, protocolVersion: '1.0' }, {}] },
  ]);
  const message = { parts: [{ kind: 'text', text: 'Ada' }] };
  expect(await call<Message>(url, 'message/send', { message })).toMatchObject({ parts: [{ text: 'Hello, Ada!' }] });
  await expect(call(url, 'SendMessage', { message: { parts: 5 } })).rejects.toThrow('must be a list of parts');
  expect(await ask('card')).toBe('Hello, Ada!');
  expect(status).toMatchObject({ replicas: 1, readyReplicas: 1, url: `http://card.${namespace}.svc:8000` });
});

test('another variable: rolled over, and the new one answers', async () => {
  create('edited', spec('Hello'));
  await whenReason('edited', 'Available');
  change<Agent>(agents, 'edited', (agent) => ({ ...agent, spec: spec('Good day') }));
  await whenReason('edited', 'Available');
  expect(await ask('edited')).toBe('Good day, Ada!');
});

test('an image that somebody changed: put right', async () => {
  create('drifted', spec('Hello'));
  await whenReason('drifted', 'Available');
  change<Deployment>(deployments, 'drifted', (deployment) =>
    JSON.parse(JSON.stringify(deployment).replace('hello:v1', 'other:v1')),
  );
  expect(imageOf(observed(deployments, 'drifted'))).toBe('other:v1');
  await whenDeployment('drifted', (deployment) => imageOf(deployment) === 'hello:v1');
});

test('a variable from a ConfigMap that somebody gave a value: put right', async () => {
  const { api } = cluster.server;
  const metadata = { name: 'style', namespace };
  api.create('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata, ...{ data: { greeting: 'Hi' } } });
  const valueFrom = { configMapKeyRef: { name: 'style', key: 'greeting' } };
  create('referring', spec('', { env: [{ name: 'GREETING', valueFrom }] }));
  await whenReason('referring', 'Available');
  const greetingOf = ({ spec: { template } }: Deployment) =>
    template?.spec?.containers[0]?.env?.find(({ name }) => name === 'GREETING');
  change<Deployment>(deployments, 'referring', (deployment) =>
    JSON.parse(JSON.stringify(deployment), (key, value) =>
      key === 'env' ? [{ name: 'GREETING', value: 'Drift' }] : value,
    ),
  );
  expect(greetingOf(observed(deployments, 'referring'))).toEqual({ name: 'GREETING', value: 'Drift' });
  await whenDeployment('referring', (deployment) => greetingOf(deployment)?.valueFrom !== undefined);
});

/** Fields that exclude those of the Agent, or that would prevent its rollout. */
const drifts: Record<string, { name: string; resource: string; from: string; to: string }> = {
  'another port of the same name': { name: 'd-port', resource: 'services', from: '"port":8000', to: '"port":9000' },
  'a label more in the selector': {
    ...{ name: 'd-label', resource: 'services' },
    ...{ from: '"selector":{', to: '"selector":{"app":"x",' },
  },
  'another sort of probe': {
    ...{ name: 'd-probe', resource: deployments },
    from: '"httpGet":{"path":"/.well-known/agent-card.json","port":"http","scheme":"HTTP"}',
    to: '"tcpSocket":{"port":8000}',
  },
  'a variable again, which would hide the first': {
    ...{ name: 'd-twice', resource: deployments },
    ...{ from: '{"name":"PORT","value":"8000"}', to: '{"name":"PORT","value":"1"},{"name":"PORT","value":"2"}' },
  },
  'variables in another order': {
    ...{ name: 'd-order', resource: deployments },
    from: '{"name":"PORT","value":"8000"},{"name":"GREETING","value":"Hello"}',
    to: '{"name":"GREETING","value":"Hello"},{"name":"PORT","value":"8000"}',
  },
};
test.each(Object.entries(drifts))('%s: put right, and what the Agent drops goes', async (_, { name, ...drift }) => {
  create(name, spec('Hello', { replicas: 0, args: ['--loud'] }));
  await whenReason(name, 'ScaledToZero');
  const specOf = (object: KubernetesObject & { spec?: object }) => JSON.stringify(object.spec);
  const before = specOf(observed(drift.resource, name));
  expect(before).toContain(drift.from);
  change(drift.resource, name, (object) => JSON.parse(JSON.stringify(object).replace(drift.from, drift.to)));
  const isPutRight = (object: KubernetesObject) => isDeepStrictEqual(JSON.parse(specOf(object)), JSON.parse(before));
  await eventually(cluster.server.api, drift.resource, name, isPutRight);
  change<Agent>(agents, name, (agent) => ({ ...agent, spec: spec('Hello', { replicas: 0 }) }));
  await whenDeployment(name, ({ spec: { template } }) => !template?.spec?.containers[0]?.args);
});

test('replicas that the Agent no longer names: as many as before, until somebody scales', async () => {
  create('handed-over', spec('Hello', { replicas: 2 }));
  await whenReason('handed-over', 'Available');
  change<Agent>(agents, 'handed-over', (agent) => ({ ...agent, spec: spec('Hello') }));
  await whenReason('handed-over', 'Available');
  change<Agent>(agents, 'handed-over', (agent) => ({ ...agent, spec: spec('Good day') }));
  await whenReason('handed-over', 'Available');
  expect(observed<Deployment>(deployments, 'handed-over').spec.replicas).toBe(2);
  change<Deployment>(deployments, 'handed-over', (deployment) => ({
    ...deployment,
    spec: { ...deployment.spec, replicas: 1 },
  }));
  change<Agent>(agents, 'handed-over', (agent) => ({ ...agent, spec: spec('Hi') }));
  await whenReason('handed-over', 'Available');
  expect(observed<Deployment>(deployments, 'handed-over').spec.replicas).toBe(1);
});

test('replicas that an autoscaler set: left alone, also when the Agent changes', async () => {
  create('scaled', spec('Hello'));
  await whenReason('scaled', 'Available');
  change<Deployment>(deployments, 'scaled', (deployment) => ({
    ...deployment,
    spec: { ...deployment.spec, replicas: 2 },
  }));
  await eventually<Agent>(cluster.server.api, agents, 'scaled', ({ status }) => status?.readyReplicas === 2);
  change<Agent>(agents, 'scaled', (agent) => ({ ...agent, spec: spec('Good day') }));
  const { status } = await whenReason('scaled', 'Available');
  expect(status).toMatchObject({ replicas: 2, readyReplicas: 2 });
});

test('a variable that the Agent no longer has: gone; one that somebody else added: stays', async () => {
  create('shared', spec('Hello', { replicas: 0, args: ['--loud'] }));
  await whenReason('shared', 'ScaledToZero');
  const extra = { name: 'EXTRA', value: '1' };
  change<Deployment>(deployments, 'shared', (deployment) =>
    JSON.parse(JSON.stringify(deployment).replace('"env":[', `"env":[${JSON.stringify(extra)},`)),
  );
  change<Agent>(agents, 'shared', (agent) => ({ ...agent, spec: spec('', { replicas: 0, env: [] }) }));
  const { spec: after } = await whenDeployment(
    'shared',
    ({ spec: { template } }) => !template?.spec?.containers[0]?.args,
  );
  expect(after.template?.spec?.containers[0]?.env?.map(({ name }) => name).sort()).toEqual(['EXTRA', 'HOME', 'PORT']);
});

test('a command that does not exist: what to correct, and no other reason afterwards', async () => {
  const reasons: (string | undefined)[] = [];
  const { api } = cluster.server;
  const stop = api.watch(agents, ({ object }) => {
    const { metadata, status } = object as Agent;
    const ready = status?.conditions?.find(({ type }) => type === 'Ready');
    if (metadata.name === 'no-command' && ready?.reason !== reasons.at(-1)) reasons.push(ready?.reason);
  });
  create('no-command', spec('Hello', { command: ['/no/such/program'] }));
  const { status } = await whenReason('no-command', 'CreateContainerError');
  expect(status?.conditions?.[0]?.message).toContain('correct spec.command');
  const isTriedAgain = ({ status: pod }: Pod) => (pod?.containerStatuses?.[0]?.restartCount ?? 0) >= 2;
  await new Promise<void>((resolve) => {
    const end = api.watch('pods', ({ object }) => {
      if (!object.metadata.name.startsWith('no-command-') || !isTriedAgain(object as Pod)) return;
      queueMicrotask(() => end());
      resolve();
    });
  });
  stop();
  expect(reasons.filter((reason) => reason !== undefined)).toEqual(['RollingOut', 'CreateContainerError']);
});

test("a Deployment of its name that is somebody else's: untouched, and reported", async () => {
  const foreign = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'taken', namespace },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: 'theirs' } },
      template: { metadata: { labels: { app: 'theirs' } }, spec: { containers: [{ name: 'c', image: 'theirs:v1' }] } },
    },
  };
  cluster.server.api.create(deployments, foreign);
  create('taken', spec('Hello'));
  await whenReason('taken', 'DeploymentConflict');
  expect(imageOf(observed(deployments, 'taken'))).toBe('theirs:v1');
  const { ownerReferences, labels } = observed(deployments, 'taken').metadata;
  expect([ownerReferences, labels]).toEqual([undefined, undefined]);
});

test('deleted: all of it goes', async () => {
  create('gone', spec('Hello'));
  await whenReason('gone', 'Available');
  const { api } = cluster.server;
  const left = new Promise<void>((resolve) => {
    const stop = api.watch('pods', ({ type, object }) => {
      if (type !== 'DELETED' || !object.metadata.name.startsWith('gone-')) return;
      queueMicrotask(() => stop());
      resolve();
    });
  });
  api.delete(agents, namespace, 'gone');
  await left;
  expect(observed(deployments, 'gone')).toBeUndefined();
});
