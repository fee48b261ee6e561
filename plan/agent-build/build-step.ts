import type { AgentBuildSpec } from '../../api/generated/kinds.js';
import { canonicalResources } from '../canonical-resources.js';
import { buildah } from './builders/buildah.js';
import type { BuilderPlan } from './builders/builder-plan.js';
import { buildkitRootless } from './builders/buildkit-rootless.js';
import { kaniko } from './builders/kaniko.js';
import { variables } from './git-token.js';
import { DEFAULT_BUILDER, imagesOf } from './images.js';
import { withOwnEnv } from './step-env.js';
import type { StepPlan } from './step-plan.js';

const builders: Readonly<Record<NonNullable<AgentBuildSpec['builder']>, (spec: AgentBuildSpec) => BuilderPlan>> = {
  kaniko,
  'buildkit-rootless': buildkitRootless,
  buildah,
};

/** Builds the clone into an OCI layout; sees no secret. */
export function buildStep(spec: AgentBuildSpec): StepPlan {
  const { step, env: own = [], volumes } = builders[spec.builder ?? DEFAULT_BUILDER](spec);
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
