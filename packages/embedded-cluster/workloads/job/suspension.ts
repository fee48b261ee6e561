import type { RecordedEvent } from '../../event-recorder.js';
import type { Job, JobCondition } from '../../objects.js';
import { isTrue, newCondition } from './conditions.js';
import { isSuspended } from './observed.js';

/** What changes for a Job that is about to be suspended or resumed; empty when neither. */
export interface SuspensionChange {
  readonly conditions: readonly JobCondition[];
  readonly events: readonly RecordedEvent[];
  /** The deadline counts from the resumption, not from before the pause. */
  readonly resetsStartTime: boolean;
}

const unchanged: SuspensionChange = { conditions: [], events: [], resetsStartTime: false };

export function suspensionChange(job: Job, now: string): SuspensionChange {
  if (isSuspended(job) === isTrue(job, 'Suspended')) return unchanged;
  return isSuspended(job) ? suspend(now) : resume(now);
}

function suspend(now: string): SuspensionChange {
  return {
    conditions: [newCondition('Suspended', 'True', 'JobSuspended', 'Job suspended', now)],
    events: [{ type: 'Normal', reason: 'Suspended', message: 'Job suspended' }],
    resetsStartTime: false,
  };
}

function resume(now: string): SuspensionChange {
  return {
    conditions: [newCondition('Suspended', 'False', 'JobResumed', 'Job resumed', now)],
    events: [{ type: 'Normal', reason: 'Resumed', message: 'Job resumed' }],
    resetsStartTime: true,
  };
}
