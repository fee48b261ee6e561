import type { AgentStatus } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { isControlledBy } from '../../packages/kubernetes-conventions/owner.js';
import { timestamp } from '../../packages/kubernetes-conventions/timestamp.js';
import { agentSelectorText } from '../../plan/agent/labels.js';
import type { ChildFailure } from '../engine/reconcile/act.js';
import type { Outcome, Report } from '../engine/reconcile/reconcile-once.js';
import type { AgentState } from './agent-state.js';
import { applyFailure, conflict, contested } from './apply-failure.js';
import { conditionsOf } from './conditions.js';
import { isInForce, isWritten } from './in-force.js';
import type { ObservedAgent, ObservedDeployment, ObservedService } from './observed.js';
import { type PlannedAgent, plannedAgent } from './plan.js';
import { rolloutState } from './rollout.js';

/** When to retry after a conflict with an object that is not watched, or after a failure. */
const RETRY_SECONDS = 60;

/** When to look again for what no event reports, such as a Pod that does not become ready. */
const LOOK_AGAIN_SECONDS = 15;

/**
 * Decides one pass over an Agent: its Deployment and Service as the planner says, and what its status should say.
 *
 * Fields that the plan does not name are others', and so are objects of the same name that the Agent does not control, and children that
 * a Git tool applies as well. An Agent that cannot be planned keeps what it has.
 */
export function reconcile(observed: ObservedAgent, now: number): Outcome<AgentStatus> {
  const planned = plannedAgent(observed.parent);
  const { own, conflicting, shared } = sorted(observed);
  const wanted = planned.kind === 'Planned' ? [planned.plan.deployment, planned.plan.service] : own;
  const isLeftAlone = ({ kind }: KubernetesObject) => [...conflicting, ...shared].some((child) => child.kind === kind);
  // What is ours and desired as it is stays as it is.
  const desired = [...shared, ...wanted.filter((child) => !isLeftAlone(child))];
  return { desired, ...report(observed, [], now) };
}

/** What the status says after some of the changes of a pass failed. */
export const explain = (observed: ObservedAgent, failures: readonly ChildFailure[], now: number): Report<AgentStatus> =>
  report(observed, failures, now);

function report(observed: ObservedAgent, failures: readonly ChildFailure[], now: number): Report<AgentStatus> {
  const { own, conflicting, shared } = sorted(observed);
  const planned = plannedAgent(observed.parent);
  const applyFailures = [
    ...conflicting.map(conflict),
    ...shared.flatMap((child) => contested(child) ?? []),
    ...failures.map(applyFailure),
  ];
  const state = stateOf(observed, own.find(isDeployment), planned, applyFailures, now);
  return {
    status: statusOf(observed, own.find(isDeployment), planned, state, now),
    requeueAfterSeconds: requeueAfter(state, failures),
  };
}

/** The Agent's own children, those among them that a Git tool applies as well, and others of the same name. */
function sorted({ parent: agent, children }: ObservedAgent) {
  const own = children.filter((child) => isControlledBy(child, agent.metadata.uid ?? ''));
  const conflicting = children.filter((child) => !own.includes(child));
  return { own, conflicting, shared: own.filter((child) => contested(child)) };
}

function requeueAfter({ progress, reason }: AgentState, failures: readonly ChildFailure[]): number | undefined {
  if (failures.length > 0) return RETRY_SECONDS;
  if (progress !== 'Reconciling') return undefined;
  return reason === 'RollingOut' ? LOOK_AGAIN_SECONDS : RETRY_SECONDS;
}

/** The first that applies: invalid, failed, not applied yet, the state of its Deployment. */
function stateOf(
  observed: ObservedAgent,
  deployment: ObservedDeployment | undefined,
  planned: PlannedAgent,
  [failure]: readonly Pick<AgentState, 'progress' | 'reason' | 'message'>[],
  now: number,
): AgentState {
  const rollout = deployment ? rolloutState(deployment, observed, now) : pending;
  const { isReady } = rollout;
  if (planned.kind === 'InvalidSpec')
    return { isReady, progress: 'Stalled', reason: planned.kind, message: planned.message };
  if (failure) return { isReady, ...failure };
  if (isInForce(planned.plan, observed.children)) return rollout;
  return { ...(isWritten(planned.plan, observed.children) ? changed : pending), isReady };
}

const pending: AgentState = {
  isReady: false,
  progress: 'Reconciling',
  reason: 'RollingOut',
  message: 'the Deployment and the Service are about to be created or changed',
};

/** The same plan, but not as it was applied. Seen for more than a moment, another client changes it after each apply. */
const changed: AgentState = {
  ...pending,
  message:
    'another client, such as an admission webhook, has changed the Deployment or the Service; the controller is about to restore it',
};

function statusOf(
  { parent: { metadata, status } }: ObservedAgent,
  deployment: ObservedDeployment | undefined,
  planned: PlannedAgent,
  state: AgentState,
  now: number,
): AgentStatus {
  const observedGeneration = metadata.generation ?? 1;
  const url = planned.kind === 'Planned' ? planned.url : status?.url;
  return {
    observedGeneration,
    replicas: deployment?.status?.replicas ?? 0,
    readyReplicas: deployment?.status?.readyReplicas ?? 0,
    selector: agentSelectorText(metadata),
    ...(url && { url }),
    conditions: conditionsOf(state, status?.conditions ?? [], { observedGeneration, time: timestamp(now) }),
  };
}

const isDeployment = (child: ObservedDeployment | ObservedService): child is ObservedDeployment =>
  child.kind === 'Deployment';
