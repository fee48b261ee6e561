import type { Agent } from '../../api/generated/kinds.js';
import { agents } from '../../api/kinds/agent.js';
import { deployments, pods, services } from '../../api/kinds/kubernetes.js';
import { LABEL_AGENT } from '../../api/labels.js';
import { Informer } from '../../packages/kubernetes-client/cache/informer.js';
import { byLabel } from '../../packages/kubernetes-client/cache/store.js';
import { type InformerContext, type SharedInformers, whole } from '../caches/shared-informers.js';
import type { ObservedDeployment, ObservedService } from './observed.js';
import { agentPodFields, projectAgentPod } from './projections.js';

/** Everything the Agent reconciler reads. */
export type Informers = ReturnType<typeof createAgentInformers> & Pick<SharedInformers, 'warnings'>;

/** What it alone reads. Of Deployments, Services and Pods only those with an Agent's label are ever sent. */
export function createAgentInformers(context: InformerContext) {
  const ofAgents = { ...context, labelSelector: LABEL_AGENT };
  return {
    agents: new Informer({ ...context, resource: agents, project: whole<Agent>, indexes: {} }),
    agentDeployments: new Informer({
      ...ofAgents,
      resource: deployments,
      project: whole<ObservedDeployment>,
      indexes: {},
    }),
    agentServices: new Informer({ ...ofAgents, resource: services, project: whole<ObservedService>, indexes: {} }),
    agentPods: new Informer({
      ...ofAgents,
      resource: pods,
      fields: agentPodFields,
      project: projectAgentPod,
      indexes: { byAgent: byLabel(LABEL_AGENT) },
    }),
  };
}
