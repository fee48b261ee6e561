import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { crds } from '../../../api/generated/crds.js';
import type { BatchRun } from '../../../api/generated/kinds.js';
import { nodeOptions } from '../../../constructs/install/controller-deployment.js';
import { type ApiServer, startApiServer, writeKubeconfig } from '../../../packages/embedded-cluster/index.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { bundleController } from '../../../scripts/bundle-controller.js';
import { startSimulatedNode } from '../../faults/simulated-node.js';
import { eventually } from '../batch-run/local-cluster.js';
import { floods, pour } from './floods.js';

/** A third of the installation's default, so that less fills it. */
const heapMiB = 64;

const folder = mkdtempSync(join(tmpdir(), 'test-floods-'));
const bundle = join(folder, 'controller.cjs');
const kubeconfig = join(folder, 'kubeconfig');
let server: ApiServer;
let controller: ChildProcess;

function startController(): ChildProcess {
  return spawn(process.execPath, [bundle, '--kubeconfig', kubeconfig, '--metrics-port', '0', '--log-level', 'error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: nodeOptions(heapMiB) },
  });
}

async function stopController(): Promise<void> {
  const ended = controller.exitCode === null ? once(controller, 'exit') : undefined;
  controller.kill();
  await ended;
}

beforeAll(async () => {
  await bundleController(bundle);
  server = await startApiServer({});
  for (const crd of Object.values(crds)) server.api.create('customresourcedefinitions.apiextensions.k8s.io', crd);
  writeKubeconfig(kubeconfig, server);
  startSimulatedNode({ api: server.api, now: Date.now, endingOf: () => ({ exitCode: 0 }) }).finish();
  server.api.create('batches.kubetask.io', make('Batch', 'default', 'work', { variableContexts: [[], []] }));
  controller = startController();
});

afterAll(async () => {
  await stopController();
  await server.stop();
  rmSync(folder, { recursive: true });
});

const make = (kind: string, namespace: string, name: string, spec: object): KubernetesObject => ({
  ...{ apiVersion: 'kubetask.io/v1alpha1', kind, metadata: { name, namespace } },
  ...{ spec },
});

/** Its phase when it is finished. */
async function phaseOfNewRun(name: string): Promise<string | undefined> {
  server.api.create('batchruns.kubetask.io', make('BatchRun', 'default', name, { batchRef: 'work' }));
  const isFinished = ({ status }: BatchRun) => status?.completionTime !== undefined;
  return (await eventually<BatchRun>(server.api, 'batchruns.kubetask.io', name, isFinished)).status?.phase;
}

const isLeftOut = (namespace: string) => (event: KubernetesObject) =>
  event.metadata.namespace === namespace && Reflect.get(event, 'reason') === 'NamespaceLeftOut';

const cases = Object.entries(floods).map(([title, flood], index) => ({ title, flood, namespace: `flooded-${index}` }));
/** The flood of many small objects comes last: a controller that starts takes long to list them. */
const large = cases.slice(0, -1);
const small = cases.slice(-1);
const title = "$title: the namespace is left out and reported, and a neighbour's run succeeds";

async function sparesNeighbours({ flood, namespace }: (typeof cases)[number]): Promise<void> {
  await pour(server.api, namespace, flood);
  await eventually(server.api, 'events', undefined, isLeftOut(namespace));
  expect(await phaseOfNewRun(`beside-${namespace}`)).toBe('Succeeded');
  expect(controller.exitCode).toBeNull();
}

test.each(large)(title, sparesNeighbours, 120_000);

test('all of these, and the controller starts again: a run of theirs says why it waits, and a neighbour has its own', async () => {
  await stopController();
  server.api.create('batchruns.kubetask.io', make('BatchRun', 'flooded-0', 'waits', { batchRef: 'none' }));
  controller = startController();
  expect(await phaseOfNewRun('after-all')).toBe('Succeeded');
  const isReported = ({ status }: BatchRun) => status?.conditions?.[0]?.reason === 'NamespaceLeftOut';
  const { status } = await eventually<BatchRun>(server.api, 'batchruns.kubetask.io', 'waits', isReported);
  expect(status).toMatchObject({ phase: 'Pending' });
  expect(controller.exitCode).toBeNull();
}, 120_000);

test.each(small)(title, sparesNeighbours, 120_000);
