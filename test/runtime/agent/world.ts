import type { Agent } from '../../../api/generated/kinds.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { withController } from '../../../packages/kubernetes-conventions/owner.js';
import { agentInputs } from '../../../plan/agent/inputs.js';
import { planAgent } from '../../../plan/agent/plan.js';
import type {
  ObservedAgent,
  ObservedAgentPod,
  ObservedDeployment,
  ObservedService,
} from '../../../runtime/agent/observed.js';

export const now = Date.parse('2026-01-05T12:00:00Z');

export const makeAgent = (spec: Partial<Agent['spec']> = {}, status?: Agent['status']): Agent => ({
  apiVersion: 'beeai.dev/v1',
  kind: 'Agent',
  metadata: { name: 'helper', namespace: 'team', uid: 'agent-uid', generation: 2 },
  spec: { image: 'ghcr.io/org/agent:v1', ...spec },
  ...(status ? { status } : {}),
});

/** The agent's Deployment and Service as they are when everything is well, of `replicas` Pods. */
export function children(agent: Agent, status: ObservedDeployment['status'] = healthy(1)) {
  const { deployment, service } = planAgent(agentInputs(agent));
  const owned = (object: KubernetesObject) =>
    withController({ ...object, metadata: { ...object.metadata, generation: 1, uid: object.kind } }, agent);
  const { spec } = deployment;
  return {
    deployment: { ...owned(deployment), spec: { replicas: 1, ...spec }, status } as ObservedDeployment,
    service: owned(service) as ObservedService,
  };
}

export const healthy = (replicas: number): ObservedDeployment['status'] => ({
  observedGeneration: 1,
  replicas,
  updatedReplicas: replicas,
  readyReplicas: replicas,
  availableReplicas: replicas,
  conditions: [{ type: 'Available', status: 'True' }],
});

/** A first version that answers, and a second that does not. */
export const halfway = (reason = 'ReplicaSetUpdated'): ObservedDeployment['status'] => ({
  observedGeneration: 1,
  replicas: 2,
  updatedReplicas: 1,
  readyReplicas: 1,
  availableReplicas: 1,
  conditions: [
    { type: 'Available', status: 'True' },
    { type: 'Progressing', status: reason === 'ProgressDeadlineExceeded' ? 'False' : 'True', reason },
  ],
});

export const makePod = (
  name: string,
  waiting?: { reason: string; message?: string },
  rest: object = {},
): ObservedAgentPod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'team', uid: name, creationTimestamp: `2026-01-05T11:00:0${name.length % 10}Z` },
  status: {
    phase: 'Pending',
    containerStatuses: [{ name: 'agent', image: 'i:v1', state: waiting ? { waiting } : { running: {} } }],
  },
  ...rest,
});

export function observe(agent: Agent, observed: Partial<ObservedAgent> = {}): ObservedAgent {
  const { deployment, service } = children(agent);
  return { parent: agent, children: [deployment, service], pods: [], warnings: [], ...observed };
}
