import type { BatchSpec, TaskSpec } from '../../../api/generated/kinds.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { isBatch, isRun, isTask, isTaskRun } from '../object-kinds.js';

/** This cluster is new: a WorkspaceConfig that is in no file does not exist, and runs would wait for it. A line for each. */
export function lostConfigs(objects: readonly KubernetesObject[], paths: readonly string[]): string[] {
  const placeOf = (name: string, { metadata: { namespace = '' } }: KubernetesObject) => `${namespace}/${name}`;
  const configs = objects.filter(({ kind }) => kind === 'WorkspaceConfig');
  const known = new Set(configs.map((config) => placeOf(config.metadata.name, config)));
  return objects.flatMap((object) => {
    const ref = specOf(object)?.workspaceConfigRef;
    return ref === undefined || known.has(placeOf(ref, object))
      ? []
      : [`${object.kind} ${object.metadata.name}: WorkspaceConfig ${ref} is not in ${paths.join(', ')}`];
  });
}

function specOf(object: KubernetesObject): BatchSpec | TaskSpec | undefined {
  if (isBatch(object) || isTask(object)) return object.spec;
  if (isRun(object)) return object.spec.batchSpec;
  return isTaskRun(object) ? object.spec.taskSpec : undefined;
}
