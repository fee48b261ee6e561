import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BatchRunStatus, TaskStatus } from '../../api/generated/kinds.js';
import { startCluster } from '../../packages/embedded-cluster/index.js';
import type { Connection } from '../../packages/kubernetes-client/connection/connection.js';
import { loadConnection } from '../../packages/kubernetes-client/connection/load-connection.js';
import { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import { startReconcilers } from '../../runtime/start.js';
import { createApiClient } from '../contract/api-client.js';
import { installDefinitions } from '../contract/definitions.js';
import { createWorld, type World } from '../contract/world.js';
import { laterClock } from '../runtime/batch-run/local-cluster.js';

/** A cluster with a node, the controller, and a namespace for the test. */
export interface Place {
  readonly world: World;
  /** The image of the hostile agent, with a shell and git. */
  readonly image: string;
  /** The URL at which Pods reach a repository in `folder`. */
  readonly urlOf: (repository: string) => string;
  /** Repositories, and files that an attack must not reach. Removed at the end. */
  readonly folder: string;
  readonly isEmbedded: boolean;
  stop(): Promise<void>;
}

/** A real node pulls images and needs seconds for each Pod. */
export const patience = 300_000;

const { USE_EXISTING_CLUSTER, KUBECONFIG, HOSTILE_IMAGE } = process.env;

/**
 * The embedded cluster, and an existing one (`USE_EXISTING_CLUSTER`, `KUBECONFIG`) if `HOSTILE_IMAGE` names an image with
 * a shell and git, and its Pods reach this machine at the address `HOSTILE_GIT_HOST`.
 */
export const places: Record<string, () => Promise<Place>> = {
  'the embedded cluster': embedded,
  ...(USE_EXISTING_CLUSTER === 'true' && KUBECONFIG && HOSTILE_IMAGE && { 'an existing cluster': existing }),
};

async function embedded(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'test-hostile-'));
  const cluster = await startCluster({ kubeconfigPath: join(folder, 'kubeconfig'), maxPods: 20 });
  const { url, token, caPem } = cluster.server;
  const credentials = async () => ({ headers: { authorization: `Bearer ${token}` }, tls: { ca: caPem } });
  const connection = { server: new URL(url), namespace: 'default', credentials };
  const urlOf = (repository: string) => `file://${join(folder, repository)}`;
  return place(connection, folder, { image: 'any', urlOf, isEmbedded: true }, () => cluster.stop());
}

async function existing(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'test-hostile-'));
  const connection = await loadConnection({ env: process.env });
  const host = process.env['HOSTILE_GIT_HOST'] ?? ownAddress();
  const port = 20_000 + (process.pid % 20_000);
  const serve = ['daemon', '--export-all', `--base-path=${folder}`, `--listen=${host}`, `--port=${port}`, folder];
  const daemon = execFile('git', serve);
  const urlOf = (repository: string) => `git://${host}:${port}/${repository}`;
  return place(connection, folder, { image: HOSTILE_IMAGE ?? '', urlOf, isEmbedded: false }, async () => {
    daemon.kill();
  });
}

const ownAddress = (): string =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';

async function place(
  connection: Connection,
  folder: string,
  rest: Pick<Place, 'image' | 'urlOf' | 'isEmbedded'>,
  end: () => Promise<void>,
): Promise<Place> {
  const client = createApiClient(connection);
  const removeDefinitions = await installDefinitions(client);
  const server = { connection, controller: connection, runsJobs: !rest.isEmbedded, bookmarkSeconds: 10, stop: end };
  const world = await createWorld(server);
  const transport = new Transport(connection);
  const reconcilers = await startReconcilers({ transport, namespaces: [world.namespace], clock: laterClock });
  await reconcilers.started;
  const stop = async () => {
    await world.close();
    await reconcilers.stop();
    transport.close();
    await removeDefinitions();
    client.close();
    await end();
    rmSync(folder, { recursive: true, force: true });
  };
  return { world, folder, ...rest, stop };
}

/** The status of a BatchRun when it has finished, or after a minute. */
export async function endOf({ world }: Place, run: string): Promise<BatchRunStatus> {
  for (let tries = 0; tries < 600; tries++) {
    const { body } = await world.send<{ status?: BatchRunStatus }>('GET', `batchruns/${run}`);
    if (body.status && ['Succeeded', 'Failed', 'Cancelled'].includes(body.status.phase ?? '')) return body.status;
    await delay(200);
  }
  return (await world.send<{ status: BatchRunStatus }>('GET', `batchruns/${run}`)).body.status;
}

export const taskOf = ({ tasks = [] }: BatchRunStatus, index: number): TaskStatus | undefined =>
  tasks.find((task) => task.index === index);

/** Everything that people see of a run: its status and its Events. */
export async function shown({ world }: Place, run: string): Promise<string> {
  const status = await world.send('GET', `batchruns/${run}`);
  const events = await world.send('GET', 'events');
  return JSON.stringify([status.body['status'], events.body]);
}
