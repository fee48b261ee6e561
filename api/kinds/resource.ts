import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

/** One resource of the API server, as in its discovery; the core group is `''`. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

const kubetask = { group: 'kubetask.io', version: 'v1alpha1', namespaced: true } as const;
const core = { group: '', version: 'v1', namespaced: true } as const;

export const batches: Resource = { ...kubetask, plural: 'batches', kind: 'Batch' };
export const batchRuns: Resource = { ...kubetask, plural: 'batchruns', kind: 'BatchRun' };
export const tasks: Resource = { ...kubetask, plural: 'tasks', kind: 'Task' };
export const taskRuns: Resource = { ...kubetask, plural: 'taskruns', kind: 'TaskRun' };
export const workspaceConfigs: Resource = { ...kubetask, plural: 'workspaceconfigs', kind: 'WorkspaceConfig' };
export const jobs: Resource = { group: 'batch', version: 'v1', namespaced: true, plural: 'jobs', kind: 'Job' };
export const pods: Resource = { ...core, plural: 'pods', kind: 'Pod' };
export const configMaps: Resource = { ...core, plural: 'configmaps', kind: 'ConfigMap' };
export const events: Resource = { ...core, plural: 'events', kind: 'Event' };
export const leases: Resource = {
  group: 'coordination.k8s.io',
  version: 'v1',
  namespaced: true,
  plural: 'leases',
  kind: 'Lease',
};

export const agents: Resource = {
  group: 'beeai.dev',
  version: 'v1',
  namespaced: true,
  plural: 'agents',
  kind: 'Agent',
};
export const services: Resource = { ...core, plural: 'services', kind: 'Service' };
export const deployments: Resource = {
  group: 'apps',
  version: 'v1',
  namespaced: true,
  plural: 'deployments',
  kind: 'Deployment',
};
export const agentBuilds: Resource = { ...agents, plural: 'agentbuilds', kind: 'AgentBuild' };
export const serviceAccounts: Resource = { ...core, plural: 'serviceaccounts', kind: 'ServiceAccount' };

const tekton = { group: 'tekton.dev', version: 'v1', namespaced: true } as const;

export const pipelines: Resource = { ...tekton, plural: 'pipelines', kind: 'Pipeline' };
export const pipelineRuns: Resource = { ...tekton, plural: 'pipelineruns', kind: 'PipelineRun' };
/** Ours are of another group. */
export const tektonTaskRuns: Resource = { ...tekton, plural: 'taskruns', kind: 'TaskRun' };

const known = [
  ...[batches, batchRuns, tasks, taskRuns, workspaceConfigs, agents, agentBuilds],
  ...[jobs, pods, configMaps, events, services, deployments, serviceAccounts],
  ...[pipelines, pipelineRuns],
];

/** What it is called in logs and metrics: its plural, and for what Tekton brings its group too. */
export const shownAs = ({ group, plural }: Resource): string =>
  group === tekton.group ? `${plural}.${group}` : plural;

export function apiVersionOf({ group, version }: Resource): string {
  return group === '' ? version : `${group}/${version}`;
}

/** @throws Error for a kind the engine has no resource for: it is not discovered at run time. */
export function resourceOf({ apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>): Resource {
  const resource = known.find((candidate) => candidate.kind === kind && apiVersionOf(candidate) === apiVersion);
  if (!resource) throw new Error(`Cannot address ${apiVersion} ${kind}: not a known resource; add it to resource.ts`);
  return resource;
}

/** The path of a list, watch or create; of all namespaces when `namespace` is omitted. */
export function collectionPath(resource: Resource, namespace?: string): string {
  const root = resource.group === '' ? '/api' : `/apis/${resource.group}`;
  const scope = resource.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}/${resource.version}${scope}/${resource.plural}`;
}

/** The path of one object. `namespace` is ignored for a cluster-scoped resource. */
export function objectPath(resource: Resource, namespace: string, name: string, subresource?: string): string {
  const path = `${collectionPath(resource, namespace)}/${encodeURIComponent(name)}`;
  return subresource === undefined ? path : `${path}/${subresource}`;
}
