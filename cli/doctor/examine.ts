import type { CustomResourceDefinition } from '../../api/custom-resource-definition.js';
import type { Kind } from '../../api/kinds/kind.js';
import { ownKinds } from '../../api/kinds/own-kinds.js';
import { inParallel } from '../../packages/kubernetes-client/in-parallel.js';
import type { Resource } from '../../packages/kubernetes-conventions/resource.js';
import type { Cluster } from '../cluster/cluster.js';
import { isClusterError } from '../cluster/cluster-error.js';
import { ofReadableKinds } from '../cluster/readable-kinds.js';
import { deletableKinds } from '../kinds.js';
import { type Named, nameOf } from '../run/run-state.js';
import type { Check } from './check.js';
import { examineAccess, type Permission, permissions } from './examine-access.js';
import { examineController, type SeenRun } from './examine-controller.js';
import { examineCrds } from './examine-crds.js';
import { examineRuns } from './examine-runs.js';
import { examineServer } from './examine-server.js';
import { examineTekton } from './examine-tekton.js';
import { isAllowed } from './is-allowed.js';
import { ownCrds } from './own-crds.js';

/** Examines the cluster and our rights in it. @throws ClusterError when the server cannot be reached at all */
export async function examine(cluster: Cluster, now: number): Promise<Check[]> {
  const { gitVersion } = await ask<{ gitVersion: string }>(cluster, '/version');
  const groups = (await ask<{ groups: { name: string }[] }>(cluster, '/apis')).groups.map(({ name }) => name);
  const wanted = ownCrds(groups);
  const served = await servedPlurals(cluster, groups);
  const hasCrds = served.includes('batchruns') || served.includes('taskruns');
  const runs = hasCrds ? await seenRuns(cluster) : [];
  return [
    { title: 'kubeconfig', state: 'good', detail: `context ${cluster.context}, namespace ${cluster.namespace}` },
    examineServer(cluster.server, gitVersion),
    examineCrds(wanted, served, await installedCrds(cluster, wanted)),
    ...(hasCrds ? examineAllRuns(runs, now) : []),
    examineAccess(await refusedPermissions(cluster), cluster.namespace),
    examineTekton(groups, (runs ?? []).filter(({ kind }) => kind === 'AgentBuild').length),
  ];
}

const examineAllRuns = (runs: readonly SeenRun[] | undefined, now: number): Check[] => [
  examineController(runs, now),
  ...examineRuns((runs ?? []).flatMap(({ place, stalled }) => (stalled ? { place, reason: stalled } : []))),
];

const discovery: Resource = { group: '', version: 'v1', plural: 'discovery', kind: 'Discovery', namespaced: false };

const ask = <T>(cluster: Cluster, path: string): Promise<T> =>
  cluster.ask<T>({ verb: 'get', resource: discovery }, { method: 'GET', path });

async function servedPlurals(cluster: Cluster, groups: readonly string[]): Promise<string[]> {
  const versions = new Set(ownKinds.map(({ resource: { group, version } }) => `${group}/${version}`));
  const served = [...versions].filter((version) => groups.some((group) => version.startsWith(`${group}/`)));
  const lists = await Promise.all(
    served.map((version) => ask<{ resources: { name: string }[] }>(cluster, `/apis/${version}`)),
  );
  return lists.flatMap(({ resources }) => resources.map(({ name }) => name));
}

const definitions: Resource = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
  namespaced: false,
};

async function installedCrds(
  cluster: Cluster,
  wanted: readonly CustomResourceDefinition[],
): Promise<Map<string, CustomResourceDefinition> | undefined> {
  const names = wanted.map(({ metadata }) => metadata.name);
  try {
    const found = await Promise.all(names.map((name) => cluster.find<CustomResourceDefinition>(definitions, name, '')));
    return new Map(found.flatMap((crd) => (crd ? [[crd.metadata.name, crd] as const] : [])));
  } catch (error) {
    if (isClusterError(error, 'Forbidden')) return undefined;
    throw error;
  }
}

/** Of all namespaces when we may, else of ours; undefined when we may list neither. */
async function seenRuns(cluster: Cluster): Promise<SeenRun[] | undefined> {
  for (const namespace of [undefined, cluster.namespace]) {
    try {
      return await collectRuns(cluster, namespace);
    } catch (error) {
      if (!isClusterError(error, 'Forbidden')) throw error;
    }
  }
  return undefined;
}

async function collectRuns(cluster: Cluster, namespace: string | undefined): Promise<SeenRun[]> {
  const ask = ({ resource }: Kind) => cluster.collect({ resource, namespace }, seenRun);
  return (await ofReadableKinds(cluster, deletableKinds, ask)).answers.flat();
}

const seenRun = (run: Named): SeenRun => ({
  kind: run.kind,
  place: `${nameOf(run)} in ${run.metadata.namespace}`,
  created: run.metadata.creationTimestamp ?? '',
  generation: run.metadata.generation ?? 1,
  observedGeneration: run.status?.observedGeneration ?? -1,
  ...stalledReason(run),
});

/** A run that has finished is over, and waits for nobody. */
function stalledReason({ status }: Named): Pick<SeenRun, 'stalled'> {
  const stalled = status?.conditions?.find(({ type, status: holds }) => type === 'Stalled' && holds === 'True');
  return stalled && !(status && 'completionTime' in status) ? { stalled: stalled.reason } : {};
}

async function refusedPermissions(cluster: Cluster): Promise<Permission[]> {
  const answers = await inParallel(permissions, 8, async (permission) => ({
    permission,
    isAllowed: await isAllowed(cluster, permission),
  }));
  return answers.filter((answer) => !answer.isAllowed).map(({ permission }) => permission);
}
