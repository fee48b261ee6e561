import type { ExecutorName } from '../../plan/task-file/selection.js';
import type { WholeFormat } from '../args/output-format.js';

/** What a person may say about tasks to be run. */
export interface RunOptions {
  readonly executor?: ExecutorName;
  readonly filename?: string;
  readonly flavor?: string;
  /** Pairs; a name alone takes the value of this process. */
  readonly env?: readonly string[];
  readonly stdin?: boolean;
  readonly tty?: boolean;
  readonly all?: boolean;
  readonly jobs?: number;
  readonly yes?: boolean;
  readonly plain?: boolean;
  readonly output?: WholeFormat;
  /** What follows `--`. */
  readonly rest?: readonly string[];
  readonly namespace?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly as?: string;
}
