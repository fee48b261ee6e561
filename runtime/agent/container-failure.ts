import { counted, oneLine } from '../../packages/kubernetes-conventions/sentence.js';
import type { ObservedWarning } from '../caches/observed-warning.js';
import { isRuntimeError } from '../pod/pod-failure.js';
import type { AgentFailure } from './agent-failure.js';
import type { ContainerEnd, ObservedAgentPod } from './observed.js';

/**
 * Why a container of an agent, which should never end, has ended. The answer is the same while the container waits to be
 * started again and while it runs for a moment; it goes away when the container is ready.
 *
 * @param probe the newest warning about a probe of the Pod
 */
export function containerFailure(pod: ObservedAgentPod, probe: ObservedWarning | undefined): AgentFailure | undefined {
  const { lastEnd } = pod;
  if (!lastEnd) return undefined;
  if (isRuntimeError(lastEnd)) return cannotStart(lastEnd);
  if (lastEnd.reason === 'OOMKilled') return outOfMemory(lastEnd);
  return ended(pod, lastEnd, probe);
}

function cannotStart({ container, message, reason }: ContainerEnd): AgentFailure {
  const text = `container ${container} cannot start: ${message ?? reason}; correct spec.command, or use an image that has it`;
  return { reason: 'CreateContainerError', message: oneLine(text) };
}

const outOfMemory = ({ container }: ContainerEnd): AgentFailure => ({
  reason: 'OOMKilled',
  message: `container ${container} exceeded its memory limit; raise spec.resources.limits.memory`,
});

function ended(
  { metadata: { name, namespace }, restarts = 0 }: ObservedAgentPod,
  { container, exitCode }: ContainerEnd,
  probe: ObservedWarning | undefined,
): AgentFailure {
  const times = restarts === 0 ? '' : ` and was restarted ${counted(restarts, 'time')}`;
  const logs = `see kubectl logs -n ${namespace} ${name} -c ${container} --previous`;
  const text = `container ${container} ended with code ${exitCode}${times}${cause(exitCode, probe)}; ${logs}`;
  return { reason: 'CrashLoopBackOff', message: oneLine(text) };
}

/** Exit codes of a process that SIGKILL or SIGTERM ended. */
const killed: readonly number[] = [137, 143];

/** A failed liveness or startup probe ends the container; an agent that ends without a fault does not know its role. */
function cause(exitCode: number, probe: ObservedWarning | undefined): string {
  if (exitCode === 0) return '; an agent must keep running';
  const isProbes = killed.includes(exitCode) && /^(Liveness|Startup) probe failed/.test(probe?.message ?? '');
  return isProbes ? ` because of its probe (${probe?.message})` : '';
}
