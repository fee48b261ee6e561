import type { V1Pod } from '@kubernetes/client-node';
import type { KubernetesObject } from '../../api/kubernetes-object.js';
import type { ApiError } from '../../runtime/engine/api-error.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Run } from '../run/run-state.js';
import { isReadable, type LogFilter } from './log-filter.js';
import type { LogPrinter } from './log-printer.js';
import { type LogSource, podContainers } from './pod-containers.js';
import { podsOfRun } from './pods-of-run.js';
import { readContainer } from './read-container.js';

export interface RunLogs {
  readonly cluster: Cluster;
  readonly run: Run;
  readonly filter: LogFilter;
  readonly printer: LogPrinter;
  readonly tailLines?: number | undefined;
  readonly sinceSeconds?: number | undefined;
  /** As in `FollowRun`. */
  readonly onBreak?: (error: ApiError) => void;
  readonly signal: AbortSignal;
}

export type PodObject = V1Pod & KubernetesObject;

/** Prints what the containers of a run have said so far, task by task. @returns how many containers had something to read */
export async function printLogs(logs: RunLogs): Promise<number> {
  const { cluster, run, filter, signal } = logs;
  const sources = await cluster.collect(podsOfRun(run), (pod: PodObject) => ({
    created: pod.metadata.creationTimestamp,
    containers: podContainers(pod).filter((source) => isReadable(source, filter)),
  }));
  const ordered = sources.sort((a, b) => position(a) - position(b) || compare(a.created, b.created));
  const readable = ordered.flatMap(({ containers }) => containers);
  for (const source of readable) {
    if (signal.aborted) break;
    await readSource(logs, source, { follow: false, hasEnded: () => true });
  }
  return readable.length;
}

export function readSource(
  { cluster: { transport }, printer, tailLines, sinceSeconds, signal }: RunLogs,
  source: LogSource,
  how: { readonly follow: boolean; readonly hasEnded: () => boolean },
): Promise<void> {
  return readContainer({
    transport,
    source,
    ...how,
    tailLines,
    sinceSeconds,
    onLine: (line) => printer.line(source, line),
    onTrouble: (message) => printer.trouble(source, message),
    signal,
  });
}

const position = ({ containers: [first] }: { readonly containers: readonly LogSource[] }): number =>
  first?.taskIndex ?? 0;

const compare = (a: string | undefined = '', b: string | undefined = ''): number => (a < b ? -1 : a > b ? 1 : 0);
