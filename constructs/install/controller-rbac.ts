import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { electionPermissions, type Permission, runPermissions } from '../../api/permissions.js';
import { CONTROLLER, labels } from './names.js';

/**
 * The controller's rights, as `api/permissions.ts` lists them: over runs everywhere by a ClusterRole, or in each watched
 * namespace by a Role and nothing else; over its Lease in its own namespace by a Role.
 *
 * @param watchNamespaces empty for all namespaces
 */
export function emitControllerRbac(scope: Construct, namespace: string, watchNamespaces: readonly string[]): void {
  const subjects = [{ kind: 'ServiceAccount', name: CONTROLLER, namespace }];
  const runRules = runPermissions.map(toRule);
  if (watchNamespaces.length === 0) emitClusterRole(scope, runRules, subjects);
  for (const watched of watchNamespaces) emitRole(scope, CONTROLLER, watched, runRules, subjects);
  emitRole(scope, `${CONTROLLER}-election`, namespace, electionPermissions.map(toRule), subjects);
}

function toRule({ apiGroup, resources, resourceNames, verbs }: Permission): k8s.PolicyRule {
  return {
    apiGroups: [apiGroup],
    resources: [...resources],
    ...(resourceNames && { resourceNames: [...resourceNames] }),
    verbs: [...verbs],
  };
}

function emitClusterRole(scope: Construct, rules: k8s.PolicyRule[], subjects: k8s.Subject[]): void {
  const metadata = { name: CONTROLLER, labels };
  new k8s.KubeClusterRole(scope, 'ClusterRole', { metadata, rules });
  new k8s.KubeClusterRoleBinding(scope, 'ClusterRoleBinding', {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: CONTROLLER },
    subjects,
  });
}

function emitRole(
  scope: Construct,
  name: string,
  namespace: string,
  rules: k8s.PolicyRule[],
  subjects: k8s.Subject[],
): void {
  const metadata = { name, namespace, labels };
  new k8s.KubeRole(scope, `Role ${namespace} ${name}`, { metadata, rules });
  new k8s.KubeRoleBinding(scope, `RoleBinding ${namespace} ${name}`, {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects,
  });
}
