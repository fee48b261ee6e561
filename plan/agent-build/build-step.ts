import type { AgentBuildSpec } from '../../api/generated/kinds.js';
import { canonicalResources } from '../pod/canonical-resources.js';
import { builderOf } from './builders/builder.js';
import { variables } from './git-token.js';
import { imagesOf } from './images.js';
import { withOwnEnv } from './step-env.js';
import type { StepPlan } from './step-plan.js';

/** Builds the clone into an OCI layout; sees no secret. */
export function buildStep(spec: AgentBuildSpec): StepPlan {
  const { step, env: own = [], volumes } = builderOf(spec);
  const env = withOwnEnv(variables(spec), own);
  return {
    params: ['source-subfolder', 'dockerfile', 'build-args'],
    results: [],
    volumes,
    step: {
      name: 'build',
      image: imagesOf(spec).build,
      ...(env.length > 0 ? { env } : {}),
      ...step,
      ...(spec.resources ? { computeResources: canonicalResources(spec.resources) } : {}),
    },
  };
}
