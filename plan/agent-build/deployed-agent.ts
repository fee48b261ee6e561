import type { Agent } from '../../api/generated/kinds.js';
import { LABEL_AGENT_BUILD } from '../../api/labels.js';
import { fitName } from '../../packages/kubernetes-conventions/fit-name.js';
import type { AgentBuildInputs } from './inputs.js';
import { withPlanHash } from './with-plan-hash.js';

/** The Agent that an AgentBuild keeps on an image, as long as `deploy` is set. */
export function deployedAgent({ name, namespace, spec }: AgentBuildInputs, image: string): Agent {
  const { name: agentName = name, description, ...runtime } = spec.agent ?? {};
  return withPlanHash({
    apiVersion: 'beeai.dev/v1',
    kind: 'Agent',
    metadata: {
      name: agentName,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { [LABEL_AGENT_BUILD]: fitName(name) },
    },
    spec: { image, ...(description === undefined ? {} : { description }), ...runtime },
  });
}
