import { expect, test } from '@jest/globals';
import type { BatchRunStatus } from '../../../../api/generated/kinds.js';
import { type FinishedTasks, finishedTasks } from '../../../../runtime/batch-run/metrics/finished-tasks.js';

const progress = (completed: number, failed: number) => ({ total: 9, pending: 0, running: 0, completed, failed });
const failure = (index: number, reason: string) => ({ index, phase: 'Failed', jobName: `j${index}`, reason }) as const;

const cases: Record<string, { before?: BatchRunStatus; after: BatchRunStatus; want: FinishedTasks[] }> = {
  'nothing ended: nothing': { after: { progress: progress(0, 0) }, want: [] },
  'the first status with successes: all of them': {
    after: { progress: progress(2, 0) },
    want: [{ phase: 'Succeeded', reason: 'Completed', count: 2 }],
  },
  'more of each: only what is new, by reason': {
    before: { progress: progress(1, 1), tasks: [failure(0, 'OOMKilled')] },
    after: {
      progress: progress(3, 4),
      tasks: [failure(0, 'OOMKilled'), failure(1, 'AgentFailed'), failure(2, 'BadInput'), failure(3, 'AgentFailed')],
    },
    want: [
      { phase: 'Succeeded', reason: 'Completed', count: 2 },
      { phase: 'Failed', reason: 'AgentFailed', count: 2 },
      { phase: 'Failed', reason: 'BadInput', count: 1 },
    ],
  },
  'failures that the status does not list: counted all the same': {
    before: { progress: progress(0, 0) },
    after: { progress: progress(0, 3), tasks: [failure(0, 'AgentFailed')] },
    want: [
      { phase: 'Failed', reason: 'AgentFailed', count: 1 },
      { phase: 'Failed', reason: 'Unlisted', count: 2 },
    ],
  },
};
test.each(Object.entries(cases))('%s', (_, { before, after, want }) => {
  expect(finishedTasks(before, after)).toEqual(want);
});
