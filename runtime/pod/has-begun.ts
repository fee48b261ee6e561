import type { ObservedPod } from './observed-pod.js';
import { containersOf, stepNames } from './pod-containers.js';
import { isStarted } from './start-failure.js';

/**
 * Whether the work of a task has begun: its agent, or one of its steps, runs or ran. This alone makes a task Running. While
 * clones and context files are prepared it is Pending, as its Pod is.
 */
export function hasBegun(pod: ObservedPod): boolean {
  const work = new Set(stepNames(pod));
  return pod.status?.phase === 'Running' || containersOf(pod).some((each) => work.has(each.name) && isStarted(each));
}
