import type { Param } from '../../api/generated/kinds.js';
import type { ExecutorName } from '../../plan/task-file/selection.js';
import type { WholeFormat } from '../args/output-format.js';

/** What a person may say about tasks to be run. */
export interface RunOptions {
  readonly executor?: ExecutorName;
  /** The task file; for a task of the cluster, its manifests. */
  readonly filename?: readonly string[];
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
  readonly copy?: readonly string[];
  readonly copyBack?: readonly string[];
  /** What follows `--`. */
  readonly rest?: readonly string[];
  /** The following ones are for a task of the cluster. */
  readonly task?: string;
  readonly param?: readonly Param[];
  readonly withSecrets?: boolean;
  readonly shell?: boolean;
  readonly keep?: boolean;
  readonly agent?: string;
  readonly image?: Readonly<Record<string, string>>;
  readonly namespace?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly as?: string;
}
