import { expect, test } from '@jest/globals';
import {
  announcesEnd,
  failureTarget,
  isFinishedCondition,
  jobEnd,
} from '../../../../runtime/batch-run/jobs/job-end.js';
import type { ObservedJob } from '../../../../runtime/batch-run/observed.js';

type Status = NonNullable<ObservedJob['status']>;

const job = (status?: Status, creationTimestamp?: string): ObservedJob => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'update-task-0', ...(creationTimestamp ? { creationTimestamp } : {}) },
  ...(status ? { status } : {}),
});

const condition = (type: string, status: string, rest: object = {}) => ({ type, status, ...rest });

test.each<[string, Status | undefined, unknown]>([
  ['no status', undefined, undefined],
  ['no conditions', {}, undefined],
  ['a condition that does not hold', { conditions: [condition('Complete', 'False')] }, undefined],
  ['a condition that is not about the end', { conditions: [condition('Suspended', 'True')] }, undefined],
  ['what will fail, but has not', { conditions: [condition('FailureTarget', 'True')] }, undefined],
  [
    'complete',
    { conditions: [condition('Complete', 'True')] },
    { outcome: 'Complete', reason: '', message: '', time: '' },
  ],
  [
    'failed, after a condition that does not hold',
    {
      conditions: [
        condition('Complete', 'False'),
        condition('Failed', 'True', { reason: 'BackoffLimitExceeded', message: 'm' }),
      ],
    },
    { outcome: 'Failed', reason: 'BackoffLimitExceeded', message: 'm', time: '' },
  ],
])('the end of a Job with %s', (_, status, end) => {
  expect(jobEnd(job(status))).toEqual(end);
});

const ended = condition('Complete', 'True', { lastTransitionTime: '2' });

test.each<[string, Status, string]>([
  ['its completion', { completionTime: '1', startTime: '3', conditions: [ended] }, '1'],
  ['the condition', { startTime: '3', conditions: [ended] }, '2'],
  ['its start', { startTime: '3', conditions: [condition('Complete', 'True')] }, '3'],
  ['its creation', { conditions: [condition('Complete', 'True')] }, '4'],
])('the time of its end is that of %s', (_, status, time) => {
  expect(jobEnd(job(status, '4'))?.time).toBe(time);
});

test.each<[string, Status | undefined, string | undefined]>([
  ['nothing', undefined, undefined],
  [
    'nothing that holds',
    { conditions: [condition('FailureTarget', 'False', { reason: 'PodFailurePolicy' })] },
    undefined,
  ],
  ['another condition', { conditions: [condition('Failed', 'True', { reason: 'PodFailurePolicy' })] }, undefined],
  [
    'a reason',
    { conditions: [condition('FailureTarget', 'True', { reason: 'PodFailurePolicy' })] },
    'PodFailurePolicy',
  ],
  ['no reason', { conditions: [condition('FailureTarget', 'True')] }, ''],
])('why a Job will fail, from %s', (_, status, reason) => {
  expect(failureTarget(job(status))).toBe(reason);
});

test.each([
  ['Complete', 'True', true, true],
  ['Failed', 'True', true, true],
  ['FailureTarget', 'True', false, true],
  ['FailureTarget', 'False', false, false],
  ['Complete', 'False', false, false],
  ['Failed', 'Unknown', false, false],
  ['Suspended', 'True', false, false],
])('condition %s %s: the Job has ended: %s; its end is announced: %s', (type, status, isFinished, isAnnounced) => {
  expect(isFinishedCondition({ type, status })).toBe(isFinished);
  expect(announcesEnd({ type, status })).toBe(isAnnounced);
});
