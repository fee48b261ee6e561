import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Deployment,
  type LocalCluster,
  type Pod,
  startCluster,
} from '../../../packages/embedded-cluster/index.js';
import type { Connection } from '../../../packages/kubernetes-client/connection/connection.js';

/** An embedded cluster, and how a client reaches it. */
export interface TestCluster {
  readonly server: LocalCluster['server'];
  readonly connection: Connection;
  readonly folder: string;
  stop(): Promise<void>;
}

export async function startTestCluster(): Promise<TestCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'kubernetes-executor-'));
  const { server, stop } = await startCluster({ kubeconfigPath: join(folder, 'kubeconfig'), maxPods: 20 });
  const credentials = { headers: { authorization: `Bearer ${server.token}` }, tls: { ca: server.caPem } };
  return {
    server,
    folder,
    connection: { server: new URL(server.url), namespace: 'default', credentials: async () => credentials },
    stop: async () => {
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}

type Containers = NonNullable<Deployment['spec']['template']['spec']>['containers'];

export const sleeping = (name: string, fields: Partial<Containers[number]> = {}): Containers[number] => ({
  name,
  image: 'any',
  command: ['sleep', '600'],
  ...fields,
});

/** Resolves with a ready Pod of the Deployment. */
export async function deploy(
  { server }: TestCluster,
  name: string,
  containers: Containers,
  replicas = 1,
): Promise<Pod> {
  const labels = { app: name };
  server.api.create('deployments.apps', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  } as Deployment);
  return podOf(server, (pod) => pod.metadata.labels?.['app'] === name && isReady(pod));
}

const isReady = ({ status }: Pod): boolean =>
  status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false;

/** The first Pod of which this becomes true. */
export function podOf(server: TestCluster['server'], isWanted: (pod: Pod) => boolean): Promise<Pod> {
  return new Promise((resolve) => {
    const stop = server.api.watch('pods', ({ object }) => {
      if (!isWanted(object as Pod)) return;
      queueMicrotask(() => stop());
      resolve(object as Pod);
    });
  });
}
