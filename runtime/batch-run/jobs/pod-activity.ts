import { isFinishedPod } from '../../pod/finished-pod.js';
import type { ObservedTaskPod } from '../observed.js';

/** Whether the Pod has not ended. */
export const isActive = (pod: ObservedTaskPod): boolean => !isFinishedPod(pod);

/** With a node, a Pod may start at any moment. */
export const isRunning = (pod: ObservedTaskPod): boolean => isActive(pod) && pod.spec?.nodeName !== undefined;

export const hasSucceeded = ({ status }: ObservedTaskPod): boolean => status?.phase === 'Succeeded';
