import { expect, test } from '@jest/globals';
import type { Phase, TaskRunStatus } from '../../../api/generated/kinds.js';
import { runEvents } from '../../../runtime/task-run/run-events.js';
import { ago } from './world.js';

const status = (phase: Phase, reason: string, more: TaskRunStatus = {}): TaskRunStatus => ({
  phase,
  conditions: [{ type: 'Ready', status: 'False', reason, message: 'why', lastTransitionTime: ago(0) }],
  ...more,
});
const over = { podName: 'p', completionTime: ago(0) };
const pending = status('Pending', 'PodPending');
const running = status('Running', 'Running', { podName: 'p' });
const missing = status('Pending', 'TaskNotFound');

const cases: Record<string, { before?: TaskRunStatus; after: TaskRunStatus; want: string[] }> = {
  'a run that waits for its Pod: nothing': { after: pending, want: [] },
  'its Pod was seen: nothing': { before: pending, after: running, want: [] },
  'no such Task: a warning': { after: missing, want: ['Warning TaskNotFound: why'] },
  'still no such Task: not again': { before: missing, after: missing, want: [] },
  'given up on: how it ended, not the reason once more': {
    before: missing,
    after: status('Failed', 'TaskNotFound', { completionTime: ago(0) }),
    want: ['Warning Failed: TaskNotFound: why'],
  },
  'succeeded: reported': {
    before: running,
    after: status('Succeeded', 'Completed', over),
    want: ['Normal Succeeded: why'],
  },
  'cancelled: no warning': {
    before: running,
    after: status('Cancelled', 'Cancelled', over),
    want: ['Normal Cancelled: why'],
  },
  'over before: nothing': {
    before: status('Succeeded', 'Completed', over),
    after: status('Succeeded', 'Completed', over),
    want: [],
  },
};

test.each(Object.entries(cases))('%s', (_, { before, after, want }) => {
  expect(runEvents(before, after).map(({ type, reason, message }) => `${type} ${reason}: ${message}`)).toEqual(want);
});
