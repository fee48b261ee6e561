import { expect, test } from '@jest/globals';
import type { JobView } from '../../../../runtime/batch-run/jobs/job-view.js';
import { willRetry } from '../../../../runtime/batch-run/policies/job-retry.js';
import { makeJob, makePod, plannedPolicy } from '../world.js';

const exited = (exitCode: number) =>
  makePod(0, { phase: 'Failed', containerStatuses: [{ name: 'agent', state: { terminated: { exitCode } } }] });
const withLimit = (backoffLimit: number, failed?: number) => ({
  ...makeJob(0, failed === undefined ? {} : { failed }),
  spec: { backoffLimit, podFailurePolicy: plannedPolicy },
});
const decided = { conditions: [{ type: 'FailureTarget', status: 'True', reason: 'PodFailurePolicy' }] };

const cases: Record<string, { sees: Partial<JobView>; want: boolean }> = {
  'one failure, none allowed: no': { sees: { job: withLimit(0), pod: exited(1), failedPods: 1 }, want: false },
  'one failure, one allowed: yes': { sees: { job: withLimit(1), pod: exited(1), failedPods: 1 }, want: true },
  'two failures, one allowed: no': { sees: { job: withLimit(1), pod: exited(1), failedPods: 2 }, want: false },
  'two failures of which one Pod is gone, one allowed: no': {
    sees: { job: withLimit(1, 2), pod: exited(1), failedPods: 1 },
    want: false,
  },
  'a failure that nobody has counted yet, none allowed: no': {
    sees: { job: withLimit(0), pod: exited(1) },
    want: false,
  },
  'the Pod is gone, none allowed: no': { sees: { job: withLimit(0) }, want: false },
  'the Pod is gone, one allowed: yes': { sees: { job: withLimit(1) }, want: true },
  'six failures of a Job that does not say: yes': {
    sees: { job: makeJob(0), pod: exited(1), failedPods: 6 },
    want: true,
  },
  'seven failures of a Job that does not say: no': {
    sees: { job: makeJob(0), pod: exited(1), failedPods: 7 },
    want: false,
  },
  'bad input: no': { sees: { job: withLimit(3), pod: exited(42), failedPods: 1 }, want: false },
  'bad usage: no': { sees: { job: withLimit(3), pod: exited(64), failedPods: 1 }, want: false },
  'a temporary failure, whatever is allowed: yes': { sees: { job: withLimit(0), pod: exited(75) }, want: true },
  'a temporary failure of a Job that has decided to fail: no': {
    sees: { job: { ...withLimit(3), status: decided }, pod: exited(75) },
    want: false,
  },
};

test.each(Object.entries(cases))('whether the Job tries again after %s', (_, { sees, want }) => {
  const view = { pod: undefined, endedPods: 0, jobWarning: undefined, podWarning: undefined };
  expect(willRetry({ ...view, job: makeJob(0), ...sees })).toBe(want);
});
