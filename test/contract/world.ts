import { randomBytes } from 'node:crypto';
import { type Answer, type ApiClient, type Body, createApiClient, type SendOptions, type Watch } from './api-client.js';
import type { ServerUnderTest } from './server-under-test.js';

/**
 * Method, path, body, content type. A path that begins with a resource is in the world's own namespace; `<ns>` in
 * path and body is that namespace's name.
 */
export type Request = readonly [method: string, path: string, body?: unknown, options?: SendOptions];

/** One namespace of its own on one server. */
export interface World {
  readonly server: ServerUnderTest;
  readonly namespace: string;
  /** Answers name the namespace `<ns>`. */
  send<Wanted = Body>(...request: Request): Promise<Answer<Wanted>>;
  watch<Wanted = Body>(path: string): Promise<Watch<Wanted>>;
  /** Removes what was created since the last call, including objects with finalizers, and ends the watches. */
  tidy(): Promise<void>;
  /** Removes the namespace. */
  close(): Promise<void>;
}

export const merge = { type: 'application/merge-patch+json' };
export const strategic = { type: 'application/strategic-merge-patch+json' };
export const jsonPatch = { type: 'application/json-patch+json' };
export const apply = { type: 'application/apply-patch+yaml' };
export const asTable = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };

const kubetask = ['batches', 'batchruns', 'tasks', 'taskruns', 'workspaceconfigs'];
const core = ['configmaps', 'events', 'pods', 'secrets', 'serviceaccounts', 'services'];
const groups: ReadonlyMap<string, string> = new Map([
  ...kubetask.map((plural) => [plural, '/apis/kubetask.io/v1alpha1'] as const),
  ...core.map((plural) => [plural, '/api/v1'] as const),
  ...['agents', 'agentbuilds'].map((plural) => [plural, '/apis/beeai.dev/v1'] as const),
  ...['pipelines', 'pipelineruns'].map((plural) => [plural, '/apis/tekton.dev/v1'] as const),
  ['deployments', '/apis/apps/v1'],
  ['jobs', '/apis/batch/v1'],
  ['leases', '/apis/coordination.k8s.io/v1'],
]);

export async function createWorld(server: ServerUnderTest): Promise<World> {
  const client = createApiClient(server.connection);
  const namespace = `kubetask-contract-${randomBytes(4).toString('hex')}`;
  await client.send('POST', '/api/v1/namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace },
  });
  if (server.runsJobs) await ready(client, namespace);
  const here = (text: string) => text.replaceAll('<ns>', namespace);
  const pathOf = (path: string) => {
    const group = groups.get(path.split(/[/?]/, 1)[0] ?? '');
    return here(group === undefined ? path : `${group}/namespaces/<ns>/${path}`);
  };
  const created = new Set<string>();
  const watches = new Set<Watch>();

  const send = async <Wanted>(...[method, path, body, options]: Request): Promise<Answer<Wanted>> => {
    const sent = body === undefined ? undefined : here(typeof body === 'string' ? body : JSON.stringify(body));
    const answer = await client.send<Created>(method, pathOf(path), sent, options);
    if (answer.code === 201 && answer.body.metadata?.uid) created.add(ownPath(method, pathOf(path), answer.body));
    return JSON.parse(JSON.stringify(answer).replaceAll(namespace, '<ns>'));
  };
  const tidy = async () => {
    for (const watch of watches) watch.close();
    for (const path of created) await remove(client, path);
    watches.clear();
    created.clear();
  };
  return {
    server,
    namespace,
    send,
    async watch<Wanted>(path: string) {
      const watch = await client.watch<Wanted>(pathOf(path));
      watches.add(watch as Watch);
      return watch;
    },
    tidy,
    async close() {
      await tidy();
      await client.send('DELETE', `/api/v1/namespaces/${namespace}`);
      client.close();
    },
  };
}

/** Pods are refused until their namespace has its default ServiceAccount. */
async function ready(client: ApiClient, namespace: string): Promise<void> {
  while ((await client.send('GET', `/api/v1/namespaces/${namespace}/serviceaccounts/default`)).code !== 200);
}

interface Created {
  readonly metadata?: { readonly name: string; readonly uid?: string };
}

const ownPath = (method: string, path: string, { metadata }: Created): string => {
  const [plain = path] = path.split('?');
  return method === 'POST' ? `${plain}/${metadata?.name}` : plain;
};

async function remove(client: ApiClient, path: string): Promise<void> {
  await client.send('PATCH', path, { metadata: { finalizers: null } }, merge);
  await client.send('DELETE', `${path}?gracePeriodSeconds=0&propagationPolicy=Background`);
}
