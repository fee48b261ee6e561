import type { Deployment, DeploymentStatus, ReplicaSet } from '../../objects.js';
import { planRollout, type Scales, sizeOf } from './plan-rollout.js';
import { replicaSetOfDeployment, revisionOf } from './replica-set.js';
import { deploymentStatus } from './status.js';

/** What one pass asks for. */
export interface DeploymentOutcome {
  /** The ReplicaSet of the template, when there is none yet; nothing else is asked for then. */
  readonly create?: ReplicaSet;
  readonly scale: Scales;
  /** Old versions that nobody goes back to any more. */
  readonly remove: readonly ReplicaSet[];
  readonly status?: DeploymentStatus;
}

/** As the API server defaults it. */
const defaultHistoryLimit = 10;

/** Decides the next step of a rollout. Pure: when all is rolled out, a pass asks for nothing. @param replicaSets those it controls */
export function reconcileDeployment(
  deployment: Deployment,
  replicaSets: readonly ReplicaSet[],
  now: string,
): DeploymentOutcome {
  const oldestFirst = replicaSets.toSorted((a, b) => revisionOf(a) - revisionOf(b));
  const wanted = replicaSetOfDeployment(deployment, oldestFirst);
  const newest = oldestFirst.find(({ metadata }) => metadata.name === wanted.metadata.name);
  if (!newest) return { create: wanted, scale: new Map(), remove: [] };
  const older = oldestFirst.filter((one) => one !== newest);
  const idle = older.filter((one) => sizeOf(one) === 0 && (one.status?.replicas ?? 0) === 0);
  const kept = deployment.spec.revisionHistoryLimit ?? defaultHistoryLimit;
  return {
    scale: planRollout(deployment, { newest, older }),
    remove: idle.slice(0, Math.max(0, idle.length - kept)),
    status: deploymentStatus(deployment, { newest, older }, now),
  };
}
