import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deployments, pods } from '../../../api/kinds/kubernetes.js';
import {
  type Deployment,
  type LocalCluster,
  type LocalClusterOptions,
  type Pod,
  startCluster,
} from '../../../packages/embedded-cluster/index.js';
import { Informer } from '../../../packages/kubernetes-client/cache/informer.js';
import type { Connection } from '../../../packages/kubernetes-client/connection/connection.js';
import { loadConnection } from '../../../packages/kubernetes-client/connection/load-connection.js';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { generateName } from '../../../packages/kubernetes-conventions/generate-name.js';
import { collectionPath, objectPath, type Resource } from '../../../packages/kubernetes-conventions/resource.js';

/** A cluster that runs containers, a namespace of it, and a folder of this machine. */
export interface TestCluster {
  /** Its namespace is the test's. */
  readonly connection: Connection;
  readonly kubeconfig: string;
  readonly folder: string;
  stop(): Promise<void>;
}

/** The embedded cluster, whose containers see the files of this machine. */
export interface EmbeddedTestCluster extends TestCluster {
  readonly server: LocalCluster['server'];
}

const { USE_EXISTING_CLUSTER, KUBECONFIG, EXECUTOR_IMAGE } = process.env;
const isExisting = USE_EXISTING_CLUSTER === 'true' && KUBECONFIG !== undefined && EXECUTOR_IMAGE !== undefined;

/**
 * An existing cluster (`USE_EXISTING_CLUSTER`, `KUBECONFIG`) if `EXECUTOR_IMAGE` names an image with a shell, `tar` and
 * `sha256sum`; else the embedded one.
 */
export const startClusterUnderTest = (): Promise<TestCluster> => (isExisting ? useExisting() : startTestCluster());

export async function startTestCluster(
  options: Partial<Pick<LocalClusterOptions, 'faults' | 'authorize'>> = {},
): Promise<EmbeddedTestCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'kubernetes-executor-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const { server, stop } = await startCluster({ kubeconfigPath: kubeconfig, maxPods: 20, ...options });
  const credentials = { headers: { authorization: `Bearer ${server.token}` }, tls: { ca: server.caPem } };
  return {
    ...{ server, kubeconfig, folder },
    connection: { server: new URL(server.url), namespace: 'default', credentials: async () => credentials },
    stop: async () => {
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}

const namespaces: Resource = { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace', namespaced: false };

async function useExisting(): Promise<TestCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'kubernetes-executor-'));
  const connection = { ...(await loadConnection()), namespace: generateName('kubetask-executors-') };
  const name = connection.namespace;
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
  await send(connection, (transport) => transport.request({ method: 'POST', path: collectionPath(namespaces), body }));
  return {
    ...{ connection, kubeconfig: KUBECONFIG ?? '', folder },
    stop: async () => {
      await send(connection, (transport) =>
        transport.request({ method: 'DELETE', path: objectPath(namespaces, '', name) }),
      );
      rmSync(folder, { recursive: true });
    },
  };
}

async function send<T>(connection: Connection, work: (transport: Transport) => Promise<T>): Promise<T> {
  const transport = new Transport(connection);
  try {
    return await work(transport);
  } finally {
    transport.close();
  }
}

type Containers = NonNullable<Deployment['spec']['template']['spec']>['containers'];

export const sleeping = (name: string, fields: Partial<Containers[number]> = {}): Containers[number] => ({
  name,
  image: EXECUTOR_IMAGE ?? 'any',
  command: ['sleep', '600'],
  ...fields,
});

/** Resolves with a ready Pod of the Deployment. */
export async function deploy(
  cluster: Pick<TestCluster, 'connection'>,
  name: string,
  containers: Containers,
  replicas = 1,
): Promise<Pod> {
  const { connection } = cluster;
  const labels = { app: name };
  const spec = { containers, terminationGracePeriodSeconds: 1 };
  const body = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
  const path = collectionPath(deployments, connection.namespace);
  return send(connection, async (transport) => {
    await transport.request({ method: 'POST', path, body });
    return podOf(transport, connection.namespace, (pod) => pod.metadata.labels?.['app'] === name && isReady(pod));
  });
}

/** Deletes a Deployment, and so its Pods. */
export const undeploy = ({ connection }: Pick<TestCluster, 'connection'>, name: string): Promise<unknown> =>
  send(connection, (transport) =>
    transport.request({
      method: 'DELETE',
      path: objectPath(deployments, connection.namespace, name),
      body: { propagationPolicy: 'Background' },
    }),
  );

const isReady = ({ status }: Pod): boolean =>
  status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false;

/** The first Pod of which this becomes true. */
async function podOf(transport: Transport, namespace: string, isWanted: (pod: Pod) => boolean): Promise<Pod> {
  const informer = new Informer<Pod & { metadata: { uid: string } }>({
    ...{ transport, resource: pods, namespaces: [namespace], indexes: {} },
    project: (raw) => raw as never,
  });
  const found = new Promise<Pod>((resolve) => {
    informer.onChange(({ object }) => isWanted(object) && resolve(object));
  });
  informer.start();
  const pod = await found;
  await informer.stop();
  return pod;
}
