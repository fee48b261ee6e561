import { agentBuild } from '../../api/kinds/agent-build.js';
import type { ReconciledKind } from '../reconciled-kind.js';
import { agentBuildController } from './controller.js';
import { createAgentBuildInformers, type Informers, ofTekton } from './informers.js';
import { agentBuildMetrics } from './metrics.js';

export const agentBuildKind: ReconciledKind<ReturnType<typeof createAgentBuildInformers>, Informers> = {
  kind: agentBuild,
  informers: createAgentBuildInformers,
  part: ({ warnings, agents, agentBuilds, buildAccounts, buildPods, ...tekton }, context) => {
    const { pipelines, pipelineRuns, tektonTaskRuns } = tekton;
    const own = { warnings, agents, agentBuilds, buildAccounts, buildPods };
    const informers = { ...own, pipelines, pipelineRuns, tektonTaskRuns };
    return {
      needs: Object.values(own),
      // It starts without Tekton, to say that it is missing.
      optional: ofTekton(informers),
      create: () => agentBuildController(informers, context),
    };
  },
  metrics: agentBuildMetrics,
};
