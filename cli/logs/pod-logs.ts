import type { V1Pod } from '@kubernetes/client-node';
import { readContainer } from '../../executors/logs/read-container.js';
import type { Selection } from '../../packages/kubernetes-client/cache/selection.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Cluster } from '../cluster/cluster.js';
import { isReadable, type LogFilter } from './log-filter.js';
import type { LogPrinter } from './log-printer.js';
import { type LogSource, podContainers } from './pod-containers.js';

export interface PodLogs {
  readonly cluster: Cluster;
  /** Whose logs. */
  readonly pods: Selection;
  readonly filter: LogFilter;
  readonly printer: Pick<LogPrinter, 'line' | 'failure'>;
  readonly tailLines?: number | undefined;
  readonly sinceSeconds?: number | undefined;
  readonly signal: AbortSignal;
}

export type PodObject = V1Pod & KubernetesObject;

/** Prints what the containers have said so far, task by task. @returns how many containers had something to read */
export async function printLogs(logs: PodLogs): Promise<number> {
  const { cluster, pods, filter, signal } = logs;
  const sources = await cluster.collect(pods, (pod: PodObject) => ({
    created: pod.metadata.creationTimestamp,
    containers: podContainers(pod).filter((source) => isReadable(source, filter)),
  }));
  const ordered = sources.sort((a, b) => position(a) - position(b) || compare(a.created, b.created));
  const readable = ordered.flatMap(({ containers }) => containers);
  for (const source of readable) {
    if (signal.aborted) break;
    await readSource(logs, source, { follow: false, isFinished: () => true });
  }
  return readable.length;
}

export function readSource(
  { cluster: { transport }, printer, tailLines, sinceSeconds, signal }: PodLogs,
  source: LogSource,
  how: { readonly follow: boolean; readonly isFinished: () => boolean },
): Promise<void> {
  return readContainer({
    transport,
    source,
    ...how,
    tailLines,
    sinceSeconds,
    onLine: (line) => printer.line(source, line),
    onFailure: (message) => printer.failure(source, message),
    signal,
  });
}

const position = ({ containers: [first] }: { readonly containers: readonly LogSource[] }): number =>
  first?.taskIndex ?? 0;

const compare = (a: string | undefined = '', b: string | undefined = ''): number => (a < b ? -1 : a > b ? 1 : 0);
