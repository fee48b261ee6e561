import type { ObservedTaskPod } from '../observed.js';

/**
 * Whether the kubelet did not take the Pod, for example because its node is short of memory or has no room. Such a Pod has no
 * condition `DisruptionTarget`, so no rule of its Job matches it.
 *
 * @source kubernetes: pkg/kubelet, `rejectPod`
 */
export const isRejected = ({ status }: ObservedTaskPod): boolean =>
  status?.phase === 'Failed' && (status.message ?? '').startsWith('Pod was rejected: ');
