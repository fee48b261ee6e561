import type { Agent, AgentBuild } from '../../../api/generated/kinds.js';
import { isFinishedPhase } from '../../../api/status/finished.js';
import type { Condition, KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';

/** Of a Tekton TaskRun as much as is shown. */
export interface BuildTask extends KubernetesObject {
  readonly status?: {
    readonly podName?: string;
    readonly steps?: readonly BuildStep[];
  };
}

export interface BuildStep {
  readonly name: string;
  readonly container: string;
  readonly running?: { readonly startedAt?: string };
  /** `Skipped` after a step that failed. */
  readonly terminationReason?: string;
  readonly terminated?: { readonly exitCode: number; readonly startedAt?: string; readonly finishedAt?: string };
}

/** Not so a step that was never begun. */
export const isFailed = ({ terminated, terminationReason }: BuildStep): boolean =>
  terminated !== undefined && terminated.exitCode !== 0 && terminationReason !== 'Skipped';

/** A build as it is observed, with what came of it. */
export interface FollowedBuild {
  readonly build: AgentBuild;
  /** The TaskRuns of its PipelineRun, in the order of their start. */
  readonly tasks: readonly BuildTask[];
  /** The Agent that is kept on the image. */
  readonly agent?: Agent;
}

export const readyOf = (status: { readonly conditions?: readonly Condition[] } | undefined): Condition | undefined =>
  status?.conditions?.find(({ type }) => type === 'Ready');

/** Whether the build, and the Agent where one is wanted, have come to what they will come to. */
export function isSettled({ build, agent }: FollowedBuild): boolean {
  const { phase, observedGeneration, conditions } = build.status ?? {};
  if (observedGeneration !== build.metadata.generation) return false;
  if (build.spec.deploy !== true || phase !== 'Succeeded') return isFinishedPhase(phase);
  const deployed = conditions?.find(({ type }) => type === 'Deployed');
  if (deployed?.reason === 'AgentConflict' || deployed?.reason === 'ApplyFailed') return true;
  return agent !== undefined && isAgentSettled(agent);
}

/** Whether an Agent is up, or will not be by waiting. */
export function isAgentSettled(agent: Agent): boolean {
  const { metadata, status } = agent;
  if (status?.observedGeneration !== metadata.generation) return false;
  const ready = readyOf(status);
  return isUp(agent) || deadEnds.has(ready?.reason ?? '') || isStalled(status);
}

/** Whether an Agent answers. */
export const isUp = ({ status }: Agent): boolean => readyOf(status)?.status === 'True';

/** They may recover, but not by waiting. */
const deadEnds: ReadonlySet<string> = new Set(['CrashLoopBackOff', 'ImagePullBackOff', 'ErrImagePull']);

const isStalled = (status: Agent['status']): boolean =>
  status?.conditions?.some(({ type, status }) => type === 'Stalled' && status === 'True') ?? false;

/** The Agent that does not answer although its image was built; empty when there is none. */
export const fallenAgent = (followed: FollowedBuild): Agent[] =>
  followed.agent && followed.build.status?.phase === 'Succeeded' && !isGood(followed) ? [followed.agent] : [];

/** Built, and where that was asked for, answering. */
export const isGood = ({ build, agent }: FollowedBuild): boolean =>
  build.status?.phase === 'Succeeded' && (build.spec.deploy !== true || (agent !== undefined && isUp(agent)));
