import type { Agent } from '../../api/generated/kinds.js';
import type { AgentReason } from '../../api/kinds/agent.js';
import type { AgentFailure } from './agent-failure.js';
import { newestFirst } from './agent-pod-failure.js';
import type { ObservedAgentPod } from './observed.js';

/** What keeps a container from starting; a container that runs is past it. */
const untilRunning: ReadonlySet<string> = new Set<AgentReason>([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
  'FailedMount',
  'FailedCreate',
  'Unschedulable',
]);

/** What is wrong with a container that starts; only a container that is ready is past it. */
const untilReady: ReadonlySet<string> = new Set<AgentReason>(['CrashLoopBackOff', 'OOMKilled', 'NotReady']);

/**
 * Why an Agent is not ready. The failure that the status has for the same spec stays until a later state replaces it, because
 * Pods that restart, or are replaced, show no failure for a moment.
 *
 * @param seen what its Pods show now
 */
export function lastingFailure(
  { metadata, status }: Agent,
  pods: readonly ObservedAgentPod[],
  seen: AgentFailure | undefined,
): AgentFailure | undefined {
  const reported = status?.conditions?.find(({ type }) => type === 'Ready');
  if (!reported || reported.observedGeneration !== metadata.generation) return seen;
  const { reason, message } = reported as AgentFailure;
  // The kubelet alternates between the two.
  if (seen?.reason === 'ErrImagePull' && reason === 'ImagePullBackOff') return { ...seen, reason };
  if (seen) return seen;
  const [newest] = newestFirst(pods);
  const isPast = untilRunning.has(reason) ? newest?.unready !== undefined : !untilReady.has(reason);
  return isPast ? undefined : { reason, message };
}
