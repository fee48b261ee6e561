import type { AgentBuild } from '../../api/generated/kinds.js';
import { deployedAgent } from '../../plan/agent-build/deployed-agent.js';
import { agentBuildInputs } from '../../plan/agent-build/inputs.js';
import { planAgentBuild } from '../../plan/agent-build/plan.js';
import type { PlannedRun } from './planned-run.js';

/** What a checked AgentBuild would create: one PipelineRun, and what it runs; each step with its image. */
export function plannedAgentBuild(build: AgentBuild): PlannedRun {
  const inputs = agentBuildInputs(build);
  const { image, serviceAccount, pipeline, pipelineRun } = planAgentBuild(inputs);
  const steps = pipeline.spec.tasks.flatMap(({ taskSpec }) => taskSpec.steps);
  return {
    name: `agentbuild/${build.metadata.name}`,
    template: '',
    isReal: true,
    builds: build.spec.deploy ? `${image} and deploys agent/${deployedAgent(inputs, image).metadata.name}` : image,
    parts: steps.map((step) => ({ name: step.name, work: step.image })),
    objects: () => [serviceAccount, pipeline, pipelineRun],
  };
}
