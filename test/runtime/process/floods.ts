import { setImmediate } from 'node:timers/promises';
import type { LocalApi } from '../../../packages/embedded-cluster/index.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';

const kubetask = 'kubetask.io/v1alpha1';
const text = (length: number): string => 'x'.repeat(length);

const make = (apiVersion: string, kind: string, index: number, rest: object, labels = {}): KubernetesObject => ({
  ...{ apiVersion, kind },
  metadata: { name: `flood-${index}`, labels },
  ...rest,
});

/** As the controller writes them: JSON by index of the task. */
const outcomes = Object.fromEntries(
  Array.from({ length: 500 }, (_, index) => [
    `${index}`,
    JSON.stringify({ index, phase: 'Succeeded', jobName: `forged-task-${index}`, message: text(1600) }),
  ]),
);

export interface Flood {
  readonly resource: string;
  readonly objects: number;
  readonly object: (index: number) => KubernetesObject;
  readonly status?: object;
}

const build = { repoUrl: 'https://github.com/a/b', image: 'a', imageTag: 'b', imageRegistry: 'c.d' };
const environment = Array.from({ length: 60 }, (_, index) => ({ name: `V${index}`, value: text(5000) }));
const entries = Array.from({ length: 150 }, (_, index) => ({
  index,
  phase: 'Succeeded',
  jobName: `flood-${index}`,
  message: text(1000),
}));

/** What somebody with rights in one namespace can fill it with, so that the objects take more than a controller with a heap of 64 MiB has memory for. */
export const floods: Readonly<Record<string, Flood>> = {
  'forged outcomes': {
    resource: 'configmaps',
    objects: 60,
    object: (index) =>
      make(
        'v1',
        'ConfigMap',
        index,
        { data: outcomes },
        { 'kubetask.io/batch-run': 'forged', 'kubetask.io/outcomes-shard': `${index}` },
      ),
  },
  'Agents with large specifications': {
    resource: 'agents.beeai.dev',
    objects: 120,
    object: (index) => make('beeai.dev/v1', 'Agent', index, { spec: { image: 'a/b:c', env: environment } }),
  },
  'AgentBuilds with large specifications': {
    resource: 'agentbuilds.beeai.dev',
    objects: 120,
    object: (index) =>
      make('beeai.dev/v1', 'AgentBuild', index, {
        spec: { ...build, agent: { env: environment } },
      }),
  },
  'large finished statuses': {
    resource: 'batchruns.kubetask.io',
    objects: 170,
    object: (index) => make(kubetask, 'BatchRun', index, { spec: { batchRef: 'none', suspend: true } }),
    status: { phase: 'Succeeded', completionTime: '2030-01-01T00:00:00Z', tasks: entries },
  },
  'small objects by the ten thousand': {
    resource: 'configmaps',
    objects: 45_000,
    object: (index) => make('v1', 'ConfigMap', index, {}, { 'kubetask.io/batch-run': 'forged' }),
  },
};

/** In portions, so that the server in this process answers meanwhile. */
export async function pour(
  api: LocalApi,
  namespace: string,
  { resource, objects, object, status }: Flood,
): Promise<void> {
  api.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  for (let index = 0; index < objects; index++) {
    if (index % 10 === 0) await setImmediate();
    const made = object(index);
    const created = api.create(resource, { ...made, metadata: { ...made.metadata, namespace } });
    if (status) api.updateStatus(resource, Object.assign({ ...created }, { status }));
  }
}
