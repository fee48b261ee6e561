import { knownResources } from '../../api/kinds/known-resources.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { apiVersionOf } from '../../packages/kubernetes-conventions/resource.js';
import { parseManifest } from '../../plan/manifest/yaml/parse-manifest.js';
import type { Cluster } from '../cluster/cluster.js';
import { readManifests } from './read-manifests.js';

/** Finds what is there already in the place of a planned object. */
export type Lookup = (planned: KubernetesObject) => Promise<KubernetesObject | undefined>;

/** In a cluster. Kinds that are neither ours nor made by us are not looked up, and count as the same. */
export const inCluster =
  (cluster: Cluster): Lookup =>
  async (planned) => {
    const resource = knownResources.find(
      (known) => known.kind === planned.kind && apiVersionOf(known) === planned.apiVersion,
    );
    if (!resource) return planned;
    // A generateName makes a new one.
    if (!planned.metadata.name) return undefined;
    return cluster.find(resource, planned.metadata.name, planned.metadata.namespace);
  };

/** Among the manifests of an earlier synth. @throws UserError when the path cannot be read */
export function inManifests(path: string): Lookup {
  const objects = readManifests([path]).flatMap((manifest) => parseManifest(manifest).objects);
  const byPlace = new Map(objects.map(({ object }) => [keyOf(object), object]));
  return async (planned) => byPlace.get(keyOf(planned));
}

const keyOf = ({ apiVersion, kind, metadata: { name, namespace = '' } }: KubernetesObject): string =>
  JSON.stringify([apiVersion, kind, namespace, name]);
