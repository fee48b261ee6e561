import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { crds } from '../../api/generated/crds.js';
import type { Agent } from '../../api/generated/kinds.js';
import { agents } from '../../api/kinds/agent.js';
import { type ApiServer, startApiServer } from '../../packages/embedded-cluster/index.js';
import { Informer } from '../../packages/kubernetes-client/cache/informer.js';
import { servedSource } from '../../packages/kubernetes-client/cache/source.js';
import { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { readinessFailures } from '../../runtime/observability/readiness.js';
import { type Reconcilers, startReconcilers } from '../../runtime/start.js';
import { eventually, laterClock, namespace, reasonOf, runStatus } from './batch-run/local-cluster.js';

const definitions = 'customresourcedefinitions.apiextensions.k8s.io';

let server: ApiServer;
let transport: Transport;
let reconcilers: Reconcilers | undefined;

beforeEach(async () => {
  server = await startApiServer();
  transport = new Transport({
    server: new URL(server.url),
    namespace,
    credentials: async () => ({ headers: { authorization: `Bearer ${server.token}` }, tls: { ca: server.caPem } }),
  });
});

afterEach(async () => {
  await reconcilers?.stop();
  reconcilers = undefined;
  transport.close();
  await server.stop();
});

const isOf = (group: string) => (crd: KubernetesObject) => crd.metadata.name.endsWith(group);
const all: readonly KubernetesObject[] = Object.values(crds);
const define = (...objects: readonly KubernetesObject[]) => {
  for (const crd of objects) server.api.create(definitions, crd);
};
const start = async () => {
  reconcilers = await startReconcilers({ transport, clock: laterClock });
  return reconcilers;
};
const createRun = (name: string) =>
  server.api.create('batchruns.kubetask.io', {
    apiVersion: 'kubetask.io/v1alpha1',
    kind: 'BatchRun',
    metadata: { name, namespace },
    ...{ spec: { batchRef: 'missing' } },
  });
const reported = (name: string) => runStatus(server.api, name, (status) => reasonOf(status) === 'BatchNotFound');
const createAgent = () =>
  server.api.create('agents.beeai.dev', {
    apiVersion: 'beeai.dev/v1',
    kind: 'Agent',
    metadata: { name: 'agent', namespace },
    ...{ spec: { image: 'any:v1' } },
  });
const agentReported = () =>
  eventually<Agent>(server.api, 'agents.beeai.dev', 'agent', ({ status }) => status?.conditions !== undefined);

describe('the reconcilers', () => {
  test('without the kinds of one: the others work, and are ready', async () => {
    define(...all.filter(isOf('.kubetask.io')));
    const { started, informers } = await start();
    await started;
    createRun('run');
    await reported('run');
    expect(readinessFailures(Object.values(informers), laterClock.now())).toEqual([]);
    expect([informers.agents.isServed, informers.runs.isServed]).toEqual([false, true]);
  });

  test('a kind that appears later: its reconciler begins', async () => {
    define(...all.filter(isOf('.kubetask.io')));
    await (await start()).started;
    define(...all.filter(isOf('.beeai.dev')));
    createAgent();
    await agentReported();
  });

  test('no kind at all, and then all: each begins', async () => {
    await (await start()).started;
    define(...all);
    createRun('run');
    createAgent();
    await Promise.all([reported('run'), agentReported()]);
  });

  test('a kind that is removed and comes back: forgotten, and reconciled again', async () => {
    define(...all);
    const { started, informers } = await start();
    await started;
    createRun('before');
    await reported('before');
    const gone = new Promise<void>((resolve) => informers.runs.onServedChange(resolve));
    server.api.delete(definitions, '', 'batchruns.kubetask.io');
    await gone;
    expect([informers.runs.isServed, informers.runs.store.size]).toEqual([false, 0]);
    define(crds.BatchRun);
    createRun('after');
    await reported('after');
  });
});

test('servedSource: wakes every parent when a kind they depend on comes or goes', async () => {
  const informer = new Informer<Agent, never, Agent>({
    ...{ transport, clock: laterClock, resource: agents },
    project: (agent) => agent,
    indexes: {},
  });
  const reported: string[] = [];
  const parents = () => [{ metadata: { namespace: 'a', name: 'x' } }];
  servedSource(informer, parents).subscribe((key) => reported.push(`${key} ${informer.isServed}`));
  informer.start();
  await informer.settled;
  define(...all.filter(isOf('.beeai.dev')));
  await informer.synced;
  expect(reported).toEqual(['a/x false', 'a/x true']);
  await informer.stop();
});
