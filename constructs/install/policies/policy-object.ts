import type { ValidatingPolicySpec } from '../../../packages/structural-schema/validating-policy.js';
import { labels } from '../names.js';

/** Prefix of everything that belongs to the policies; also the name of their ConfigMap. */
export const POLICIES = 'kubetask-policies';

export interface PolicySpec extends ValidatingPolicySpec {
  readonly paramKind?: { readonly apiVersion: string; readonly kind: string };
  readonly matchConstraints: object;
}

/** A ValidatingAdmissionPolicy. It refuses what it cannot evaluate. */
export const policyObject = (subject: string, spec: PolicySpec) => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name: `${POLICIES}.${subject}`, labels },
  spec: { failurePolicy: 'Fail', ...spec },
});
