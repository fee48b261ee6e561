import { expect, test } from '@jest/globals';
import { applyAll } from '../../../cli/local/machine/apply.js';
import { ApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import type { ApiRequest } from '../../../packages/kubernetes-client/transport/api-request.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';

const project: KubernetesObject = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name: 'kubetask' },
};
const configMap: KubernetesObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'texts' } };
const core = [
  { name: 'namespaces', kind: 'Namespace', namespaced: false },
  { name: 'configmaps', kind: 'ConfigMap', namespaced: true },
];

/** A server with the core group alone; others get this answer. */
function serverWith(code: number, reason: string) {
  const applied: string[] = [];
  const managers = new Set<unknown>();
  const request = async ({ method, path, body, query }: ApiRequest) => {
    if (method !== 'GET') applied.push(path);
    if (method !== 'GET') managers.add(query?.['fieldManager']);
    if (method !== 'GET') return body;
    if (path === '/api/v1') return { resources: core };
    throw new ApiError(reason, { code, reason, transient: false });
  };
  return { applied, managers, transport: { request: request as never } };
}

test('an object of a group that the cluster does not serve is skipped, and the others are applied', async () => {
  const { applied, transport } = serverWith(404, 'NotFound');
  const { stored, skipped } = await applyAll(transport, [project, configMap], 'a');
  expect(applied).toEqual(['/api/v1/namespaces/a', '/api/v1/namespaces/a/configmaps/texts']);
  expect({ stored: stored.map(({ kind }) => kind), skipped }).toEqual({
    stored: ['Namespace', 'ConfigMap'],
    skipped: [project],
  });
});

test('the fields belong to the manager of kubectl apply --server-side, which can apply the same file later', async () => {
  const { managers, transport } = serverWith(404, 'NotFound');
  await applyAll(transport, [configMap], 'a');
  expect([...managers]).toEqual(['kubectl']);
});

test('a group that cannot be asked for ends the apply', async () => {
  const { transport } = serverWith(500, 'InternalError');
  await expect(applyAll(transport, [project], 'a')).rejects.toThrow('InternalError');
});

test('a kind that its group does not have is an error that names both', async () => {
  const { transport } = serverWith(404, 'NotFound');
  const misspelt = { ...configMap, kind: 'ConfigMpa' };
  await expect(applyAll(transport, [misspelt], 'a')).rejects.toThrow(
    'Cannot apply ConfigMpa texts: the cluster has no kind ConfigMpa in v1',
  );
});
