import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { apiVersionOf, type Resource } from '../../packages/kubernetes-conventions/resource.js';
import { configMaps, deployments, events, jobs, pods, serviceAccounts, services } from './kubernetes.js';
import { ownKinds } from './own-kinds.js';
import { pipelineRuns, pipelines } from './tekton.js';

/** Of kubetask's own kinds, and of those that its objects are made into. */
export const knownResources: readonly Resource[] = [
  ...ownKinds.map(({ resource }) => resource),
  ...[jobs, pods, configMaps, events, services, deployments, serviceAccounts],
  ...[pipelines, pipelineRuns],
];

/** @throws Error for a kind that is not among `knownResources`: nothing is discovered at run time. */
export function resourceOf({ apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>): Resource {
  const resource = knownResources.find((known) => known.kind === kind && apiVersionOf(known) === apiVersion);
  if (!resource) throw new Error(`Cannot address ${apiVersion} ${kind}: not a known resource; add it to api/kinds/`);
  return resource;
}
