import type { BuildState } from '../build-state.js';
import type { ObservedPipelineRun, ObservedTektonTaskRun } from '../observed.js';
import { isRevoked } from '../policies/superseded.js';
import { hasSucceeded, isFinished } from '../tekton/pipeline-run.js';
import type { BuiltImage } from './built-image.js';
import { failureOf } from './failure-reason.js';
import { type PodObservations, stallReason } from './stalled-build.js';

/** The state of a build from its PipelineRun. @param taskRuns its own, in the order of their start */
export function buildPhase(
  run: ObservedPipelineRun,
  taskRuns: readonly ObservedTektonTaskRun[],
  observations: PodObservations,
  built: BuiltImage,
): BuildState {
  if (hasSucceeded(run)) return succeeded(run, built);
  if (isRevoked(run)) return superseded(run);
  return isFinished(run) ? failureOf(run, taskRuns) : unfinished(run, taskRuns, observations);
}

function succeeded({ metadata: { name } }: ObservedPipelineRun, { image, commit }: BuiltImage): BuildState {
  if (image !== undefined) {
    const source = commit === undefined ? '' : ` from commit ${commit.slice(0, 12)}`;
    return { phase: 'Succeeded', reason: 'Completed', message: `built ${image}${source}` };
  }
  const message = `PipelineRun ${name} succeeded without a result IMAGE_DIGEST of the form sha256:<64 hex digits>`;
  return { phase: 'Failed', reason: 'DigestMissing', message };
}

function superseded(run: ObservedPipelineRun): BuildState {
  if (isFinished(run)) return supersededState;
  const message = 'the spec has changed, and the build is being cancelled';
  return { phase: phaseOf(run), reason: 'Superseded', message };
}

export const supersededState: BuildState = {
  phase: 'Cancelled',
  reason: 'Superseded',
  message: 'cancelled because the spec changed before the build ended',
};

function unfinished(
  run: ObservedPipelineRun,
  taskRuns: readonly ObservedTektonTaskRun[],
  observations: PodObservations,
): BuildState {
  const phase = phaseOf(run);
  const { name } = run.metadata;
  if (run.spec.status === 'PipelineRunPending') return held(name);
  if (run.spec.status) return { phase, reason: 'Cancelling', message: `PipelineRun ${name} is being stopped` };
  if (phase === 'Pending') return waitingForTekton(name);
  return { phase, ...(stallReason(taskRuns, observations) ?? running(name, taskRuns)) };
}

/** Tekton gives a PipelineRun its startTime when it first looks at it. */
const phaseOf = ({ status }: ObservedPipelineRun) => (status?.startTime === undefined ? 'Pending' : 'Running');

export const waitingForTekton = (name: string): BuildState => ({
  phase: 'Pending',
  reason: 'PipelineRunPending',
  message: `PipelineRun ${name} waits for Tekton; if it keeps waiting, see kubectl get deployments -n tekton-pipelines`,
});

/** Another controller, such as Kueue, holds it. */
const held = (name: string): BuildState => ({
  phase: 'Pending',
  reason: 'PipelineRunPending',
  message: `PipelineRun ${name} is held by its spec.status`,
});

export const aboutToEnd = (name: string): BuildState => ({
  phase: 'Running',
  reason: 'Running',
  message: `PipelineRun ${name} has failed; waiting for the status of its TaskRuns`,
});

function running(name: string, taskRuns: readonly ObservedTektonTaskRun[]) {
  const newest = taskRuns.at(-1);
  // All containers of a Pod start together, and each waits for the one before it.
  const step = newest?.status?.steps.find(({ isRunning }) => isRunning)?.name;
  const where = newest ? `${step ? `step ${step}` : `task ${newest.pipelineTask}`} of ` : '';
  return { reason: 'Running', message: `${where}PipelineRun ${name} is running` };
}
