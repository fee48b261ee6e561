import type { ObservedPod } from './observed-pod.js';
import { containersOf } from './pod-containers.js';

/**
 * A time of a container that is one: of what never started, runtimes say that it started in 1970.
 * Source: kubernetes/kubernetes, pkg/kubelet/kuberuntime/kuberuntime_container.go, `toKubeContainerStatus`
 */
export const realTime = (time: string | undefined): string | undefined =>
  time === undefined || Date.parse(time) <= 0 ? undefined : time;

/** When the first container started; undefined before. Times of one format and zone sort as text. */
export function podStart(pod: ObservedPod): string | undefined {
  const times = containersOf(pod).flatMap(
    ({ state }) => realTime(state?.running?.startedAt ?? state?.terminated?.startedAt) ?? [],
  );
  return times.sort()[0];
}

/** When the last container ended; undefined when none has, or one is still running for all we know. */
export function podEnd(pod: ObservedPod): string | undefined {
  if (containersOf(pod).some(({ state }) => state?.running)) return undefined;
  const times = containersOf(pod).flatMap(({ state }) => realTime(state?.terminated?.finishedAt) ?? []);
  return times.sort().at(-1);
}
