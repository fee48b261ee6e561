import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

/** A coordination.k8s.io/v1 Lease. Fields that an election does not know are kept as they are. */
export interface Lease extends KubernetesObject {
  readonly spec?: LeaseSpec;
}

export interface LeaseSpec {
  /** Absent or empty when it has no holder. */
  readonly holderIdentity?: string;
  /** How long the others leave the holder alone after each renewal. */
  readonly leaseDurationSeconds?: number;
  /** As `microTime` writes it; by the holder's clock, so never compared with ours. */
  readonly acquireTime?: string;
  readonly renewTime?: string;
  /** How often the holder has changed. */
  readonly leaseTransitions?: number;
}

/** Kubernetes' MicroTime, which has six digits of a second and no fewer. @param now milliseconds since the epoch */
export function microTime(now: number): string {
  return new Date(now).toISOString().replace('Z', '000Z');
}
