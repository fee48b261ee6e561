import { expect, test } from '@jest/globals';
import type { BatchRunStatus } from '../../../../api/generated/kinds.js';
import { type FinishedTasks, finishedTasks } from '../../../../runtime/batch-run/metrics/finished-tasks.js';

const progress = (completed: number, failed: number) => ({ total: 9, pending: 0, running: 0, completed, failed });
const failure = (index: number, reason: string) => ({ index, phase: 'Failed', jobName: `j${index}`, reason }) as const;
const ofPhase = (index: number, phase: 'Running' | 'Succeeded' | 'Cancelled') =>
  ({ index, phase, jobName: `j${index}`, reason: phase }) as const;

const cases: Record<string, { before?: BatchRunStatus; after: BatchRunStatus; want: FinishedTasks[] }> = {
  'nothing ended: nothing': { after: { progress: progress(0, 0) }, want: [] },
  'the run is not planned: nothing': { before: {}, after: {}, want: [] },
  'the first status with successes: all of them': {
    after: { progress: progress(2, 0) },
    want: [{ phase: 'Succeeded', reason: 'Completed', count: 2 }],
  },
  'the run was not planned before: all of them': {
    before: {},
    after: { progress: progress(1, 1), failedIndexes: '0', tasks: [failure(0, 'OOMKilled')] },
    want: [
      { phase: 'Succeeded', reason: 'Completed', count: 1 },
      { phase: 'Failed', reason: 'OOMKilled', count: 1 },
    ],
  },
  'more of each: only what is new, by reason': {
    before: { progress: progress(1, 1), failedIndexes: '0', tasks: [failure(0, 'OOMKilled'), ofPhase(1, 'Running')] },
    after: {
      progress: progress(3, 4),
      failedIndexes: '0-3',
      tasks: [failure(0, 'OOMKilled'), failure(1, 'AgentFailed'), failure(2, 'BadInput'), failure(3, 'AgentFailed')],
    },
    want: [
      { phase: 'Succeeded', reason: 'Completed', count: 2 },
      { phase: 'Failed', reason: 'AgentFailed', count: 2 },
      { phase: 'Failed', reason: 'BadInput', count: 1 },
    ],
  },
  'others run, succeeded and were cancelled meanwhile: they have no reason to be counted by': {
    before: { progress: progress(0, 0) },
    after: {
      progress: progress(1, 1),
      failedIndexes: '3',
      tasks: [ofPhase(0, 'Running'), ofPhase(1, 'Succeeded'), ofPhase(2, 'Cancelled'), failure(3, 'BadInput')],
    },
    want: [
      { phase: 'Succeeded', reason: 'Completed', count: 1 },
      { phase: 'Failed', reason: 'BadInput', count: 1 },
    ],
  },
  'failures that the status does not list: counted all the same': {
    before: { progress: progress(0, 0) },
    after: { progress: progress(0, 3), failedIndexes: '0-2', tasks: [failure(0, 'AgentFailed')] },
    want: [
      { phase: 'Failed', reason: 'AgentFailed', count: 1 },
      { phase: 'Failed', reason: 'Unlisted', count: 2 },
    ],
  },
  'a failure without a reason: as one that is not listed': {
    before: { progress: progress(0, 0) },
    after: {
      progress: progress(0, 1),
      failedIndexes: '0',
      tasks: [{ index: 0, jobName: 'j0', phase: 'Failed' }],
    },
    want: [{ phase: 'Failed', reason: 'Unlisted', count: 1 }],
  },
  'a failure that the status had no room to list before: not counted again': {
    before: { progress: progress(0, 2), failedIndexes: '0-1' },
    after: {
      progress: progress(0, 3),
      failedIndexes: '0-2',
      tasks: [failure(0, 'AgentFailed'), failure(1, 'AgentFailed'), failure(2, 'BadInput')],
    },
    want: [{ phase: 'Failed', reason: 'BadInput', count: 1 }],
  },
};
test.each(Object.entries(cases))('%s', (_, { before, after, want }) => {
  expect(finishedTasks(before, after)).toEqual(want);
});
