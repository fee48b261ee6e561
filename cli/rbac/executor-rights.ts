import { type ClusterExecutor, executorPermissions } from '../../api/executor-permissions.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Subject } from './subjects.js';

const group = 'rbac.authorization.k8s.io';

/** The Role that an executor needs, and, if anyone is to have it, the RoleBinding of the same name. Pure. */
export function executorRights(
  executor: ClusterExecutor,
  namespace: string | undefined,
  subjects: readonly Subject[],
): KubernetesObject[] {
  const metadata = { name: `kubetask-${executor}`, ...(namespace ? { namespace } : {}) };
  const rules = executorPermissions[executor].map(({ apiGroup, resources, verbs }) => ({
    apiGroups: [apiGroup],
    resources,
    verbs,
  }));
  const role = { apiVersion: `${group}/v1`, kind: 'Role', metadata, rules };
  if (subjects.length === 0) return [role];
  const roleRef = { apiGroup: group, kind: 'Role', name: metadata.name };
  return [role, { apiVersion: `${group}/v1`, kind: 'RoleBinding', metadata, roleRef, subjects } as KubernetesObject];
}
