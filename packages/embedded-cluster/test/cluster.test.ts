import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { settle } from '../../work-queue/testing.js';
import { type LocalCluster, startCluster } from '../cluster.js';
import { processStartTime } from '../node/processes/process-start-time.js';
import type { Pod } from '../objects.js';
import { hasEnded, shellPod, when } from './node/harness.js';
import { whenEnded } from './node/when-ended.js';
import { whenExists } from './node/when-exists.js';

let folder: string;
let kubeconfigPath: string;
let cluster: LocalCluster;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'test-cluster-'));
  kubeconfigPath = join(folder, 'kubeconfig');
  cluster = await startCluster({ kubeconfigPath });
});
afterEach(async () => {
  await cluster.stop();
  rmSync(folder, { recursive: true });
});

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
const withKubectl = hasKubectl ? test : test.skip;

async function kubectl(...args: string[]): Promise<string> {
  const options = { env: { PATH: process.env.PATH, HOME: folder, KUBECONFIG: kubeconfigPath } };
  return (await promisify(execFile)('kubectl', args, options)).stdout;
}

const objects = [
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { 'task.md': 'do it\n' } },
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { token: 'hush\n' } },
  {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'x' },
    spec: {
      backoffLimit: 0,
      template: {
        spec: {
          restartPolicy: 'Never',
          volumes: [
            { name: 'work', emptyDir: {} },
            { name: 'c', configMap: { name: 'c' } },
            { name: 's', secret: { secretName: 's' } },
          ],
          initContainers: [
            {
              name: 'init',
              image: 'any',
              command: ['sh', '-c', 'cat /c/task.md > /workspace/task.md'],
              volumeMounts: [
                { name: 'work', mountPath: '/workspace' },
                { name: 'c', mountPath: '/c' },
              ],
            },
          ],
          containers: [
            {
              name: 'main',
              image: 'any',
              workingDir: '/workspace',
              command: ['sh', '-c', 'cat task.md /s/token; exit 3'],
              volumeMounts: [
                { name: 'work', mountPath: '/workspace' },
                { name: 's', mountPath: '/s' },
              ],
            },
          ],
        },
      },
    },
  },
];

/** Three processes of kubectl, on a machine that may be busy. */
const kubectlPatience = 120_000;

