import type { AgentSpec } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { oneLine } from '../../packages/kubernetes-conventions/sentence.js';
import { withAdvice } from '../pod/advice.js';
import { agentPodFailure } from './agent-pod-failure.js';
import type { AgentState } from './agent-state.js';
import { lastingFailure } from './lasting-failure.js';
import type { ObservedAgent, ObservedDeployment } from './observed.js';
import { probeText } from './probe-text.js';
import { startingSeconds } from './unready-failure.js';

/**
 * The state of an Agent from its Deployment and Pods. An agent whose new version does not start is still ready as long as
 * enough Pods of the old one are.
 */
export function rolloutState(
  deployment: ObservedDeployment,
  { parent, pods, warnings }: Pick<ObservedAgent, 'parent' | 'pods' | 'warnings'>,
  now: number,
): AgentState {
  const isReady = conditionOf(deployment, 'Available')?.status === 'True';
  if (isRolledOut(deployment)) return { isReady, progress: 'Settled', ...settled(deployment) };
  const isStalled = conditionOf(deployment, 'Progressing')?.reason === 'ProgressDeadlineExceeded';
  const seen =
    refusedPods(deployment) ??
    agentPodFailure(parent.spec, pods, warnings, now) ??
    silentPods(deployment, parent.spec, pods, now);
  const why = lastingFailure(parent, pods, seen) ?? slowRollout(deployment, parent.spec, isStalled);
  return { isReady, progress: isStalled ? 'Stalled' : 'Reconciling', ...why };
}

/** The same rule as `kubectl rollout status`. */
export function isRolledOut({ metadata, spec, status = {} }: ObservedDeployment): boolean {
  const { observedGeneration = 0, replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  if (observedGeneration < (metadata.generation ?? 1)) return false;
  return updatedReplicas === (spec?.replicas ?? 1) && replicas === updatedReplicas && availableReplicas >= replicas;
}

type Why = Pick<AgentState, 'reason' | 'message'>;

function settled({ spec, status }: ObservedDeployment): Why {
  if (spec?.replicas === 0) return { reason: 'ScaledToZero', message: 'no Pod is wanted' };
  const count = status?.readyReplicas ?? 0;
  return { reason: 'Available', message: `${count} of ${spec?.replicas ?? 1} Pods ready` };
}

/** Pods that the API server does not accept: quota, Pod Security, a webhook. */
function refusedPods(deployment: ObservedDeployment): Why | undefined {
  const failure = conditionOf(deployment, 'ReplicaFailure');
  if (failure?.status !== 'True') return undefined;
  return {
    reason: 'FailedCreate',
    message: oneLine(withAdvice(failure.message ?? 'the Pods cannot be created', 'Agent')),
  };
}

/** Pods that were rolled out and have stopped answering; after a change of their number some are only starting. */
function silentPods(
  deployment: ObservedDeployment,
  spec: AgentSpec,
  pods: ObservedAgent['pods'],
  now: number,
): Why | undefined {
  const wasRolledOut = conditionOf(deployment, 'Progressing')?.reason === 'NewReplicaSetAvailable';
  if (!wasRolledOut || conditionOf(deployment, 'Available')?.status === 'True') return undefined;
  const isStarting = ({ metadata }: KubernetesObject) =>
    now - Date.parse(metadata.creationTimestamp ?? '') < startingSeconds(spec) * 1000;
  const { readyReplicas = 0, replicas = 0 } = deployment.status ?? {};
  if (replicas < (deployment.spec?.replicas ?? 1) || pods.some(isStarting)) return undefined;
  const probe = probeText(spec, 'readinessProbe');
  return {
    reason: 'NotReady',
    message: `${readyReplicas} of ${replicas} Pods answer their readiness probe (${probe})`,
  };
}

function slowRollout({ spec, status = {} }: ObservedDeployment, agent: AgentSpec, isStalled: boolean): Why {
  const { readyReplicas = 0, updatedReplicas = 0 } = status;
  const pods = `${updatedReplicas} of ${spec?.replicas ?? 1} Pods are updated, ${readyReplicas} ready`;
  const message = `${pods}; a Pod is ready when its readiness probe succeeds (${probeText(agent, 'readinessProbe')})`;
  return { reason: isStalled ? 'ProgressDeadlineExceeded' : 'RollingOut', message };
}

const conditionOf = ({ status }: ObservedDeployment, type: string) =>
  status?.conditions?.find((condition) => condition.type === type);
