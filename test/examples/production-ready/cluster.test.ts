import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadTaskFile } from '../../../cli/executors/load-task-file.js';
import { execute, executors } from '../../../executors/index.js';
import { type LocalCluster, startCluster } from '../../../packages/embedded-cluster/index.js';
import type { ResolvedComponent, ResolvedTask } from '../../../plan/task-file/resolve-task.js';
import { Collected } from '../../executors/collect.js';
import { copyShop, replaceInManifests } from './shop.js';

const describeWithKubectl = spawnSync('kubectl', ['version', '--client']).status === 0 ? describe : describe.skip;

const shop = copyShop();
const kubeconfig = join(shop.folder, 'kubeconfig');
let cluster: LocalCluster;
beforeAll(async () => {
  cluster = await startCluster({ kubeconfigPath: kubeconfig });
}, 60_000);
afterAll(async () => {
  await cluster.stop();
  shop.remove();
});

const kubectl = async (...args: string[]) =>
  (await promisify(execFile)('kubectl', ['--kubeconfig', kubeconfig, '--namespace', 'shop-staging', ...args])).stdout;

/** The embedded cluster has no DNS: Services are reached at their addresses. */
async function useAddress(service: string, port: number, file: string): Promise<void> {
  const address = await kubectl('get', 'service', service, '--output', 'jsonpath={.spec.clusterIP}');
  replaceInManifests(shop, file, `http://${service}:${port}`, `http://${address}:${port}`);
}

describeWithKubectl('in a cluster', () => {
  test('the manifests become three Deployments that are available', async () => {
    await kubectl('apply', '-k', shop.folder);
    await useAddress('db', 8080, 'api-deployment.yaml');
    await useAddress('api', 8081, 'web-deployment.yaml');
    await kubectl('apply', '-k', shop.folder);
    await kubectl('rollout', 'status', 'deployment/api', '--timeout', '90s');
    expect(await kubectl('rollout', 'status', 'deployment/web', '--timeout', '90s')).toMatch('successfully rolled out');
  }, 120_000);

  test('its tasks run in their Pods, in the namespace of the flavor', async () => {
    expect(await runTask('migrate')).toBe('version 0 -> 2\n');
    expect(await runTask('seed')).toBe('3 products\n');
    expect(await runTask('check')).toBe('tea: 1 EUR\ncoffee: 2 EUR\nhot chocolate: 3 EUR\n');
    expect(await runTask('console', '(await read("products")).length\n')).toBe('shop> 3\nshop> ');
  }, 90_000);
});

/** Runs one task with `--flavor staging`. */
async function runTask(name: string, stdin = ''): Promise<string> {
  const loaded = loadTaskFile(shop.folder, { flavor: 'staging' }, {});
  const [task] = loaded.tasks([name]) as [ResolvedTask];
  const { server } = cluster;
  const credentials = { headers: { authorization: `Bearer ${server.token}` }, tls: { ca: server.caPem } };
  const { namespace = '' } = loaded.kubernetes();
  const connection = { server: new URL(server.url), namespace, credentials: async () => credentials };
  const { name: component, ...place } = task.component as ResolvedComponent;
  const executor = executors.kubernetes({ connection, component, ...place });
  const stdout = new Collected();
  await execute(task, { executor, stdin: Readable.from([stdin]), stdout, stderr: stdout });
  return stdout.text;
}
