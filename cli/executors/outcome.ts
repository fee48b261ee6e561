import type { ExecutorName } from '../../plan/task-file/selection.js';

/** What became of one task of a command line. */
export interface Outcome {
  readonly name: string;
  /** None for a task without a script. */
  readonly executor?: ExecutorName;
  readonly phase: 'Succeeded' | 'Failed' | 'Skipped' | 'Cancelled';
  /** Of the task itself; when it did not start, 125 to 127. None for a task that did not run. */
  readonly exitCode?: number;
  readonly signal?: string;
  /** RFC 3339. */
  readonly startTime?: string;
  readonly durationMs?: number;
  /** One line: why it failed otherwise than by its own exit code, or did not run. */
  readonly message?: string;
  /** One line each: what to do about that. */
  readonly hints?: readonly string[];
  /** File with its output, as a person names it. */
  readonly log?: string;
}
