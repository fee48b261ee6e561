import type { Construct } from 'constructs';
import { crds } from '../../../api/generated/crds.js';
import { emitObject } from '../../emit-object.js';
import type { PolicyProps } from '../install-props.js';
import { labels } from '../names.js';
import { concerns, kindPolicy } from './kind-policy.js';
import { ledgersPolicy, outcomesPolicy } from './outcomes-policy.js';
import { POLICIES, type policyObject } from './policy-object.js';

type Policy = ReturnType<typeof policyObject>;

/** The policies, in the order of our kinds; those about outcomes and ledgers last. */
export const policies = (): readonly Policy[] => [
  ...Object.values(crds).flatMap((crd) => kindPolicy(crd) ?? []),
  outcomesPolicy(),
  ledgersPolicy(),
];

/** The policies, the ConfigMap of what they allow, and the bindings that put them into force in the whole cluster. */
export function emitPolicies(scope: Construct, namespace: string, props: PolicyProps): void {
  emitObject(scope, 'Policies', allowedLists(namespace, props));
  for (const policy of policies()) {
    const { name } = policy.metadata;
    emitObject(scope, `Policy ${name}`, policy);
    emitObject(scope, `PolicyBinding ${name}`, binding(policy, namespace, props));
  }
}

/** ConfigMap values are text: entries, none of which contains a blank, are separated by blanks. */
const allowedLists = (namespace: string, props: PolicyProps) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: POLICIES, namespace, labels },
  data: Object.fromEntries(concerns.map((concern) => [concern, (props[concern] ?? []).join(' ')])),
});

function binding({ metadata: { name }, spec }: Policy, namespace: string, { action = 'Deny' }: PolicyProps) {
  const paramRef = { name: POLICIES, namespace, parameterNotFoundAction: 'Deny' };
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name, labels },
    spec: { policyName: name, validationActions: [action], ...(spec.paramKind && { paramRef }) },
  };
}
