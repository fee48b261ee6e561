import { ANNOTATION_SUPERSEDED } from '../../../api/labels.js';
import type { Amendment } from '../../engine/reconcile/diff.js';
import type { ObservedPipelineRun } from '../observed.js';
import { hasSucceeded, isFinished } from '../tekton/pipeline-run.js';

/** Whether a PipelineRun was cancelled for another spec, in time: then its spec has not been built. */
export const isRevoked = (run: ObservedPipelineRun): boolean =>
  run.metadata.annotations?.[ANNOTATION_SUPERSEDED] !== undefined && !hasSucceeded(run);

/**
 * Cancels the builds of former specs that have not ended. They would cost as much as the one that is wanted, and could
 * push their image over its tag.
 *
 * @source https://tekton.dev/docs/pipelines/pipelineruns/#cancelling-a-pipelinerun
 */
export const cancelSuperseded = (runs: readonly ObservedPipelineRun[], wanted: string): Amendment[] =>
  runs
    .filter((run) => run.metadata.name !== wanted && !isFinished(run) && !isRevoked(run))
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map((object) => ({ type: 'amend', object, patch: cancellation }));

const cancellation = {
  metadata: { annotations: { [ANNOTATION_SUPERSEDED]: 'true' } },
  spec: { status: 'Cancelled' },
};
