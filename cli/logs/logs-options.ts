import type { Selection } from '../../packages/kubernetes-client/cache/selection.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Session } from '../session.js';
import { limited } from '../wait-for-run.js';
import { LogPrinter } from './log-printer.js';
import type { PodLogs } from './pod-logs.js';

/** What a person may say about the logs to be printed. */
export interface LogsOptions {
  readonly follow?: boolean;
  readonly failed?: boolean;
  /** Indexes or names. */
  readonly task?: readonly string[];
  readonly step?: string;
  readonly tail?: number;
  readonly since?: number;
  readonly timestamps?: boolean;
  readonly prefix?: boolean;
  readonly timeout?: number;
}

/** How Pods are read as the options say. */
export const logsOf = (session: Session, cluster: Cluster, pods: Selection, options: LogsOptions): PodLogs => ({
  cluster,
  pods,
  filter: {
    failedOnly: options.failed === true,
    tasks: options.task ?? [],
    ...(options.step === undefined ? {} : { container: options.step }),
  },
  printer: new LogPrinter(session.out, session.err, options),
  tailLines: options.tail,
  sinceSeconds: options.since === undefined ? undefined : Math.max(1, Math.ceil(options.since)),
  signal: limited(session.interrupt, options.timeout),
});
