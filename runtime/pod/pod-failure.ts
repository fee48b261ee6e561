import { EXIT_BAD_INPUT, EXIT_TEMPORARY } from '../../api/exit-codes.js';
import { controllerOf } from '../engine/owner.js';
import { oneLine } from '../run/sentence.js';
import type { ObservedContainer, ObservedPod } from './observed-pod.js';
import type { TaskProblem } from './task-problem.js';

type Terminated = NonNullable<NonNullable<ObservedContainer['state']>['terminated']>;

/** Why a failed Pod failed: the node first, then the first init container that failed, then the agent. */
export function podFailure(pod: ObservedPod): TaskProblem {
  return eviction(pod) ?? initFailure(pod) ?? agentFailure(pod) ?? unexplained(pod);
}

function eviction({ status }: ObservedPod): TaskProblem | undefined {
  if (status?.reason === 'Evicted')
    return { reason: 'Evicted', message: oneLine(status.message ?? 'the Pod was evicted') };
  const disruption = status?.conditions?.find(
    ({ type, status: holds }) => type === 'DisruptionTarget' && holds === 'True',
  );
  return disruption && { reason: 'Evicted', message: oneLine(disruption.message ?? 'the Pod was disrupted') };
}

function initFailure(pod: ObservedPod): TaskProblem | undefined {
  const [failed] = failures(pod.status?.initContainerStatuses);
  if (!failed) return undefined;
  const { name, terminated } = failed;
  if (terminated.reason === 'OOMKilled') return outOfMemory(name);
  const exited = `init container ${name} exited with code ${terminated.exitCode}; see ${logs(pod)} -c ${name}`;
  return { reason: initReason(name), message: oneLine(terminated.message?.trim() || exited) };
}

/** By the names that the planner gives its init containers. */
function initReason(name: string): TaskProblem['reason'] {
  if (name.startsWith('clone-')) return 'CloneFailed';
  return name === 'write-files' ? 'ContextFailed' : 'PodFailed';
}

function agentFailure(pod: ObservedPod): TaskProblem | undefined {
  const [failed] = failures(pod.status?.containerStatuses);
  if (!failed) return undefined;
  const { name, terminated } = failed;
  const { exitCode, reason, message } = terminated;
  if (reason === 'OOMKilled') return outOfMemory(name);
  // Only then is the message the container runtime's; otherwise it is the agent's result.
  if (reason === 'StartError' || reason === 'ContainerCannotRun')
    return { reason: 'PodFailed', message: oneLine(`container ${name} cannot start: ${message ?? reason}`) };
  return {
    reason: agentReason(exitCode),
    message: `container ${name} exited with code ${exitCode}; ${advice(exitCode, pod)}`,
  };
}

function agentReason(exitCode: number): TaskProblem['reason'] {
  if (exitCode === EXIT_TEMPORARY) return 'TemporaryFailure';
  return EXIT_BAD_INPUT.includes(exitCode) ? 'BadInput' : 'AgentFailed';
}

function advice(exitCode: number, pod: ObservedPod): string {
  return EXIT_BAD_INPUT.includes(exitCode) ? `correct its contexts, see ${logs(pod)}` : `see ${logs(pod)}`;
}

function unexplained({ status }: ObservedPod): TaskProblem {
  const words = [status?.reason, status?.message].filter(Boolean).join(': ');
  return { reason: 'PodFailed', message: oneLine(words || 'the Pod failed and no container says why') };
}

const outOfMemory = (name: string): TaskProblem => ({
  reason: 'OOMKilled',
  message: `container ${name} needed more memory than its limit; raise resources.limits.memory in the WorkspaceConfig`,
});

function failures(containers: readonly ObservedContainer[] = []): { name: string; terminated: Terminated }[] {
  return containers.flatMap(({ name, state }) =>
    state?.terminated && state.terminated.exitCode !== 0 ? [{ name, terminated: state.terminated }] : [],
  );
}

function logs(pod: ObservedPod): string {
  const { namespace, name } = pod.metadata;
  const job = controllerOf(pod)?.name;
  return `kubectl logs -n ${namespace} ${job ? `job/${job}` : name}`;
}
