import type { BatchRun } from '../../api/generated/kinds.js';
import type { LogSource } from './pod-containers.js';

/** Whether one of `wanted` means the task of the source: its index, its name, or the name of its Job. */
export const isTaskOf = ({ taskIndex, taskNames = [] }: LogSource, wanted: readonly string[]): boolean =>
  wanted.some((task) => task === String(taskIndex) || taskNames.includes(task));

/**
 * The name of the Job that the run recorded for each: Pods of tasks with names do not tell an index, and those of an earlier
 * Job of a task that has changed tell the same name. What the run did not record stays as it is.
 */
export const withJobNames = (wanted: readonly string[], { status }: Pick<BatchRun, 'status'>): string[] =>
  wanted.map(
    (task) => status?.tasks?.find(({ index, name }) => name === task || String(index) === task)?.jobName ?? task,
  );
