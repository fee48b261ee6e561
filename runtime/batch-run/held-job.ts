import { ANNOTATION_HELD, ANNOTATION_RELEASED, LABEL_KUEUE_QUEUE } from '../../api/labels.js';
import type { Amendment } from '../engine/diff.js';
import type { ObservedJob } from './observed.js';

/*
 * A Job is held by `spec.suspend`, and an annotation says that it was us. Nobody else's suspension is ever lifted, and
 * a Job that Kueue queues is never touched.
 * Source: https://kubernetes.io/docs/concepts/workloads/controllers/job/#suspending-a-job
 */

export const isSuspended = ({ spec }: ObservedJob): boolean => spec?.suspend === true;

/** Whether it is Kueue that decides when the Job runs. */
export const isKueues = ({ metadata: { labels = {} } }: ObservedJob): boolean => LABEL_KUEUE_QUEUE in labels;

/** Whether the Job is suspended by us, so that we may resume it. */
export function isHeld(job: ObservedJob): boolean {
  const { [ANNOTATION_HELD]: held, [ANNOTATION_RELEASED]: released } = job.metadata.annotations ?? {};
  return isSuspended(job) && !isKueues(job) && held === 'true' && released !== 'true';
}

export const hold = (job: ObservedJob): Amendment => suspension(job, true);

export const release = (job: ObservedJob): Amendment => suspension(job, false);

/** Whether the change resumes a Job. */
export const isRelease = ({ patch }: Amendment): boolean =>
  (patch['spec'] as ObservedJob['spec'] | undefined)?.suspend === false;

const suspension = (object: ObservedJob, suspend: boolean): Amendment => ({
  type: 'amend',
  object,
  patch: {
    // Kept when released: of a synthesized Job it stands in Git.
    metadata: { annotations: { [ANNOTATION_HELD]: 'true', [ANNOTATION_RELEASED]: suspend ? null : 'true' } },
    spec: { suspend },
  },
});
