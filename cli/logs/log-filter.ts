import type { LogSource } from './pod-containers.js';
import { isTaskOf } from './wanted-tasks.js';

/** Which containers a person wants to read. */
export interface LogFilter {
  /** Only what ended with another exit code than 0. */
  readonly failedOnly: boolean;
  /** Indexes or names of tasks; all when empty. */
  readonly tasks: readonly string[];
  /** Name of a step or container; all when undefined. */
  readonly container?: string;
}

/** Whether there is something to read in the container now, and it is wanted. */
export function isReadable(source: LogSource, { failedOnly, tasks, container }: LogFilter): boolean {
  if (source.state === 'waiting') return false;
  if (failedOnly && (source.exitCode ?? 0) === 0) return false;
  if (container !== undefined && source.container !== container) return false;
  return tasks.length === 0 || isTaskOf(source, tasks);
}
