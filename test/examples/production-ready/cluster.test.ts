import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalCluster, startCluster } from '../../../packages/embedded-cluster/index.js';
import { type Given, runIn } from '../../cli/executors/run-in.js';
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

  const run = (name: string, given: Given = {}) =>
    runIn(shop.folder, ['run', name, '-x', 'kubernetes', '--flavor', 'staging', '--yes'], {
      ...given,
      env: { KUBECONFIG: kubeconfig },
    });

  test('run migrate: in a Pod of the namespace of the flavor', async () => {
    expect(await run('migrate')).toMatchObject({ code: 0, stdout: 'version 0 -> 2\n' });
  }, 60_000);

  test('run check: the shop has products after migrate and seed', async () => {
    const { code, stdout } = await run('check');
    expect([code, stdout]).toEqual([0, 'tea: 1 EUR\ncoffee: 2 EUR\nhot chocolate: 3 EUR\n']);
  }, 60_000);

  test('run console: reads what it is given', async () => {
    const { code, stdout } = await run('console', { stdin: '(await read("products")).length\n' });
    expect([code, stdout]).toEqual([0, expect.stringContaining('3\n')]);
  }, 60_000);
});
