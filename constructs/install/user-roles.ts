import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { crds } from '../../api/generated/crds.js';
import { labels } from './names.js';

const plurals = Object.values(crds).map(({ spec }) => spec.names.plural);
const read = ['get', 'list', 'watch'];
const write = ['create', 'update', 'patch', 'delete', 'deletecollection'];

/**
 * What people may do with our kinds where they have Kubernetes' own roles: `view` reads them, `edit` and `admin` write
 * them too. Status is the controller's alone.
 */
export function emitUserRoles(scope: Construct): void {
  emitAggregated(
    scope,
    'view',
    ['view', 'edit', 'admin'],
    [
      {
        apiGroups: ['kubetask.io'],
        resources: [...plurals, ...plurals.map((plural) => `${plural}/status`)],
        verbs: read,
      },
    ],
  );
  emitAggregated(scope, 'edit', ['edit', 'admin'], [{ apiGroups: ['kubetask.io'], resources: plurals, verbs: write }]);
}

function emitAggregated(scope: Construct, name: string, into: readonly string[], rules: k8s.PolicyRule[]): void {
  const aggregation = into.map((role) => [`rbac.authorization.k8s.io/aggregate-to-${role}`, 'true']);
  new k8s.KubeClusterRole(scope, `ClusterRole ${name}`, {
    metadata: { name: `kubetask-${name}`, labels: { ...labels, ...Object.fromEntries(aggregation) } },
    rules,
  });
}
