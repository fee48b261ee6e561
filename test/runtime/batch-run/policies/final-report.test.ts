import { describe, expect, test } from '@jest/globals';
import type { TaskStatus } from '../../../../api/generated/kinds.js';
import type { AttemptHistory, AttemptKind } from '../../../../runtime/batch-run/attempts/attempt.js';
import type { JobEnd } from '../../../../runtime/batch-run/jobs/job-end.js';
import type { JobView } from '../../../../runtime/batch-run/jobs/job-view.js';
import { awaitsFinalReport, countedPods } from '../../../../runtime/batch-run/policies/final-report.js';
import { ago, complete, failed, makeJob, makePod, now } from '../world.js';

const known = (phase: TaskStatus['phase'], reason: string): TaskStatus => ({ index: 0, jobName: 'x', phase, reason });
const running = makePod(0, { phase: 'Running' });
const going = (secondsAgo: number) => makePod(0, { phase: 'Running' }, { deletionTimestamp: ago(secondsAgo) });
const over = makePod(0, { phase: 'Failed' });

interface Case {
  /** @default Failed by its back-off limit */
  readonly end?: Partial<JobEnd>;
  readonly secondsAgo: number;
  readonly sees?: Partial<JobView>;
  readonly counted?: number;
  readonly podsKnownSecondsAgo?: number;
  readonly want: boolean;
}

const gone = (kind: AttemptKind): AttemptHistory => ({
  counts: { [kind]: 1 },
  last: [{ pod: 'gone', kind, reason: 'Evicted', time: ago(60) }],
});

describe('whether the final report of a Pod is awaited', () => {
  const cases: Record<string, Case> = {
    'ended by its deadline, and its Pod still runs: no': {
      ...{ end: { reason: 'DeadlineExceeded' }, secondsAgo: 1, sees: { pod: running } },
      want: false,
    },
    'ended by its deadline, and its Pod was never seen: no': {
      ...{ end: { reason: 'DeadlineExceeded' }, secondsAgo: 1 },
      want: false,
    },
    'its Pod has not ended: yes': { secondsAgo: 600, sees: { pod: running }, want: true },
    'its Pod is being deleted: yes': { secondsAgo: 600, sees: { pod: going(29) }, want: true },
    'its Pod should have been gone long ago: no': { secondsAgo: 600, sees: { pod: going(31) }, want: false },
    'its Pod was never seen, and may still come: yes': { secondsAgo: 29, want: true },
    'its Pod was never seen, and comes no more: no': { secondsAgo: 31, want: false },
    'its Pod has ended: no': { secondsAgo: 1, sees: { pod: over, endedPods: 1 }, want: false },
    'one of its two Pods has ended, the other was never seen: yes': {
      ...{ secondsAgo: 1, counted: 2, sees: { pod: over, endedPods: 1 } },
      want: true,
    },
    'one of its two Pods has ended, the other is recorded and gone: no': {
      ...{ secondsAgo: 1, counted: 2, sees: { pod: over, pods: [over], endedPods: 1, history: gone('Other') } },
      want: false,
    },
    'one of its two Pods has ended, and one that the Job does not count is recorded and gone: yes': {
      ...{ secondsAgo: 1, counted: 2, sees: { pod: over, pods: [over], endedPods: 1, history: gone('Disruption') } },
      want: true,
    },
    'it failed, and its Pod is gone after it ran: no': {
      ...{ secondsAgo: 1, sees: { known: known('Running', 'Running') } },
      want: false,
    },
    'it failed, and its Pod is gone after it could not start: no': {
      ...{ secondsAgo: 1, sees: { known: known('Pending', 'ErrImagePull') } },
      want: false,
    },
    'it failed, and its Pod is gone after its failure was reported: no': {
      ...{ secondsAgo: 1, sees: { known: known('Pending', 'Evicted') } },
      want: false,
    },
    'it failed, and no Pod was ever reported: yes': {
      ...{ secondsAgo: 1, sees: { known: known('Pending', 'PodPending') } },
      want: true,
    },
    'it failed, one Pod of two has ended, and the task was reported to run: yes': {
      ...{ secondsAgo: 1, counted: 2, sees: { pod: over, endedPods: 1, known: known('Running', 'Running') } },
      want: true,
    },
    'it succeeded, and its Pod, which was reported to run, is not there: yes': {
      ...{ end: { outcome: 'Complete', reason: '' }, secondsAgo: 1, sees: { known: known('Running', 'Running') } },
      want: true,
    },
    'its Pod was never seen, and nothing was heard of Pods since its end: yes': {
      ...{ secondsAgo: 600, podsKnownSecondsAgo: 601 },
      want: true,
    },
    'its Pod was never seen, and Pods were heard of a moment after its end: yes': {
      ...{ secondsAgo: 600, podsKnownSecondsAgo: 580 },
      want: true,
    },
    'its Pod was never seen, and Pods were heard of long after its end: no': {
      ...{ secondsAgo: 600, podsKnownSecondsAgo: 569 },
      want: false,
    },
    'it ends in a future that only another clock knows: no': { secondsAgo: -31, want: false },
    'it ends in such a future, whatever was heard of Pods: no': {
      ...{ secondsAgo: -31, podsKnownSecondsAgo: 1 },
      want: false,
    },
    'it ends in the next seconds, by another clock: yes': { secondsAgo: -29, want: true },
  };
  test.each(Object.entries(cases))('%s', (_, { end, secondsAgo, sees, counted = 1, podsKnownSecondsAgo, want }) => {
    const ended = { outcome: 'Failed', reason: 'BackoffLimitExceeded', message: '', time: ago(secondsAgo) } as const;
    const view: JobView = {
      job: makeJob(0, { failed: counted }),
      pod: undefined,
      endedPods: 0,
      jobWarning: undefined,
      podWarning: undefined,
      podsKnownUntil: podsKnownSecondsAgo === undefined ? undefined : now - podsKnownSecondsAgo * 1000,
      ...sees,
    };
    expect(awaitsFinalReport(view, { ...ended, ...end }, now)).toBe(want);
  });
});

test.each([
  ['without a status', makeJob(0), 1],
  ['that succeeded', makeJob(0, complete()), 1],
  ['that failed', makeJob(0, failed()), 1],
  ['that failed twice before it succeeded', makeJob(0, { succeeded: 1, failed: 2 }), 3],
])('the Pods of a Job %s that have ended, at least one', (_, job, want) => {
  expect(countedPods(job)).toBe(want);
});
