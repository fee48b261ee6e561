import type { BatchRun } from '../../api/generated/kinds.js';
import type { LogSource } from './pod-containers.js';

/** Whether one of `wanted` means the task of the source: its index, its name, or the name of its Job. */
export const isTaskOf = ({ taskIndex, taskNames = [] }: LogSource, wanted: readonly string[]): boolean =>
  wanted.some((task) => task === String(taskIndex) || taskNames.includes(task));

/** The Pods of tasks with names do not tell an index, so an index becomes the name of the Job that the run recorded for it. */
export const withJobNames = (wanted: readonly string[], { status }: Pick<BatchRun, 'status'>): string[] =>
  wanted.flatMap((task) => {
    const entry = status?.tasks?.find(({ index, name }) => name === task || String(index) === task);
    return entry ? [task, entry.jobName] : [task];
  });
