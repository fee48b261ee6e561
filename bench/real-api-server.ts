import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TaskRun } from '../api/generated/kinds.js';
import { pods } from '../api/kinds/kubernetes.js';
import { taskRuns } from '../api/kinds/task-run.js';
import { workspaceConfigs } from '../api/kinds/workspace-config.js';
import { Informer } from '../packages/kubernetes-client/cache/informer.js';
import { inParallel } from '../packages/kubernetes-client/in-parallel.js';
import { Transport } from '../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../packages/kubernetes-conventions/kubernetes-object.js';
import { collectionPath, objectPath, type Resource } from '../packages/kubernetes-conventions/resource.js';
import { timestamp } from '../packages/kubernetes-conventions/timestamp.js';
import { type ControllerProcess, startController } from './controller-process.js';
import { startRealServer } from './real-server.js';

/*
 * 500 TaskRuns of two steps on a real API server. This process simulates the nodes: it ends each Pod by writing its status
 * twice. It uses its own namespace and removes it.
 */
const runs = Number(process.argv[2] ?? 500);
const limits = { wall: 20, cpu: 4.5, updates: 2, megabytes: 90 };
/** Pods select this node label, which no node has, so that no kubelet runs them. */
const nowhere = 'kubetask.io/bench-node';

const folder = mkdtempSync(join(tmpdir(), 'kubetask-bench-'));
const server = await startRealServer(folder).catch((error: Error) => {
  rmSync(folder, { recursive: true });
  console.error(error.message);
  process.exit(1);
});
const namespace = `ft-bench-${randomUUID().slice(0, 8)}`;
const transport = new Transport(server.connection);
const namespaces: Resource = { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace', namespaced: false };

const create = (resource: Resource, object: KubernetesObject) =>
  transport.request({ method: 'POST', path: collectionPath(resource, object.metadata.namespace), body: object });

const makeObject = (kind: string, name: string, spec: object): KubernetesObject => ({
  ...{ apiVersion: 'kubetask.io/v1alpha1', kind, metadata: { name, namespace } },
  ...{ spec },
});

type Pod = KubernetesObject & {
  readonly spec: { readonly containers: readonly Container[]; readonly initContainers?: readonly Container[] };
  readonly status?: { readonly phase?: string };
};
interface Container {
  readonly name: string;
}

async function writePod(pod: Pod, phase: string, state: object): Promise<void> {
  const statusOf = ({ name }: Container) => ({ name, image: 'i', imageID: '', ready: false, restartCount: 0, state });
  const { containers, initContainers = [] } = pod.spec;
  const lists = { initContainerStatuses: initContainers.map(statusOf), containerStatuses: containers.map(statusOf) };
  const path = objectPath(pods, namespace, pod.metadata.name, 'status');
  const body = { status: { phase, startTime: timestamp(Date.now()), ...lists } };
  await transport.request({ method: 'PATCH', path, contentType: 'application/merge-patch+json', body });
}

/** Simulated nodes: every new Pod runs, then succeeds. */
function startNodes(): Informer<Pod> {
  const informer = new Informer<Pod>({
    transport,
    resource: pods,
    namespaces: [namespace],
    project: (raw) => raw as Pod,
    indexes: {},
  });
  informer.onChange(({ type, object }) => {
    if (type === 'added') void run(object);
  });
  informer.start();
  return informer;
}

async function run(pod: Pod): Promise<void> {
  const startedAt = timestamp(Date.now());
  await writePod(pod, 'Running', { running: { startedAt } });
  const terminated = { exitCode: 0, reason: 'Completed', startedAt, finishedAt: timestamp(Date.now()) };
  await writePod(pod, 'Succeeded', { terminated });
}

/** Resolves when this number of runs has finished. */
class Ends {
  private readonly ended = new Set<string>();
  private readonly waiting = new Set<() => void>();
  readonly informer = new Informer<TaskRun>({
    transport,
    resource: taskRuns,
    namespaces: [namespace],
    project: (raw) => raw as TaskRun,
    indexes: {},
  });

  constructor() {
    this.informer.onChange(({ object }) => {
      if (object.status?.completionTime !== undefined) this.ended.add(object.metadata.name);
      for (const look of this.waiting) look();
    });
    this.informer.start();
  }

  reached(count: number): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.ended.size < count) return;
        this.waiting.delete(look);
        resolve();
      };
      this.waiting.add(look);
      look();
    });
  }
}

const steps = ['first', 'second'].map((name) => ({ name, image: 'any', script: 'true' }));

interface Cost {
  readonly wall: number;
  readonly cpu: number;
  readonly updates: number;
  readonly creations: number;
  readonly failures: number;
}

/** Totals since the controller started; wall clock and CPU in milliseconds. */
async function costs(controller: ControllerProcess): Promise<Cost> {
  const requests = (holds: (labels: string) => boolean) => controller.counted('kubetask_api_requests_total', holds);
  return {
    wall: performance.now(),
    cpu: controller.cpuSeconds() * 1000,
    updates: await requests((labels) => labels.includes('PATCH') && labels.includes('"200"')),
    creations: await requests((labels) => labels.includes('POST') && labels.includes('"200"')),
    failures: await requests((labels) => !labels.includes('"200"')),
  };
}

async function measure(title: string, round: number, controller: ControllerProcess, ends: Ends): Promise<void> {
  const before = await costs(controller);
  const names = Array.from({ length: runs }, (_, index) => `run-${round}-${index}`);
  await inParallel(names, 8, (name) => create(taskRuns, makeObject('TaskRun', name, { taskSpec: { steps } })));
  await ends.reached((round + 1) * runs);
  const after = await costs(controller);
  const per = (field: keyof Cost, digits = 1) => ((after[field] - before[field]) / runs).toFixed(digits);
  console.log(title);
  console.log(`  wall      ${per('wall')} ms/run (wanted: at most ${limits.wall})`);
  console.log(`  CPU       ${per('cpu', 2)} ms/run (wanted: at most ${limits.cpu})`);
  console.log(
    `  updates   ${per('updates', 2)} per run (wanted: at most ${limits.updates}); ${per('creations', 2)} creations, Events included, and ${per('failures', 2)} requests that failed`,
  );
  console.log(`  memory    ${controller.megabytes().peak.toFixed(0)} MB at most (wanted: at most ${limits.megabytes})`);
}

await create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
try {
  await create(
    workspaceConfigs,
    makeObject('WorkspaceConfig', 'default', { scheduling: { nodeSelector: { [nowhere]: 'none' } } }),
  );
  const controller = await startController(server.kubeconfig, namespace, folder);
  const nodes = startNodes();
  const ends = new Ends();
  await nodes.synced;
  console.log(`started: ${controller.megabytes().now.toFixed(0)} MB`);
  await measure(`${runs} TaskRuns of two steps, the controller just started`, 0, controller, ends);
  await measure(`${runs} more, the controller warm`, 1, controller, ends);
  await controller.stop();
  for (const informer of [nodes, ends.informer]) await informer.stop();
} finally {
  await transport.request({ method: 'DELETE', path: objectPath(namespaces, '', namespace) });
  transport.close();
  await server.stop();
  rmSync(folder, { recursive: true });
}
