import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubernetesObject } from '../../../kubernetes-conventions/kubernetes-object.js';
import { systemClock } from '../../../work-queue/clock.js';
import type { LocalApi } from '../../local-api.js';
import type { LocalNode } from '../../node/kubelet.js';
import type { PodLogOptions } from '../../node/logs/pod-logs.js';
import { createScratch, type ScratchPaths } from '../../node/scratch/scratch.js';
import { type LocalNodeOptions, startNode } from '../../node/start-node.js';
import type { Pod, PodSpec } from '../../objects.js';
import { startGarbageCollector } from '../../workloads/garbage/controller.js';
import { startPodGarbageCollector } from '../../workloads/garbage/unscheduled-pods.js';
import { startJobController } from '../../workloads/job/controller.js';
import { createInMemoryApi } from '../in-memory-api.js';

export interface TestCluster {
  readonly api: LocalApi;
  readonly node: LocalNode;
  readonly scratch: ScratchPaths;
  stop(): Promise<void>;
}

/** Real processes and real folders over an API server in memory. */
export function startTestCluster(options: Omit<LocalNodeOptions, 'scratch'> = {}): TestCluster {
  const { clock = systemClock } = options;
  const api = createInMemoryApi(clock);
  const scratch = createScratch(mkdtempSync(join(tmpdir(), 'test-node-')));
  const node = startNode(api, { scratch, ...options });
  const controllers = [startJobController, startGarbageCollector, startPodGarbageCollector].map((start) =>
    start(api, clock),
  );
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

type EventObject = KubernetesObject & { readonly reason: string; readonly message: string };

/** The first Event with this reason. */
export function whenEvent(api: LocalApi, reason: string): Promise<EventObject> {
  return new Promise((resolve) => {
    const stop = api.watch('events', ({ object }) => {
      if ((object as EventObject).reason !== reason) return;
      queueMicrotask(() => stop());
      resolve(object as EventObject);
    });
  });
}

/** Resolves at once when it is gone already. */
export function whenGone(api: LocalApi, resource: string, name: string): Promise<void> {
  return new Promise((resolve) => {
    if (!api.get(resource, 'ns', name)) return resolve();
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

export function secret(name: string, text: Record<string, string>): KubernetesObject & { data: typeof text } {
  const data = Object.fromEntries(Object.entries(text).map(([key, value]) => [key, btoa(value)]));
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'ns' }, data };
}

/** The lines of a container's log as they come, until it ends. */
export async function* readLines(
  cluster: TestCluster,
  pod: string,
  options: Partial<PodLogOptions> = {},
): AsyncGenerator<string> {
  const all = { follow: true, timestamps: false, previous: false, ...options };
  const { signal } = new AbortController();
  for await (const line of cluster.node.readLog('ns', pod, 'main', all, signal)) yield Buffer.from(line).toString();
}

export async function readFirstLine(cluster: TestCluster, pod: string): Promise<string> {
  for await (const line of readLines(cluster, pod)) return line;
  return '';
}

export async function readWholeLog(
  cluster: TestCluster,
  pod: string,
  options: Partial<PodLogOptions> = {},
): Promise<string> {
  let text = '';
  for await (const line of readLines(cluster, pod, options)) text += line;
  return text;
}
