import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { CustomResourceDefinition } from '../../api/custom-resource-definition.js';
import { crds } from '../../api/generated/crds.js';
import { labels } from './names.js';

const read = ['get', 'list', 'watch'];
const write = ['create', 'update', 'patch', 'delete', 'deletecollection'];

/**
 * What people may do with our kinds where they have Kubernetes' own roles: `view` reads them, `edit` and `admin` write
 * and scale them too. Status is the controller's alone.
 */
export function emitUserRoles(scope: Construct): void {
  emitAggregated(scope, 'view', ['view', 'edit', 'admin'], rules(read, ['', '/status', '/scale']));
  emitAggregated(scope, 'edit', ['edit', 'admin'], rules(write, ['', '/scale']));
}

/** One rule for each API group, in their order. */
function rules(verbs: string[], suffixes: readonly string[]): k8s.PolicyRule[] {
  const groups = new Map<string, CustomResourceDefinition[]>();
  for (const crd of Object.values(crds)) groups.set(crd.spec.group, [...(groups.get(crd.spec.group) ?? []), crd]);
  return [...groups].map(([group, own]) => ({
    apiGroups: [group],
    resources: suffixes.flatMap((suffix) => own.filter((crd) => serves(crd, suffix)).map(pluralOf(suffix))),
    verbs,
  }));
}

const pluralOf =
  (suffix: string) =>
  ({ spec }: CustomResourceDefinition): string =>
    spec.names.plural + suffix;

/** Only some kinds can be scaled. A status is granted of all, as of Kubernetes' own kinds. */
const serves = ({ spec }: CustomResourceDefinition, suffix: string): boolean =>
  suffix !== '/scale' || spec.versions.some(({ subresources }) => subresources?.scale !== undefined);

function emitAggregated(scope: Construct, name: string, into: readonly string[], granted: k8s.PolicyRule[]): void {
  const aggregation = into.map((role) => [`rbac.authorization.k8s.io/aggregate-to-${role}`, 'true'] as const);
  new k8s.KubeClusterRole(scope, `ClusterRole ${name}`, {
    metadata: { name: `kubetask-${name}`, labels: { ...labels, ...Object.fromEntries(aggregation) } },
    rules: granted,
  });
}
