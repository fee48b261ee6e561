import { type AgentResult, agentResult } from './agent-result.js';
import type { ObservedPod } from './observed-pod.js';
import { containersOf, stepNames } from './pod-containers.js';
import { isRuntimeError } from './pod-failure.js';

/** What the agent, or the last step that said anything, left as its result. */
export function podResult(pod: ObservedPod): AgentResult {
  const names = stepNames(pod);
  const messages = containersOf(pod).flatMap(({ name, state }) => {
    const { terminated } = state ?? {};
    return terminated?.message && names.includes(name) && !isRuntimeError(terminated) ? [terminated.message] : [];
  });
  return agentResult(messages.at(-1));
}
