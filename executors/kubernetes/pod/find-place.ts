import { deployments, pods } from '../../../api/kinds/kubernetes.js';
import { isApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import type { ApiRequest } from '../../../packages/kubernetes-client/transport/api-request.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { isControlledBy } from '../../../packages/kubernetes-conventions/owner.js';
import { collectionPath, objectPath, type Resource } from '../../../packages/kubernetes-conventions/resource.js';
import { ExecutionFailure } from '../../execution-failure.js';
import { type Asked, apiFailure, getDeployment, listPods } from '../errors/api-failure.js';
import { missingNamespace, noDeployment } from '../errors/no-deployment.js';
import { noPod, type Searched } from '../errors/no-pod.js';
import type { Cluster, Place } from '../place.js';
import { chooseContainer } from './choose-container.js';
import { choosePod, isUsable, replicaSetOf } from './choose-pod.js';
import type { Deployment, Pod } from './objects.js';
import { selectorText } from './selector-text.js';

/** Which Pods belong to a component. */
export interface Component {
  readonly component: string;
  /** @default the name of the component */
  readonly deployment?: string | undefined;
  /** For Pods without a Deployment. @default the selector of the Deployment */
  readonly selector?: string | undefined;
  /** Where Pods have several. */
  readonly container?: string | undefined;
}

interface List<Item> {
  /** Go writes an empty list as null. */
  readonly items: readonly Item[] | null;
}

const replicaSets: Resource = { ...deployments, plural: 'replicasets', kind: 'ReplicaSet' };
const revisionAnnotation = 'deployment.kubernetes.io/revision';

/**
 * The container that a task of the component runs in now.
 *
 * @param searched as `searchOf` gives it
 * @param container where Pods have several
 * @throws ExecutionFailure when there is none, or the server does not say
 */
export async function findPlace(
  cluster: Cluster,
  searched: Searched,
  container: string | undefined,
  signal?: AbortSignal,
): Promise<Place> {
  const found = await podsOf(cluster, searched, signal);
  const pod = choosePod(found, await revisionsOf(cluster, searched, found.filter(isUsable), signal));
  if (!pod) throw (found.length === 0 && (await missingNamespace(cluster, signal))) || noPod(searched, found);
  return { ...cluster, pod: pod.metadata.name, container: chooseContainer(pod, container) };
}

/** Where the Pods of the component are. @throws ExecutionFailure when its Deployment does not exist */
export async function searchOf(cluster: Cluster, component: Component, signal?: AbortSignal): Promise<Searched> {
  const { namespace } = cluster;
  if (component.selector) return { namespace, selector: component.selector };
  const name = component.deployment || component.component;
  const path = objectPath(deployments, namespace, name);
  try {
    const deployment = await cluster.transport.request<Deployment>({ method: 'GET', path, signal });
    return { namespace, selector: selectorText(deployment.spec.selector), deployment };
  } catch (error) {
    if (isApiError(error, 'NotFound')) throw await noDeployment(cluster, name, signal);
    signal?.throwIfAborted();
    throw apiFailure(error, getDeployment, cluster);
  }
}

/** All Pods of the component. Pods that another kind of controller owns, such as a Job, are not a Deployment's. */
export async function podsOf(cluster: Cluster, searched: Searched, signal?: AbortSignal): Promise<readonly Pod[]> {
  const { selector, deployment } = searched;
  const query = { labelSelector: selector };
  const listed = await list<Pod>(cluster, pods, listPods, { query, signal });
  return deployment ? listed.filter(({ metadata }) => !metadata.ownerReferences?.some(isOther)) : listed;
}

const isOther = ({ kind, controller }: { kind: string; controller?: boolean }) =>
  controller === true && kind !== 'ReplicaSet';

/** ReplicaSets are read only when there is a choice. For a user who may not read them, the younger Pods are the newer. */
async function revisionsOf(
  cluster: Cluster,
  { selector, deployment }: Searched,
  usable: readonly Pod[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const names = new Set(usable.map(replicaSetOf));
  if (!deployment || names.size < 2) return byAge(usable);
  const asked: Asked = { verb: 'list', resource: `${replicaSets.plural}.${replicaSets.group}` };
  try {
    const query = { labelSelector: selector };
    const items = await list<KubernetesObject>(cluster, replicaSets, asked, { query, signal });
    return new Map(
      items
        .filter((replicaSet) => isControlledBy(replicaSet, deployment.metadata.uid ?? ''))
        .map(({ metadata }) => [metadata.name, Number(metadata.annotations?.[revisionAnnotation] ?? 0)]),
    );
  } catch (error) {
    if (error instanceof ExecutionFailure && isApiError(error.cause, 'Forbidden')) return byAge(usable);
    throw error;
  }
}

/** A number for each ReplicaSet, which is larger when its first Pod is younger. */
const byAge = (pods: readonly Pod[]): ReadonlyMap<string, number> =>
  new Map(
    pods
      .map((pod) => [replicaSetOf(pod) ?? '', Date.parse(pod.metadata.creationTimestamp ?? '') || 0] as const)
      .sort(([, a], [, b]) => b - a),
  );

async function list<Item>(
  cluster: Cluster,
  resource: Resource,
  asked: Asked,
  request: Pick<ApiRequest, 'query' | 'signal'>,
): Promise<readonly Item[]> {
  const path = collectionPath(resource, cluster.namespace);
  try {
    return (await cluster.transport.request<List<Item>>({ method: 'GET', path, ...request })).items ?? [];
  } catch (error) {
    request.signal?.throwIfAborted();
    throw apiFailure(error, asked, cluster);
  }
}
