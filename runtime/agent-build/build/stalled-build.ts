import { controllerOf } from '../../../packages/kubernetes-conventions/owner.js';
import { oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import type { ObservedWarning } from '../../caches/observed-warning.js';
import { withAdvice } from '../../pod/advice.js';
import type { ObservedPod } from '../../pod/observed-pod.js';
import { podStartFailure } from '../../pod/start-failure.js';
import type { BuildState } from '../build-state.js';
import type { ObservedTektonTaskRun } from '../observed.js';

type StallReason = Pick<BuildState, 'reason' | 'message'>;

/** The Pods of all builds, and the warnings about them. */
export interface PodObservations {
  readonly pods: readonly ObservedPod[];
  readonly warnings: readonly ObservedWarning[];
}

/** What blocks a build that is not finished; undefined when nothing does, so that the status recovers with the build. */
export function stallReason(
  taskRuns: readonly ObservedTektonTaskRun[],
  observations: PodObservations,
): StallReason | undefined {
  for (const taskRun of taskRuns.filter(isUnfinished)) {
    const reason = podStallReason(taskRun, observations) ?? withoutPod(taskRun);
    if (reason) return reason;
  }
  return undefined;
}

const isUnfinished = ({ status }: ObservedTektonTaskRun): boolean =>
  status?.succeeded?.status !== 'True' && status?.succeeded?.status !== 'False';

function podStallReason(
  { metadata, pipelineTask }: ObservedTektonTaskRun,
  observations: PodObservations,
): StallReason | undefined {
  const own = observations.pods.filter((pod) => controllerOf(pod)?.name === metadata.name && isWaiting(pod));
  for (const pod of own) {
    const about = observations.warnings.filter(({ involvedObject }) => involvedObject.uid === pod.metadata.uid);
    const problem = podStartFailure(
      pod,
      about.toSorted((a, b) => (a.lastSeen < b.lastSeen ? -1 : 1)).at(-1),
      'AgentBuild',
    );
    if (problem) return { ...problem, message: oneLine(`task ${pipelineTask}: ${problem.message}`) };
  }
  return undefined;
}

/** A try that failed leaves its Pod behind. */
const isWaiting = ({ metadata, status }: ObservedPod): boolean =>
  metadata.deletionTimestamp === undefined && status?.phase !== 'Failed' && status?.phase !== 'Succeeded';

/** Tekton's words for a Pod that it could not create yet, or is about to create once more. */
const waiting: ReadonlySet<string> = new Set(['ExceededResourceQuota', 'ExceededNodeResources', 'ToBeRetried']);

function withoutPod({ status, pipelineTask }: ObservedTektonTaskRun): StallReason | undefined {
  const { reason = '', message = '' } = status?.succeeded ?? {};
  if (!waiting.has(reason)) return undefined;
  return { reason, message: oneLine(withAdvice(`task ${pipelineTask}: ${message || reason}`, 'AgentBuild')) };
}
