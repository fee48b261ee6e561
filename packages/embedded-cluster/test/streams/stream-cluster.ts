import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalCluster, startCluster } from '../../cluster.js';
import type { Pod, PodSpec } from '../../objects.js';
import { when } from '../node/harness.js';

/** A cluster with its kubeconfig in a folder of its own. */
export interface StreamCluster extends Pick<LocalCluster, 'server'> {
  readonly folder: string;
  readonly kubeconfigPath: string;
  stop(): Promise<void>;
}

export async function startStreamCluster(): Promise<StreamCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'test-streams-'));
  const kubeconfigPath = join(folder, 'kubeconfig');
  const cluster = await startCluster({ kubeconfigPath });
  const stop = async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true });
  };
  return { server: cluster.server, folder, kubeconfigPath, stop };
}

type Containers = PodSpec['containers'];

export const sleeping = (name: string, fields: Partial<Containers[number]> = {}): Containers[number] => ({
  name,
  image: 'any',
  command: ['sleep', '600'],
  ...fields,
});

/** Resolves when all of its containers have started. */
export async function createPod({ server }: StreamCluster, name: string, spec: PodSpec): Promise<Pod> {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default' },
    spec: { restartPolicy: 'Never', ...spec },
  };
  const started = when<Pod>(
    server.api,
    'pods',
    name,
    ({ status }) => status?.containerStatuses?.every(({ state }) => !state?.waiting) ?? false,
  );
  server.api.create('pods', pod as Pod);
  return started;
}
