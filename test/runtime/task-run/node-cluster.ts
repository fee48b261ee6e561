import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crds } from '../../../api/generated/crds.js';
import type { Phase, TaskRun, TaskRunSpec, TaskRunStatus } from '../../../api/generated/kinds.js';
import { type LocalApi, type LocalWatchEvent, startCluster } from '../../../packages/embedded-cluster/index.js';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { startReconcilers } from '../../../runtime/start.js';
import { eventually, laterClock, namespace } from '../batch-run/local-cluster.js';

/** The embedded cluster with its node, so that containers are real processes, and the reconcilers. */
export interface NodeCluster {
  readonly api: LocalApi;
  /** The whole log of a container. */
  log(pod: string, container: string): Promise<string>;
  /** Resolves when the container has printed something: a shell that printed it handles signals. */
  whenPrinted(pod: string, container: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startNodeCluster(): Promise<NodeCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'test-task-runs-'));
  const { server, stop } = await startCluster({ kubeconfigPath: join(folder, 'kubeconfig'), maxPods: 20 });
  for (const crd of Object.values(crds)) server.api.create('customresourcedefinitions.apiextensions.k8s.io', crd);
  const transport = new Transport({
    server: new URL(server.url),
    namespace,
    credentials: async () => ({ headers: { authorization: `Bearer ${server.token}` }, tls: { ca: server.caPem } }),
  });
  const reconcilers = await startReconcilers({ transport, namespaces: [namespace], clock: laterClock });
  await reconcilers.started;
  return {
    api: server.api,
    log: (pod, container) => readLog(transport, pod, container),
    whenPrinted: (pod, container) => firstBytes(transport, pod, container),
    stop: async () => {
      await reconcilers.stop();
      transport.close();
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}

async function readLog(transport: Transport, pod: string, container: string): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log`;
  const stream = await transport.stream({ path, query: { container } });
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream.chunks) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function firstBytes(transport: Transport, pod: string, container: string): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log`;
  const stream = await transport.stream({ path, query: { container, follow: true } });
  for await (const _ of stream.chunks) return;
}

export const createRun = ({ api }: NodeCluster, name: string, spec: TaskRunSpec) =>
  api.create('taskruns.kubetask.io', {
    apiVersion: 'kubetask.io/v1alpha1',
    kind: 'TaskRun',
    metadata: { name, namespace },
    ...{ spec },
  });

export function changeRun({ api }: NodeCluster, name: string, spec: Partial<TaskRunSpec>) {
  const run = api.get('taskruns.kubetask.io', namespace, name) as TaskRun;
  api.update('taskruns.kubetask.io', { ...run, ...{ spec: { ...run.spec, ...spec } } });
}

export async function runStatus(
  { api }: NodeCluster,
  name: string,
  holds: (status: TaskRunStatus) => boolean,
): Promise<TaskRunStatus> {
  const run = await eventually<TaskRun>(api, 'taskruns.kubetask.io', name, ({ status }) => !!status && holds(status));
  return run.status ?? {};
}

export const whenOver = (cluster: NodeCluster, name: string): Promise<TaskRunStatus> =>
  runStatus(cluster, name, ({ completionTime }) => completionTime !== undefined);

/** The phases that a run shows from now on, each once; grows as they come. */
export function watchPhases({ api }: NodeCluster, name: string): Phase[] {
  const phases: Phase[] = [];
  api.watch('taskruns.kubetask.io', ({ object }: LocalWatchEvent) => {
    const { phase } = (object as TaskRun).status ?? {};
    if (object.metadata.name === name && phase && phases.at(-1) !== phase) phases.push(phase);
  });
  return phases;
}
