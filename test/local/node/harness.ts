import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubernetesObject } from '../../../api/kubernetes-object.js';
import type { LocalApi } from '../../../local/local-api.js';
import type { LocalNode } from '../../../local/node/kubelet.js';
import { createScratch, type ScratchPaths } from '../../../local/node/scratch.js';
import { type LocalNodeOptions, startNode } from '../../../local/node/start-node.js';
import type { Pod, PodSpec } from '../../../local/objects.js';
import { startGarbageCollector } from '../../../local/workloads/garbage-collector.js';
import { startJobController } from '../../../local/workloads/job-controller.js';
import { createInMemoryApi } from '../in-memory-api.js';

export interface TestCluster {
  readonly api: LocalApi;
  readonly node: LocalNode;
  readonly scratch: ScratchPaths;
  stop(): Promise<void>;
}

/** Real processes and real folders over an API server in memory. */
export function startTestCluster(options: Omit<LocalNodeOptions, 'scratch'> = {}): TestCluster {
  const api = createInMemoryApi();
  const scratch = createScratch(mkdtempSync(join(tmpdir(), 'test-node-')));
  const node = startNode(api, { scratch, ...options });
  const controllers = [startJobController(api), startGarbageCollector(api)];
  const stop = async () => {
    for (const controller of controllers) await controller.stop();
    await node.stop(0);
    rmSync(scratch.root, { recursive: true, force: true });
  };
  return { api, node, scratch, stop };
}

/** Resolves with the object as soon as it satisfies the claim; rejects never: a test's own time limit is the only one. */
export function when<T extends KubernetesObject>(
  api: LocalApi,
  resource: string,
  name: string,
  claim: (object: T) => boolean,
): Promise<T> {
  return new Promise((resolve) => {
    const stop = api.watch(resource, ({ type, object }) => {
      if (type === 'DELETED' || object.metadata.name !== name || !claim(object as T)) return;
      queueMicrotask(() => stop());
      resolve(object as T);
    });
  });
}

export function whenGone(api: LocalApi, resource: string, name: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = api.watch(resource, ({ type, object }) => {
      if (type !== 'DELETED' || object.metadata.name !== name) return;
      queueMicrotask(() => stop());
      resolve();
    });
  });
}

export const hasEnded = (pod: Pod) => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';

/** A Pod that runs one shell script. */
export function shellPod(name: string, script: string, spec: Partial<PodSpec> = {}): Pod {
  const { containers: [main] = [], ...rest } = spec;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'ns' },
    spec: {
      restartPolicy: 'Never',
      containers: [{ name: 'main', image: 'any', command: ['sh', '-c', script], ...main }],
      ...rest,
    },
  };
}

export function configMap(name: string, data: Record<string, string>): KubernetesObject & { data: typeof data } {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'ns' }, data };
}

export async function readWholeLog(
  cluster: TestCluster,
  pod: string,
  container = 'main',
  follow = true,
): Promise<string> {
  const options = { follow, timestamps: false, previous: false };
  const chunks: Uint8Array[] = [];
  for await (const chunk of cluster.node.readLog('ns', pod, container, options, new AbortController().signal)) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
