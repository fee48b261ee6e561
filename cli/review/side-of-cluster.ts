import type { BatchRun, TaskRun } from '../../api/generated/kinds.js';
import { batchRuns } from '../../api/kinds/batch-run.js';
import { knownResources } from '../../api/kinds/known-resources.js';
import { configMaps, jobs, pods } from '../../api/kinds/kubernetes.js';
import { taskRuns } from '../../api/kinds/task-run.js';
import { LABEL_BATCH_RUN, LABEL_TASK_RUN } from '../../api/labels.js';
import { fitName } from '../../packages/kubernetes-conventions/fit-name.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { apiVersionOf, type Resource } from '../../packages/kubernetes-conventions/resource.js';
import { identityOf, type Side, type SideObject, type SideRun } from '../../plan/review/side.js';
import type { Cluster } from '../cluster/cluster.js';
import { projected } from './projected.js';

/**
 * What the cluster has in the places of the objects of `after`, and of the runs of `after` what is not planned any more. For a run
 * that does not exist yet, also the tasks of the newest run of its template. Kinds that are neither ours nor made by us are
 * not read, and count as the same.
 */
export async function sideOfCluster(cluster: Cluster, after: Side): Promise<SideObject[]> {
  const found: SideObject[] = [];
  const ofRuns = new Set<string>();
  for (const run of after.runs.values()) {
    const label = run.name.startsWith('batchrun/') ? LABEL_BATCH_RUN : LABEL_TASK_RUN;
    const children = await childrenOf(cluster, run, label, run.name.slice(run.name.indexOf('/') + 1));
    found.push(...children);
    if (!children.some(({ object }) => object.kind !== 'ConfigMap'))
      found.push(...(await historyOf(cluster, run, label)));
    ofRuns.add(JSON.stringify([run.namespace, label, run.name.slice(run.name.indexOf('/') + 1)]));
  }
  for (const { object, origin } of after.objects.values()) {
    if (origin === 'Assumed' || isListed(object, ofRuns)) continue;
    const live = await liveObject(cluster, object);
    if (live) found.push({ object: live, origin: 'Written' });
  }
  return found.map((one) => ({ ...one, object: asPlanned(one.object, after) }));
}

/** What of a live object the planned one has an opinion on. */
function asPlanned(live: KubernetesObject, after: Side): KubernetesObject {
  const planned = after.objects.get(identityOf(live))?.object;
  return planned ? (projected(live, planned) as KubernetesObject) : live;
}

function isListed({ kind, metadata: { namespace, labels } }: KubernetesObject, runs: ReadonlySet<string>): boolean {
  if (!['Job', 'Pod', 'ConfigMap'].includes(kind)) return false;
  return [LABEL_BATCH_RUN, LABEL_TASK_RUN].some((label) =>
    runs.has(JSON.stringify([namespace, label, labels?.[label]])),
  );
}

async function liveObject(cluster: Cluster, planned: KubernetesObject): Promise<KubernetesObject | undefined> {
  const resource = knownResources.find(
    (known) => known.kind === planned.kind && apiVersionOf(known) === planned.apiVersion,
  );
  if (!resource) return planned;
  const live = await cluster.find<KubernetesObject>(resource, planned.metadata.name, planned.metadata.namespace);
  return live && inNamespaceOf(live, planned.metadata.namespace);
}

/** Manifests need not name the namespace into which they are applied. */
function inNamespaceOf(live: KubernetesObject, namespace: string | undefined): KubernetesObject {
  const { namespace: _, ...metadata } = live.metadata;
  return { ...live, metadata: { ...metadata, ...(namespace === undefined ? {} : { namespace }) } };
}

async function childrenOf(cluster: Cluster, run: SideRun, label: string, name: string): Promise<SideObject[]> {
  const of = (resource: Resource) =>
    cluster.collect<KubernetesObject, SideObject>(
      { resource, namespace: run.namespace ?? cluster.namespace, labelSelector: `${label}=${name}` },
      (object) => ({ object: inNamespaceOf(object, run.namespace), origin: 'Written' }),
    );
  const work = await of(label === LABEL_BATCH_RUN ? jobs : pods);
  return [...work, ...(await of(configMaps))];
}

/** The newest other run of the template; what becomes of its objects is no matter of these manifests. */
async function historyOf(cluster: Cluster, run: SideRun, label: string): Promise<SideObject[]> {
  const template = run.template.slice(run.template.indexOf('/') + 1);
  if (template === '') return [];
  const namespace = run.namespace ?? cluster.namespace;
  const resource = label === LABEL_BATCH_RUN ? batchRuns : taskRuns;
  const runs = await cluster.collect<BatchRun | TaskRun, BatchRun | TaskRun>({ resource, namespace }, (one) => one);
  const [newest] = runs
    .filter((one) => fitName(referenceOf(one)) === template)
    .sort((a, b) => (b.metadata.creationTimestamp ?? '').localeCompare(a.metadata.creationTimestamp ?? ''));
  if (!newest) return [];
  const children = await childrenOf(cluster, run, label, fitName(newest.metadata.name));
  return children.map((one) => ({ ...one, isHistory: true }));
}

const referenceOf = ({ spec }: BatchRun | TaskRun): string =>
  ('batchRef' in spec ? spec.batchRef : 'taskRef' in spec ? spec.taskRef : undefined) ?? '';
