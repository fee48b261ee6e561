import type { WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { forbidden } from '../../packages/structural-schema/field-error.js';
import { isOwn } from '../../plan/manifest/object/own-kind.js';
import type { Lint } from '../linter/lint.js';

interface NetworkPolicy extends KubernetesObject {
  readonly spec?: { readonly policyTypes?: readonly string[]; readonly egress?: unknown } | null;
}

/** Source: https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export const unconfinedAgent: Lint = {
  id: 'unconfined-agent',
  reports:
    'a WorkspaceConfig whose agent has `permissions: all`, without a `runtimeClassName`, and without a NetworkPolicy with rules for egress in the same namespace',
  because: 'A repository or a web page can make the agent run any command.',
  severity: 'warning',
  check(object, _, others) {
    if (!isOwn(object, 'WorkspaceConfig')) return [];
    const { agent, runtimeClassName }: WorkspaceConfigSpec = object.spec ?? {};
    if (agent?.permissions !== 'all' || runtimeClassName !== undefined) return [];
    const { namespace } = object.metadata;
    if (others().some((other) => limitsEgress(other) && other.metadata.namespace === namespace)) return [];
    const wanted =
      'the agent can run any command, with the network and the kernel of the node; set runtimeClassName to a sandbox, or add a NetworkPolicy for egress to the app';
    return [forbidden('spec.agent.permissions', wanted)];
  },
};

function limitsEgress(object: KubernetesObject): boolean {
  if (object.kind !== 'NetworkPolicy') return false;
  const { policyTypes, egress } = (object as NetworkPolicy).spec ?? {};
  return policyTypes?.includes('Egress') ?? egress !== undefined;
}
