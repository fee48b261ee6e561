import type { AgentBuild, AgentBuildStatus, BuildRecord } from '../../api/generated/kinds.js';
import { timestamp } from '../../packages/kubernetes-conventions/timestamp.js';
import type { BuildState } from './build-state.js';
import { conditionsOf } from './conditions.js';
import { type Deployment, lastImage } from './policies/deployment.js';

/** What a pass found out. */
export interface ReportedBuild {
  /** Of the spec as it is. */
  readonly state: BuildState;
  /** Hash of the spec as it is; undefined when it cannot be planned. */
  readonly hash: string | undefined;
  /** The present spec's first, if it has one. */
  readonly builds: readonly BuildRecord[];
  /** Of the Agent, when there is one that is the AgentBuild's. */
  readonly agentName: string | undefined;
  readonly deployment: Deployment | undefined;
}

/** The whole status. Name and times are those of the present spec's build; the image is the last that was built. */
export function statusOf({ metadata, status }: AgentBuild, reported: ReportedBuild, now: number): AgentBuildStatus {
  const { state, hash, builds, agentName, deployment } = reported;
  const { pipelineRunName, startTime, completionTime } = builds.find((record) => record.hash === hash) ?? {};
  const { image, commit } = lastImage(builds) ?? {};
  const observedGeneration = metadata.generation ?? 1;
  const moment = { observedGeneration, time: timestamp(now) };
  return {
    observedGeneration,
    phase: state.phase,
    ...(hash && { buildHash: hash }),
    ...(pipelineRunName && { pipelineRunName }),
    ...(startTime && { startTime }),
    ...(completionTime && { completionTime }),
    ...(image && { image }),
    ...(commit && { commit }),
    ...(agentName && { agentName }),
    builds: [...builds],
    conditions: conditionsOf(state, deployment, status?.conditions ?? [], moment),
  };
}