describe('the embedded cluster', () => {
  test('the server is restored: the kubelet writes the status of its Pods again', async () => {
    const { server } = cluster;
    const go = join(folder, 'go');
    const { metadata, ...rest } = shellPod('p', `until test -e ${go}; do sleep 0.05; done`);
    server.api.create('pods', { ...rest, metadata: { ...metadata, namespace: 'default' } } as Pod);
    await when<Pod>(server.api, 'pods', 'p', ({ status }) => status?.phase === 'Running');
    const snapshot = server.snapshot();
    writeFileSync(go, '');
    await when<Pod>(server.api, 'pods', 'p', hasEnded);
    await settle(); // its last status is written more than once
    server.restore(snapshot);
    expect(server.api.get('pods', 'default', 'p')).toMatchObject({ status: { phase: 'Running' } });
    expect((await when<Pod>(server.api, 'pods', 'p', hasEnded)).status?.phase).toBe('Succeeded');
  });

  withKubectl(
    'kubectl drain: the Pod is evicted and ends, others wait until kubectl uncordon',
    async () => {
      const { api } = cluster.server;
      const pod = (name: string, script: string) => {
        const { metadata, ...rest } = shellPod(name, script);
        return { ...rest, metadata: { ...metadata, namespace: 'default', finalizers: ['example.com/held'] } } as Pod;
      };
      const ready = join(folder, 'ready');
      api.create('pods', pod('a', `trap "exit 7" TERM; touch ${ready}; while :; do sleep 0.05; done`));
      await when<Pod>(api, 'pods', 'a', ({ status }) => status?.phase === 'Running');
      // The shell handles the signal from now on.
      await whenExists(ready);
      const drained = kubectl('drain', 'local', '--force', '--timeout=100s');
      const { status } = await when<Pod>(api, 'pods', 'a', hasEnded);
      expect(status?.conditions).toContainEqual(
        expect.objectContaining({ type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI' }),
      );
      expect(status?.containerStatuses?.[0]?.state?.terminated?.exitCode).toBe(7);
      const held = api.get('pods', 'default', 'a') as Pod;
      api.update('pods', { ...held, metadata: { ...held.metadata, finalizers: [] } } as Pod);
      expect(await drained).toContain('node/local drained');
      api.create('pods', pod('b', 'true'));
      await when<Pod>(
        api,
        'pods',
        'b',
        ({ status: later }) =>
          later?.conditions?.[0]?.message?.startsWith('0/1 nodes are available: 1 node(s) were unschedulable.') ===
          true,
      );
      await kubectl('uncordon', 'local');
      await when<Pod>(api, 'pods', 'b', hasEnded);
    },
    kubectlPatience,
  );

  withKubectl(
    'a Job applied by kubectl: its log can be followed, it fails as its agent did, and goes with its Pods',
    async () => {
      const manifest = join(folder, 'objects.json');
      writeFileSync(manifest, objects.map((object) => JSON.stringify(object)).join('\n'));
      await kubectl('apply', '-f', manifest);
      await kubectl('wait', '--for=condition=Failed', 'job/x', '--timeout=100s');
      expect(await kubectl('logs', '-f', 'job/x', '-c', 'main')).toBe('do it\nhush\n');
      expect(
        await kubectl(
          'get',
          'pods',
          '-o',
          'jsonpath={.items[*].status.containerStatuses[0].state.terminated.exitCode}',
        ),
      ).toBe('3');
      expect(await kubectl('get', 'nodes', '-o', 'name')).toBe('node/local\n');
      await kubectl('delete', 'job/x', '--cascade=foreground');
      expect(await kubectl('get', 'jobs,pods', '-o', 'name')).toBe('');
    },
    kubectlPatience,
  );

  test('stopped: neither scratch folder nor kubeconfig stays', async () => {
    expect(statSync(kubeconfigPath).mode & 0o777).toBe(0o600);
    expect(statSync(cluster.scratchDirectory).mode & 0o777).toBe(0o700);
    await cluster.stop();
    expect([kubeconfigPath, cluster.scratchDirectory].filter((path) => existsSync(path))).toEqual([]);
  });

  test('stopped: no process stays, not even one that left its session, its folder and its environment', async () => {
    const hide = 'cd / && exec env -i setsid sleep 600 </dev/null >/dev/null 2>&1';
    const hiding = shellPod('p', `(${hide}) & echo $! > /dev/termination-log; sleep 0.2`);
    cluster.server.api.create('pods', { ...hiding, metadata: { ...hiding.metadata, namespace: 'default' } });
    const pod = await when<Pod>(cluster.server.api, 'pods', 'p', hasEnded);
    const pid = Number(pod.status?.containerStatuses?.[0]?.state?.terminated?.message);
    expect(processStartTime(pid)).toBeDefined();
    await cluster.stop();
    await whenEnded(pid);
  });

  test("a kubeconfig that is somebody else's: refused, and left as it was", async () => {
    const foreign = join(folder, 'foreign');
    writeFileSync(foreign, 'apiVersion: v1\n');
    await expect(startCluster({ kubeconfigPath: foreign })).rejects.toThrow(
      /^Cannot write the kubeconfig to .*foreign: /,
    );
  });

  test('a scratch folder that holds something: refused', async () => {
    const options = { kubeconfigPath: join(folder, 'other'), scratchDirectory: folder };
    await expect(startCluster(options)).rejects.toThrow(/^Cannot use .* as the scratch folder: it is not empty; /);
  });
});
