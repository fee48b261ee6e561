import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { crds } from '../../api/generated/crds.js';
import { labels } from './names.js';

const read = ['get', 'list', 'watch'];
const write = ['create', 'update', 'patch', 'delete', 'deletecollection'];

/**
 * What people may do with our kinds where they have Kubernetes' own roles: `view` reads them, `edit` and `admin` write
 * them too. Status is the controller's alone.
 */
export function emitUserRoles(scope: Construct): void {
  emitAggregated(scope, 'view', ['view', 'edit', 'admin'], rules(read, ['', '/status']));
  emitAggregated(scope, 'edit', ['edit', 'admin'], rules(write, ['']));
}

/** One rule for each API group, in their order. */
function rules(verbs: string[], suffixes: readonly string[]): k8s.PolicyRule[] {
  const groups = new Map<string, string[]>();
  for (const { spec } of Object.values(crds))
    groups.set(spec.group, [...(groups.get(spec.group) ?? []), spec.names.plural]);
  return [...groups].map(([group, plurals]) => ({
    apiGroups: [group],
    resources: suffixes.flatMap((suffix) => plurals.map((plural) => plural + suffix)),
    verbs,
  }));
}

function emitAggregated(scope: Construct, name: string, into: readonly string[], granted: k8s.PolicyRule[]): void {
  const aggregation = into.map((role) => [`rbac.authorization.k8s.io/aggregate-to-${role}`, 'true']);
  new k8s.KubeClusterRole(scope, `ClusterRole ${name}`, {
    metadata: { name: `kubetask-${name}`, labels: { ...labels, ...Object.fromEntries(aggregation) } },
    rules: granted,
  });
}
