import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { crds } from '../../api/generated/crds.js';
import { type ApiServer, type LocalWatchEvent, startApiServer } from '../../packages/embedded-cluster/index.js';
import { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import { type Reconcilers, startReconcilers } from '../../runtime/start.js';
import { laterClock, namespace } from './batch-run/local-cluster.js';

const kinds = ['BatchRun', 'TaskRun'] as const;
type Kind = (typeof kinds)[number];

let server: ApiServer;
let transport: Transport;
let reconcilers: Reconcilers;

beforeEach(async () => {
  server = await startApiServer();
  for (const crd of Object.values(crds)) server.api.create('customresourcedefinitions.apiextensions.k8s.io', crd);
  transport = new Transport({
    server: new URL(server.url),
    namespace,
    credentials: async () => ({ headers: { authorization: `Bearer ${server.token}` }, tls: { ca: server.caPem } }),
  });
  const retention = { ttlDays: 0.000_001 };
  reconcilers = await startReconcilers({ transport, namespaces: [namespace], clock: laterClock, retention });
  await reconcilers.started;
});

afterEach(async () => {
  await reconcilers.stop();
  transport.close();
  await server.stop();
});

const resourceOf = (kind: Kind) => `${kind.toLowerCase()}s.kubetask.io`;

/** A run that is over as soon as somebody looks at it. */
const makeRun = (kind: Kind, name: string) => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind,
  metadata: { name, namespace },
  spec: { [kind === 'BatchRun' ? 'batchRef' : 'taskRef']: 'any', cancel: true },
});

function gone(kind: Kind, name: string): Promise<void> {
  return new Promise((resolve) => {
    server.api.watch(resourceOf(kind), ({ type, object }: LocalWatchEvent) => {
      if (type === 'DELETED' && object.metadata.name === name) resolve();
    });
  });
}

function applyOnServer(kind: Kind, name: string): Promise<unknown> {
  const path = `/apis/kubetask.io/v1alpha1/namespaces/${namespace}/${kind.toLowerCase()}s/${name}`;
  const query = { fieldManager: 'ci' };
  return transport.request({
    method: 'PATCH',
    path,
    query,
    body: makeRun(kind, name),
    contentType: 'application/apply-patch+yaml',
  });
}

test.each(kinds)('a finished %s: removed when it was created, kept when somebody applies it', async (kind) => {
  await applyOnServer(kind, 'applied');
  server.api.create(resourceOf(kind), makeRun(kind, 'created'));
  await gone(kind, 'created');
  server.api.create(resourceOf(kind), makeRun(kind, 'later'));
  await gone(kind, 'later');
  expect(server.api.list(resourceOf(kind)).map(({ metadata }) => metadata.name)).toEqual(['applied']);
});
