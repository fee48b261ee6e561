import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { type PluginWorld, startPluginWorld } from '../plugin.js';

let world: PluginWorld;
beforeAll(async () => {
  world = await startPluginWorld({ reconciles: false });
  const create = (resource: string, object: object) =>
    world.api.create(resource, {
      metadata: { namespace: 'default', ...(object as KubernetesObject).metadata },
      ...object,
    } as KubernetesObject);
  const metadata = (name: string) => ({ name, namespace: 'default' });
  const v1 = { apiVersion: 'v1' };
  const own = { apiVersion: 'kubetask.io/v1alpha1' };
  create('configmaps', { ...v1, kind: 'ConfigMap', metadata: metadata('rules'), data: { text: 'be brief\n' } });
  create('secrets', {
    ...v1,
    kind: 'Secret',
    metadata: metadata('key'),
    data: { key: Buffer.from('s3cr3t').toString('base64') },
  });
  create('workspaceconfigs.kubetask.io', {
    ...own,
    kind: 'WorkspaceConfig',
    metadata: metadata('small'),
    spec: {
      command: ['/bin/sh', '-c', 'cat RULES.md; printf %s "$KEY" | wc -c; echo "$KUBETASK_RUN"'],
      credentials: [{ name: 'key', env: 'KEY', secretRef: { name: 'key', key: 'key' } }],
    },
  });
  const source = { configMapKeyRef: { name: 'rules', key: 'text' } };
  const contexts = [[{ type: 'File', file: { filePath: '/workspace/RULES.md', source } }]];
  create('batches.kubetask.io', {
    ...own,
    kind: 'Batch',
    metadata: metadata('b'),
    spec: { workspaceConfigRef: 'small', variableContexts: contexts },
  });
  create('batchruns.kubetask.io', { ...own, kind: 'BatchRun', metadata: metadata('b-7'), spec: { batchRef: 'b' } });
});
afterAll(() => world.stop());

test('the Batch, its WorkspaceConfig and its ConfigMaps come from the cluster; the Secret with --with-secrets', async () => {
  const { code, stdout, stderr } = await world.task(['run', 'batch/b', '-x', 'local', '--with-secrets']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'be brief\n6\nb-run\nresult: none\nchanges: none\n' });
  expect(stderr).not.toContain('s3cr3t');
});

test('without it, the Secret is not read, and its variable is asked for', async () => {
  const { code, stderr } = await world.task(['run', 'batch/b', '-x', 'local']);
  expect({ code, stderr: stderr.split('\n').slice(0, 2) }).toEqual({
    code: 125,
    stderr: [
      'error: Cannot run b-run-task-0 here: values are missing',
      '  KEY is not set: it is key key of Secret key',
    ],
  });
});

test('a run is planned as it was, under its own name', async () => {
  const { stdout } = await world.task(['run', 'batchrun/b-7', '-x', 'local', '-e', 'KEY=12']);
  expect(stdout).toBe('be brief\n2\nb-7\nresult: none\nchanges: none\n');
});

test('an object that is not there: the nearest names', async () => {
  const { code, stderr } = await world.task(['run', 'batch/bb', '-x', 'local']);
  expect(code).toBe(1);
  expect(stderr).toContain('did you mean batch/b');
});
