import type { BatchRun, TaskRun } from '../../api/generated/kinds.js';
import { batches } from '../../api/kinds/batch.js';
import { tasks } from '../../api/kinds/task.js';
import { workspaceConfigs } from '../../api/kinds/workspace-config.js';
import type { PlanTarget } from '../../executors/planned/plan-local.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { checkManifests } from '../../plan/manifest/check-manifests.js';
import { formatManifestProblem } from '../../plan/manifest/yaml/manifest-problem.js';
import { nearest } from '../../plan/text/nearest.js';
import { workspaceConfigNameOf } from '../../plan/workspace-config-name.js';
import type { Target } from '../args/target.js';
import type { Cluster } from '../cluster/cluster.js';
import { resolveObject } from '../cluster/resolve.js';
import { UserError } from '../errors/user-error.js';
import { readManifests } from '../plan/read-manifests.js';

/** What is planned, and the objects that it is planned from. */
export interface LoadedObjects {
  readonly target: PlanTarget;
  readonly objects: readonly KubernetesObject[];
}

/** From files alone. @throws UserError with all problems of the files, or when the object is not in them */
export function fromFiles(
  { kind, name = '' }: Target,
  paths: readonly string[],
  directory: string,
  namespace: string | undefined,
): LoadedObjects {
  const checked = checkManifests(readManifests(paths, directory));
  if (checked.problems.length > 0) throw new UserError(checked.problems.map(formatManifestProblem).join('\n'));
  const objects = checked.objects.map(({ object }) => placed(object, namespace));
  const same = objects.filter((object) => object.kind === kind?.resource.kind);
  const found = same.find(({ metadata }) => metadata.name === name);
  if (found) return { target: targetOf(found), objects };
  const names = same.map(({ metadata }) => metadata.name);
  const near = nearest(name, names);
  throw new UserError(`Cannot find ${kind?.singular}/${name} in ${paths.join(', ')}`, [
    ...(near.length > 0 ? [`did you mean ${near.join(' or ')}?`] : []),
    names.length > 0 ? `there are: ${names.join(', ')}` : `there is no ${kind?.resource.kind}`,
  ]);
}

function placed(object: KubernetesObject, namespace: string | undefined): KubernetesObject {
  const { metadata } = object;
  return namespace === undefined
    ? object
    : { ...object, metadata: { ...metadata, namespace: metadata.namespace ?? namespace } };
}

/** From the cluster, with the rights of the person. @throws ClusterError, or UserError when there is no such object */
export async function fromCluster({ text, kind }: Target, cluster: Cluster): Promise<LoadedObjects> {
  const { object } = await resolveObject(cluster, text, kind ? [kind] : []);
  const template = await templateOf(object, cluster);
  const spec = specOf(object) ?? specOf(template);
  const workspace = await cluster.find(workspaceConfigs, workspaceConfigNameOf(spec ?? {}), cluster.namespace);
  const objects = [object, template, workspace].filter((one) => one !== undefined);
  return { target: targetOf(object), objects };
}

const targetOf = ({ kind, metadata: { name, namespace } }: KubernetesObject): PlanTarget => ({
  kind: kind as PlanTarget['kind'],
  name,
  ...(namespace === undefined ? {} : { namespace }),
});

function templateOf(object: KubernetesObject, cluster: Cluster): Promise<KubernetesObject | undefined> | undefined {
  const { batchRef, taskRef } = (object as { readonly spec?: BatchRun['spec'] & TaskRun['spec'] }).spec ?? {};
  if (batchRef !== undefined) return cluster.find(batches, batchRef, cluster.namespace);
  return taskRef === undefined ? undefined : cluster.find(tasks, taskRef, cluster.namespace);
}

/** What names the WorkspaceConfig: the spec of a template, written into a run or not. */
function specOf(object: KubernetesObject | undefined): { readonly workspaceConfigRef?: string } | undefined {
  const spec = (object as { readonly spec?: BatchRun['spec'] & TaskRun['spec'] } | undefined)?.spec;
  if (object?.kind === 'Batch' || object?.kind === 'Task') return spec as { readonly workspaceConfigRef?: string };
  return spec?.batchSpec ?? spec?.taskSpec;
}
