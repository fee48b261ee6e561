import { deployments } from '../../../api/kinds/kubernetes.js';
import { isApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { collectionPath, objectPath, type Resource } from '../../../packages/kubernetes-conventions/resource.js';
import { nearest } from '../../../plan/text/nearest.js';
import { ExecutionFailure } from '../../execution-failure.js';
import type { Cluster } from '../place.js';

const namespaces: Resource = { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace', namespaced: false };
const mostNames = 20;

/** Why a Deployment was not found: the namespace is missing, or the name is nearly another one. */
export async function noDeployment(cluster: Cluster, name: string, signal?: AbortSignal): Promise<ExecutionFailure> {
  return (await missingNamespace(cluster, signal)) ?? missingDeployment(cluster, name, signal);
}

/** @returns undefined when the namespace exists, or when the user may not know */
export async function missingNamespace(cluster: Cluster, signal?: AbortSignal): Promise<ExecutionFailure | undefined> {
  const { namespace, transport } = cluster;
  try {
    await transport.request({ method: 'GET', path: objectPath(namespaces, '', namespace), signal });
    return undefined;
  } catch (error) {
    if (!isApiError(error, 'NotFound')) return undefined;
  }
  const names = await namesOf(cluster, collectionPath(namespaces), signal);
  return new ExecutionFailure(`Cannot use namespace ${namespace}: it does not exist`, suggestions(namespace, names));
}

async function missingDeployment(cluster: Cluster, name: string, signal?: AbortSignal): Promise<ExecutionFailure> {
  const { namespace } = cluster;
  const names = await namesOf(cluster, collectionPath(deployments, namespace), signal);
  const hints = names?.length === 0 ? [`there are no Deployments in ${namespace}`] : suggestions(name, names);
  return new ExecutionFailure(`Cannot find Deployment ${name} in namespace ${namespace}`, [
    ...hints,
    'kubernetes.deployment of the component names another Deployment, kubernetes.selector Pods without one',
  ]);
}

/** @returns undefined when the user may not see them */
async function namesOf({ transport }: Cluster, path: string, signal?: AbortSignal) {
  try {
    const list = await transport.request<{ items: readonly KubernetesObject[] | null }>({
      method: 'GET',
      path,
      signal,
    });
    return (list.items ?? []).map(({ metadata }) => metadata.name).sort();
  } catch {
    return undefined;
  }
}

function suggestions(wanted: string, names: readonly string[] | undefined): string[] {
  if (!names || names.length === 0) return [];
  const near = nearest(wanted, [...names]);
  return [
    ...(near.length > 0 ? [`did you mean ${near.join(' or ')}?`] : []),
    `existing names: ${names.slice(0, mostNames).join(', ')}${names.length > mostNames ? ', …' : ''}`,
  ];
}
