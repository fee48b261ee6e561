import type { AgentBuildSpec } from '../../api/generated/kinds.js';
import { result } from './results.js';
import { taskOfStep } from './tasks.js';
import type { PipelineResult } from './tekton-objects.js';

const sources = {
  IMAGE_URL: 'push',
  IMAGE_DIGEST: 'push',
  'CHAINS-GIT_URL': 'pull',
  'CHAINS-GIT_COMMIT': 'pull',
} as const;

/** What a run tells when it is done. Tekton Chains makes provenance of it. */
export const pipelineResults = (spec: AgentBuildSpec): PipelineResult[] =>
  Object.entries(sources).map(([name, step]) => ({
    ...result(name as keyof typeof sources),
    value: `$(tasks.${taskOfStep(spec, step)}.results.${name})`,
  }));
