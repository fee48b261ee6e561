import type { AgentBuildSpec } from '../../../api/generated/kinds.js';
import { DEFAULT_BUILDER } from '../images.js';
import { buildah } from './buildah.js';
import type { BuilderPlan } from './builder-plan.js';
import { buildkitRootless } from './buildkit-rootless.js';
import { kaniko } from './kaniko.js';

const builders: Readonly<Record<NonNullable<AgentBuildSpec['builder']>, (spec: AgentBuildSpec) => BuilderPlan>> = {
  kaniko,
  'buildkit-rootless': buildkitRootless,
  buildah,
};

/** The builder that the spec names. */
export const builderOf = (spec: AgentBuildSpec): BuilderPlan => builders[spec.builder ?? DEFAULT_BUILDER](spec);
