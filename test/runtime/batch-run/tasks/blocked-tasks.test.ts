import { expect, test } from '@jest/globals';
import type { TaskStatus } from '../../../../api/generated/kinds.js';
import { blockedTasks } from '../../../../runtime/batch-run/tasks/blocked-tasks.js';

const task = (index: number, reason: string, more: Partial<TaskStatus> = {}): TaskStatus => ({
  ...{ index, jobName: `job-${index}`, phase: 'Pending', reason, message: `message ${index}` },
  ...more,
});

interface Case {
  readonly tasks: readonly TaskStatus[];
  readonly want: { readonly reason: string; readonly message: string } | undefined;
}

const cases: Record<string, Case> = {
  'no task: none': { tasks: [], want: undefined },
  'tasks that wait for their turn: none': { tasks: [task(0, 'Queued'), task(1, 'JobPending')], want: undefined },
  'one that failed with such a reason: it is not pending, so none': {
    tasks: [task(0, 'ErrImagePull', { phase: 'Failed' })],
    want: undefined,
  },
  'one without a name': {
    tasks: [task(0, 'Queued'), task(1, 'ErrImagePull')],
    want: { reason: 'ErrImagePull', message: '1 of 2 cannot start: ErrImagePull: task 1: message 1' },
  },
  'one whose name only repeats its index': {
    tasks: [task(3, 'ErrImagePull', { name: 'task-3' })],
    want: { reason: 'ErrImagePull', message: '1 of 1 cannot start: ErrImagePull: task 3: message 3' },
  },
  'one with a name of its own': {
    tasks: [task(3, 'ErrImagePull', { name: 'task-30' })],
    want: { reason: 'ErrImagePull', message: '1 of 1 cannot start: ErrImagePull: task 3 (task-30): message 3' },
  },
  'several: the reason that holds most, and its first task': {
    tasks: [task(0, 'Unschedulable'), task(1, 'ErrImagePull'), task(2, 'ErrImagePull')],
    want: { reason: 'ErrImagePull', message: '3 of 3 cannot start: ErrImagePull: task 1: message 1' },
  },
  'two reasons that hold as many: the first': {
    tasks: [task(0, 'Unschedulable'), task(1, 'ErrImagePull')],
    want: { reason: 'Unschedulable', message: '2 of 2 cannot start: Unschedulable: task 0: message 0' },
  },
};

test.each(Object.entries(cases))('%s', (_, { tasks, want }) => {
  expect(blockedTasks(tasks)).toEqual(want);
});
