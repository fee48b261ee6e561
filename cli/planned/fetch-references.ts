import { configMaps } from '../../api/kinds/kubernetes.js';
import type { PodReference } from '../../executors/planned/pod-references.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Resource } from '../../packages/kubernetes-conventions/resource.js';
import type { Cluster } from '../cluster/cluster.js';

/** The controller has no right to read them; this is asked for with the rights of the person. */
const secrets: Resource = { ...configMaps, plural: 'secrets', kind: 'Secret' };

/** ConfigMaps and Secrets of the cluster that references name, each once; those that do not exist are left out. @throws ClusterError */
export async function fetchReferences(
  references: readonly PodReference[],
  cluster: Cluster,
  namespace: string | undefined,
): Promise<KubernetesObject[]> {
  const names = (kind: PodReference['kind']) => [
    ...new Set(references.filter((reference) => reference.kind === kind).map(({ name }) => name)),
  ];
  const found: KubernetesObject[] = [];
  for (const resource of [configMaps, secrets]) {
    for (const name of names(resource.kind as PodReference['kind'])) {
      const object = await cluster.find(resource, name, namespace ?? cluster.namespace);
      if (object) found.push(object);
    }
  }
  return found;
}
