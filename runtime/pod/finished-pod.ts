import type { ObservedPod } from './observed-pod.js';

/** Whether the Pod has ended; its phase never changes again. */
export const isFinishedPod = ({ status }: Pick<ObservedPod, 'status'>): boolean =>
  status?.phase === 'Succeeded' || status?.phase === 'Failed';
