import type { ObservedPod } from './observed-pod.js';
import { containersOf } from './pod-containers.js';

/** When the first container started; undefined before. Times of one format and zone sort as text. */
export function podStart(pod: ObservedPod): string | undefined {
  const times = containersOf(pod).flatMap(
    ({ state }) => state?.running?.startedAt ?? state?.terminated?.startedAt ?? [],
  );
  return times.sort()[0];
}

/** When the last container ended; undefined when none has, or one is still running for all we know. */
export function podEnd(pod: ObservedPod): string | undefined {
  if (containersOf(pod).some(({ state }) => state?.running)) return undefined;
  const times = containersOf(pod).flatMap(({ state }) => state?.terminated?.finishedAt ?? []);
  return times.sort().at(-1);
}
