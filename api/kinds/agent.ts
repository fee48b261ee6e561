import type { Resource } from '../../packages/kubernetes-conventions/resource.js';
import { appliedOnly, observe } from '../permission.js';
import type { TaskReason } from '../reasons.js';
import { beeaiGroup } from './groups.js';
import type { Kind } from './kind.js';

export const agents: Resource = { ...beeaiGroup, plural: 'agents', kind: 'Agent' };

export const agent: Kind = {
  resource: agents,
  singular: 'agent',
  short: 'kag',
  role: 'service',
  writes: {
    apiGroup: 'beeai.dev',
    resources: ['agents'],
    verbs: ['get', 'create', 'patch'],
    why: 'the Agent that an AgentBuild deploys; no other spec is ever changed',
    seldom: appliedOnly,
  },
  children: [
    {
      apiGroup: 'apps',
      resources: ['deployments'],
      verbs: [...observe, 'get', 'create', 'patch'],
      why: "an agent's Pods",
      seldom: appliedOnly,
    },
    {
      apiGroup: '',
      resources: ['services'],
      verbs: [...observe, 'get', 'create', 'patch'],
      why: "an agent's address",
      seldom: appliedOnly,
    },
  ],
};

/** Why an Agent is ready or not. Those of its Pods have the same names as a task's. */
export type AgentReason =
  | TaskReason
  /** Enough Pods are ready. */
  | 'Available'
  /** spec.replicas is 0, or the Deployment was scaled to 0. */
  | 'ScaledToZero'
  /** Pods are being created, replaced or removed. */
  | 'RollingOut'
  /** The Deployment has made no progress within its progressDeadlineSeconds. */
  | 'ProgressDeadlineExceeded'
  /** Its container exits repeatedly. */
  | 'CrashLoopBackOff'
  /** It runs but does not answer its readiness probe. */
  | 'NotReady'
  /** The Agent cannot be planned; it is applied when the spec is corrected. */
  | 'InvalidSpec'
  /** A Deployment of its name belongs to another owner, and is not changed. */
  | 'DeploymentConflict'
  /** A Service of its name belongs to another owner, and is not changed. */
  | 'ServiceConflict'
  /** The API server refused the Deployment or the Service; retried. */
  | 'ApplyFailed';
