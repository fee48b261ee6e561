import { AGENT_CONTAINER, setupContainers as ours, setupFailureReason } from '../../api/containers.js';
import { EXIT_BAD_INPUT, EXIT_TEMPORARY } from '../../api/exit-codes.js';
import { controllerOf } from '../../packages/kubernetes-conventions/owner.js';
import { oneLine } from '../../packages/kubernetes-conventions/sentence.js';
import { agentResult } from './agent-result.js';
import { exitHint, startHint } from './exit-hint.js';
import { withIgnoredSigterm } from './ignored-sigterm.js';
import type { ObservedContainer, ObservedPod, ObservedTermination } from './observed-pod.js';
import { setupContainers, workContainers } from './pod-containers.js';
import { podDisruption } from './pod-disruption.js';
import type { TaskFailure } from './task-failure.js';

const { tokens, refresh } = ours;

/** Why a failed Pod failed: its deadline or what took it away first, then the first container of ours that failed, then the agent or a step. */
export function podFailure(pod: ObservedPod): TaskFailure {
  return tooSlow(pod) ?? podDisruption(pod) ?? setupFailure(pod) ?? workFailure(pod) ?? unexplained(pod);
}

/** Its own deadline, which its kubelet keeps. */
function tooSlow(pod: ObservedPod): TaskFailure | undefined {
  if (pod.status?.reason !== 'DeadlineExceeded') return undefined;
  return { ...deadlineExceeded, message: withIgnoredSigterm(deadlineExceeded.message, pod) };
}

export const deadlineExceeded: TaskFailure = {
  reason: 'DeadlineExceeded',
  message: 'the task took longer than activeDeadlineSeconds of the Batch',
};

function setupFailure(pod: ObservedPod): TaskFailure | undefined {
  // A sidecar ends after the others, and how it does says nothing.
  const [failed] = failures(setupContainers(pod).filter(({ name }) => name !== refresh.name));
  if (!failed) return undefined;
  const { name, terminated } = failed;
  if (terminated.reason === 'OOMKilled') return outOfMemory(name);
  const exited = `init container ${name} exited with code ${terminated.exitCode}; ${logAdvice(pod, name)}`;
  const isTemporary = name === tokens.name && terminated.exitCode === EXIT_TEMPORARY;
  const reason = isTemporary ? 'TemporaryFailure' : setupFailureReason(name);
  return { reason, message: oneLine(terminated.message?.trim() || exited) };
}

function workFailure(pod: ObservedPod): TaskFailure | undefined {
  const [failed] = failures(workContainers(pod));
  if (!failed) return undefined;
  const { name, terminated } = failed;
  if (terminated.reason === 'OOMKilled') return outOfMemory(name);
  if (isRuntimeError(terminated)) {
    const why = terminated.message ?? terminated.reason;
    return { reason: 'PodFailed', message: oneLine(`container ${name} cannot start: ${why}${startHint(why ?? '')}`) };
  }
  return name === AGENT_CONTAINER ? agentFailure(pod, terminated) : stepFailure(pod, name, terminated);
}

function agentFailure(pod: ObservedPod, terminated: ObservedTermination): TaskFailure {
  const { exitCode } = terminated;
  const isBadInput = EXIT_BAD_INPUT.includes(exitCode);
  const advice = `${isBadInput ? 'correct its contexts, ' : ''}${logAdvice(pod)}`;
  const { error } = agentResult(terminated.message).result ?? {};
  const why = error === undefined ? exitHint(terminated) : `: ${error}`;
  const message = `container ${AGENT_CONTAINER} exited with code ${exitCode}${why}; ${advice}`;
  if (exitCode === EXIT_TEMPORARY) return { reason: 'TemporaryFailure', message };
  return { reason: isBadInput ? 'BadInput' : 'AgentFailed', message };
}

/** The agent's exit codes mean nothing special in a script of the user's own. */
const stepFailure = (pod: ObservedPod, name: string, terminated: ObservedTermination): TaskFailure => ({
  reason: 'StepFailed',
  message: `step ${name} exited with code ${terminated.exitCode}${exitHint(terminated)}; ${logAdvice(pod, name)}`,
});

function unexplained({ status }: ObservedPod): TaskFailure {
  const words = [status?.reason, status?.message].filter(Boolean).join(': ');
  return { reason: 'PodFailed', message: oneLine(words || 'the Pod failed without a reason') };
}

const outOfMemory = (name: string): TaskFailure => ({
  reason: 'OOMKilled',
  message: `container ${name} exceeded its memory limit; raise resources.limits.memory in the ${name === AGENT_CONTAINER ? '' : 'step or the '}WorkspaceConfig`,
});

/** Only then is the termination message the container runtime's; otherwise it is the container's own result. */
export const isRuntimeError = ({ reason }: ObservedTermination): boolean =>
  reason === 'StartError' || reason === 'ContainerCannotRun';

function failures(containers: readonly ObservedContainer[]): { name: string; terminated: ObservedTermination }[] {
  return containers.flatMap(({ name, state }) =>
    state?.terminated && state.terminated.exitCode !== 0 ? [{ name, terminated: state.terminated }] : [],
  );
}

/** Where to look for more; the logs of a Pod are deleted with it. */
function logAdvice(pod: ObservedPod, container?: string): string {
  const { namespace, name, deletionTimestamp } = pod.metadata;
  if (deletionTimestamp) return 'its logs are gone, because its Pod was deleted';
  const owner = controllerOf(pod);
  const target = owner?.kind === 'Job' ? `job/${owner.name}` : name;
  return `see kubectl logs -n ${namespace} ${target}${container ? ` -c ${container}` : ''}`;
}
