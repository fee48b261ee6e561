import type { AgentSpec } from '../../api/generated/kinds.js';
import type { ObservedWarning } from '../caches/observed-warning.js';
import { podStartFailure } from '../pod/start-failure.js';
import type { AgentFailure } from './agent-failure.js';
import { containerFailure } from './container-failure.js';
import type { ObservedAgentPod } from './observed.js';
import { unreadyFailure } from './unready-failure.js';

/** Why the agent's Pods are not ready, from the newest Pod that shows a failure; undefined if none does. */
export function agentPodFailure(
  spec: AgentSpec,
  pods: readonly ObservedAgentPod[],
  warnings: readonly ObservedWarning[],
  now: number,
): AgentFailure | undefined {
  for (const pod of newestFirst(pods)) {
    const about = warnings
      .filter(({ involvedObject }) => involvedObject.uid === pod.metadata.uid)
      .toSorted((a, b) => compare(a.lastSeen, b.lastSeen));
    const probe = about.findLast(({ reason }) => reason === 'Unhealthy');
    const problem =
      containerFailure(pod, probe) ??
      podStartFailure(pod, about.at(-1), 'Agent') ??
      unreadyFailure(spec, pod, probe, now);
    if (problem) return problem;
  }
  return undefined;
}

/** Those that are not being deleted. */
export const newestFirst = (pods: readonly ObservedAgentPod[]): readonly ObservedAgentPod[] =>
  pods
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .toSorted((a, b) => compare(b.metadata.creationTimestamp ?? '', a.metadata.creationTimestamp ?? ''));

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
