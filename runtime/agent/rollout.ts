import type { KubernetesObject } from '../../api/kubernetes-object.js';
import { oneLine } from '../run/sentence.js';
import { agentPodProblem } from './agent-pod-problem.js';
import type { AgentState } from './agent-state.js';
import type { ObservedAgent, ObservedDeployment } from './observed.js';

/**
 * What an agent's Deployment and Pods tell of it. An agent whose new version does not start is still ready as long as
 * enough Pods of the old one are.
 */
export function rolloutState(
  deployment: ObservedDeployment,
  { pods, warnings }: Pick<ObservedAgent, 'pods' | 'warnings'>,
  now: number,
): AgentState {
  const isReady = conditionOf(deployment, 'Available')?.status === 'True';
  if (isRolledOut(deployment)) return { isReady, progress: 'Settled', ...settled(deployment) };
  const isStalled = conditionOf(deployment, 'Progressing')?.reason === 'ProgressDeadlineExceeded';
  const why =
    refusedPods(deployment) ??
    agentPodProblem(pods, warnings) ??
    silentPods(deployment, pods, now) ??
    slowRollout(deployment, isStalled);
  return { isReady, progress: isStalled ? 'Stalled' : 'Reconciling', ...why };
}

/** As `kubectl rollout status` judges it. */
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
  return { reason: 'FailedCreate', message: oneLine(failure.message ?? 'the Pods cannot be created') };
}

/** How long a Pod is starting before it is silent. */
const STARTING_SECONDS = 30;

/** Pods that were rolled out and have stopped answering; after a change of their number some are only starting. */
function silentPods(deployment: ObservedDeployment, pods: ObservedAgent['pods'], now: number): Why | undefined {
  const wasRolledOut = conditionOf(deployment, 'Progressing')?.reason === 'NewReplicaSetAvailable';
  if (!wasRolledOut || conditionOf(deployment, 'Available')?.status === 'True') return undefined;
  const isStarting = ({ metadata }: KubernetesObject) =>
    now - Date.parse(metadata.creationTimestamp ?? '') < STARTING_SECONDS * 1000;
  const { readyReplicas = 0, replicas = 0 } = deployment.status ?? {};
  if (replicas < (deployment.spec?.replicas ?? 1) || pods.some(isStarting)) return undefined;
  return { reason: 'NotReady', message: `${readyReplicas} of ${replicas} Pods answer their readiness probe` };
}

function slowRollout({ spec, status = {} }: ObservedDeployment, isStalled: boolean): Why {
  const { readyReplicas = 0, updatedReplicas = 0 } = status;
  const message = `${updatedReplicas} of ${spec?.replicas ?? 1} Pods are of the newest version, ${readyReplicas} ready`;
  return { reason: isStalled ? 'ProgressDeadlineExceeded' : 'RollingOut', message };
}

const conditionOf = ({ status }: ObservedDeployment, type: string) =>
  status?.conditions?.find((condition) => condition.type === type);
