import type { Kind } from '../../api/kinds/kind.js';
import { nearest } from '../../plan/text/nearest.js';
import type { Target } from '../args/target.js';
import type { Cluster } from '../cluster/cluster.js';
import { isClusterError } from '../cluster/cluster-error.js';
import { ofReadableKinds } from '../cluster/readable-kinds.js';
import { allKinds } from '../kinds.js';
import { UserError } from './user-error.js';

/**
 * Why a name was not found: the namespace is missing, the name is nearly another one, or there is nothing at all.
 *
 * @throws ClusterError when the kinds cannot even be listed, for example because their CRDs are missing
 */
export async function notFound(cluster: Cluster, target: Target, kinds: readonly Kind[]): Promise<UserError> {
  const missing = await missingNamespace(cluster, cluster.namespace);
  if (missing) return missing;
  const { answers } = await ofReadableKinds(cluster, kinds, (kind) =>
    namesOf(cluster, kind).catch(unlessService(kind, target)),
  );
  const names = answers.flat();
  const what = kinds === allKinds ? 'anything named' : kinds.map(({ singular }) => singular).join(' or ');
  return new UserError(
    `Cannot find ${what} ${target.name ?? target.text} in namespace ${cluster.namespace}`,
    suggestions(target.name ?? '', names, kinds, cluster.namespace),
  );
}

/** The error for a namespace that does not exist; undefined when it does, or when we may not know. */
export async function missingNamespace(cluster: Cluster, namespace: string): Promise<UserError | undefined> {
  if (await cluster.find(namespaces, namespace, '').catch(unlessForbidden)) return undefined;
  const names = await cluster.collect({ resource: namespaces }, ({ metadata }) => metadata.name).catch(unlessForbidden);
  if (!Array.isArray(names) || names.includes(namespace)) return undefined;
  const near = nearest(namespace, names);
  return new UserError(`Cannot use namespace ${namespace}: it does not exist`, [
    ...(near.length > 0 ? [`did you mean ${near.join(' or ')}?`] : []),
    `existing names: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}`,
  ]);
}

const namespaces = { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace', namespaced: false };

/** Many people may use a namespace but not look at namespaces: nothing is known then. */
function unlessForbidden(error: unknown): true {
  if (isClusterError(error, 'Forbidden')) return true;
  throw error;
}

/** Agents may not be installed, or not to be looked at. */
const unlessService =
  ({ role }: Kind, target: Target) =>
  (error: unknown): string[] => {
    if ((role === 'service' || role === 'build') && !target.kind && isClusterError(error)) return [];
    throw error;
  };

async function namesOf(cluster: Cluster, { resource, singular }: Kind): Promise<string[]> {
  const { namespace } = cluster;
  return cluster.collect({ resource, namespace }, ({ metadata }) => `${singular}/${metadata.name}`);
}

function suggestions(wanted: string, names: readonly string[], kinds: readonly Kind[], namespace: string): string[] {
  const byBare = new Map(names.map((name) => [name.slice(name.indexOf('/') + 1), name]));
  const near = nearest(wanted, [...byBare.keys()]).map((bare) => byBare.get(bare) ?? bare);
  if (near.length > 0) return [`did you mean ${near.join(' or ')}?`];
  if (names.length > 0 && names.length <= 10) return [`existing names: ${names.join(', ')}`];
  const plural = kinds.map(({ resource }) => resource.plural).join(',');
  return [
    names.length > 0 ? `kubectl task list ${plural} shows all ${names.length}` : `there are none in ${namespace}`,
  ];
}
