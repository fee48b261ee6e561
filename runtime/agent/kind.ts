import { agent } from '../../api/kinds/agent.js';
import type { ReconciledKind } from '../reconciled-kind.js';
import { agentController } from './controller.js';
import { createAgentInformers, type Informers } from './informers.js';
import { agentMetrics } from './metrics.js';

export const agentKind: ReconciledKind<ReturnType<typeof createAgentInformers>, Informers> = {
  kind: agent,
  informers: createAgentInformers,
  part: ({ warnings, agents, agentDeployments, agentServices, agentPods }, context) => {
    const informers = { warnings, agents, agentDeployments, agentServices, agentPods };
    return { needs: Object.values(informers), create: () => agentController(informers, context) };
  },
  metrics: agentMetrics,
};
