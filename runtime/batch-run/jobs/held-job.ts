import type { Phase } from '../../../api/generated/kinds.js';
import { ANNOTATION_TASK_PHASE, LABEL_KUEUE_QUEUE } from '../../../api/labels.js';
import type { Amendment } from '../../engine/reconcile/diff.js';
import type { ObservedJob } from '../observed.js';

/*
 * A Job is held by `spec.parallelism: 0`, a field that no planner writes: nothing that comes from Git changes, so nothing
 * that applies it fights over it. Kubernetes deletes the Pods of such a Job without counting them as failures.
 * `spec.suspend` belongs to Kueue and to people: it is never written, and a Job that Kueue queues is never touched.
 * Source: https://kubernetes.io/docs/concepts/workloads/controllers/job/#controlling-parallelism
 */

export const isSuspended = ({ spec }: ObservedJob): boolean => spec?.suspend === true;

/** Whether it is Kueue that decides when the Job runs. */
export const isQueuedByKueue = ({ metadata: { labels = {} } }: ObservedJob): boolean => LABEL_KUEUE_QUEUE in labels;

/** Whether the Job may have no Pod, and it is for us to allow it one. */
export const isHeld = (job: ObservedJob): boolean => job.spec?.parallelism === 0 && !isQueuedByKueue(job);

/** @param phase of its task, if that has finished, so that the Job never runs */
export const hold = (job: ObservedJob, phase?: Phase): Amendment => ({
  ...withParallelism(job, 0, phase === undefined ? {} : withPhase(phase)),
});

/** Says of a Job that never runs how its task ended. */
export const mark = (object: ObservedJob, phase: Phase): Amendment => ({
  ...{ type: 'amend', object, patch: withPhase(phase) },
});

/** What a Job says of its task. */
export const markOf = ({ metadata: { annotations } }: ObservedJob): string | undefined =>
  annotations?.[ANNOTATION_TASK_PHASE];

export const unhold = (job: ObservedJob): Amendment =>
  withParallelism(job, 1, markOf(job) === undefined ? {} : withPhase(null));

/** Whether the change takes a Job its Pod. */
export const isHold = (amendment: Amendment): boolean => parallelismIn(amendment) === 0;

/** Whether the change allows a Job its Pod. */
export const isUnhold = (amendment: Amendment): boolean => parallelismIn(amendment) === 1;

const parallelismIn = ({ object, patch }: Amendment): number | undefined =>
  object.kind === 'Job' ? (patch['spec'] as ObservedJob['spec'])?.parallelism : undefined;

const withPhase = (phase: Phase | null) => ({ metadata: { annotations: { [ANNOTATION_TASK_PHASE]: phase } } });

const withParallelism = (object: ObservedJob, parallelism: number, fields: object): Amendment => ({
  type: 'amend',
  object,
  patch: { ...fields, spec: { parallelism } },
});
