import type { ObservedPod } from './observed-pod.js';
import { containersOf } from './pod-containers.js';

/** 128 and the number of SIGKILL. */
const KILLED = 137;

/**
 * What to say of a Pod that was stopped and of which a container ended only when it was killed; empty for any other.
 * Linux gives process 1 no signal that it does not handle, so a script or a `sleep` there does not notice SIGTERM.
 *
 * Source: https://man7.org/linux/man-pages/man7/pid_namespaces.7.html
 */
export function ignoredSigterm(pod: ObservedPod): string {
  const isKilled = containersOf(pod).find(
    ({ state }) => state?.terminated?.exitCode === KILLED && state.terminated.reason !== 'OOMKilled',
  );
  if (!isKilled) return '';
  return `container ${isKilled.name} ignored SIGTERM and was killed at the end of its grace period; process 1 of a container must handle SIGTERM itself, such as by trap in a shell`;
}

/** The same after what is said of the Pod anyway. */
export const withIgnoredSigterm = (message: string, pod: ObservedPod): string =>
  [message, ignoredSigterm(pod)].filter((text) => text !== '').join('; ');
