import type { AgentReason } from '../../api/reasons.js';
import type { ObservedWarning } from '../pod/observed-warning.js';
import { containersOf } from '../pod/pod-containers.js';
import { podProblem } from '../pod/pod-problem.js';
import { oneLine } from '../run/sentence.js';
import type { ObservedAgentPod } from './observed.js';

interface AgentProblem {
  readonly reason: AgentReason;
  readonly message: string;
}

/** What keeps the agent's Pods from being ready, told by the newest that has anything to tell; undefined when none has. */
export function agentPodProblem(
  pods: readonly ObservedAgentPod[],
  warnings: readonly ObservedWarning[],
): AgentProblem | undefined {
  const newestFirst = pods
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .toSorted((a, b) => compare(b.metadata.creationTimestamp ?? '', a.metadata.creationTimestamp ?? ''));
  for (const pod of newestFirst) {
    const problem = crashLoop(pod) ?? podTrouble(pod, warnings);
    if (problem) return problem;
  }
  return undefined;
}

/** So often may a container be started again before it is in a loop, also while it runs for a moment. */
const mostRestarts = 1;

function crashLoop(pod: ObservedAgentPod): AgentProblem | undefined {
  const waiting = containersOf(pod).find(({ state }) => state?.waiting?.reason === 'CrashLoopBackOff');
  const looping = waiting ?? ((pod.restarts ?? 0) > mostRestarts ? containersOf(pod).at(-1) : undefined);
  if (!looping) return undefined;
  const { name, namespace } = pod.metadata;
  const exit = pod.lastExitCode === undefined ? '' : `, last with code ${pod.lastExitCode}`;
  const message = `container ${looping.name} ends again and again${exit}; see kubectl logs -n ${namespace} ${name} --previous`;
  return { reason: 'CrashLoopBackOff', message: oneLine(message) };
}

function podTrouble(pod: ObservedAgentPod, warnings: readonly ObservedWarning[]): AgentProblem | undefined {
  const about = warnings.filter(({ involvedObject }) => involvedObject.uid === pod.metadata.uid);
  const newest = about.toSorted((a, b) => compare(a.lastSeen, b.lastSeen)).at(-1);
  return podProblem(pod, newest);
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
