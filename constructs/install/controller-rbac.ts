import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { Permission } from '../../api/permission.js';
import { cleanupPermissions, electionPermissions, runPermissions } from '../../api/permissions.js';
import type { Cleanup } from './install-props.js';
import { CLEANUP, CONTROLLER, labels } from './names.js';

export interface ControllerRights {
  readonly namespace: string;
  /** Empty for all namespaces. */
  readonly watchNamespaces: readonly string[];
  /** Only if it says anything may the controller remove runs. */
  readonly cleanup: Cleanup;
}

/**
 * The controller's rights, as `api/permissions.ts` lists them: over runs everywhere by a ClusterRole, or in each watched
 * namespace by a Role and nothing else; over its Lease in its own namespace by a Role.
 */
export function emitControllerRbac(scope: Construct, rights: ControllerRights): void {
  const { namespace, watchNamespaces, cleanup } = rights;
  const subjects = [{ kind: 'ServiceAccount', name: CONTROLLER, namespace }];
  const emit = (name: string, permissions: readonly Permission[]) => {
    const rules = permissions.map(toRule);
    if (watchNamespaces.length === 0) emitClusterRole(scope, name, rules, subjects);
    for (const watched of watchNamespaces) emitRole(scope, name, watched, rules, subjects);
  };
  emit(CONTROLLER, runPermissions);
  if (Object.keys(cleanup).length > 0) emit(CLEANUP, cleanupPermissions);
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

function emitClusterRole(scope: Construct, name: string, rules: k8s.PolicyRule[], subjects: k8s.Subject[]): void {
  const metadata = { name, labels };
  new k8s.KubeClusterRole(scope, `ClusterRole ${name}`, { metadata, rules });
  new k8s.KubeClusterRoleBinding(scope, `ClusterRoleBinding ${name}`, {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
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
