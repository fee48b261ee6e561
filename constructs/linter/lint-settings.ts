import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

/** A Pod Security level. Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted';

/** Settings of the lints. */
export interface LintSettings {
  /**
   * The oldest Kubernetes that the objects are applied to, such as `1.31`. Newer fields and kinds are reported.
   *
   * @default 1.28
   */
  readonly kubernetesVersion: string;
  /**
   * Pod Security level of Pods, in workloads of any kind.
   *
   * @default baseline
   */
  readonly podSecurity: PodSecurityLevel;
  /**
   * The same object as it was before the change: the one of its kind, namespace and name, in the same folder below the output
   * folder. Undefined where there was none.
   *
   * @default nothing is known
   */
  readonly before?: (object: KubernetesObject, folder?: string) => KubernetesObject | undefined;
}

export const defaultSettings: LintSettings = { kubernetesVersion: '1.28', podSecurity: 'baseline' };
