import type { PodRecord } from './pod-record.js';
import { type ReadLogOptions, readLog } from './read-log.js';

export interface PodLogOptions extends ReadLogOptions {
  /** The run before the latest. */
  readonly previous: boolean;
}

/** A log that cannot be read, in the kubelet's words; the API server answers 400 with them. */
export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable';
  readonly code = 400;
  readonly reason = 'BadRequest';
}

/** @throws LogUnavailable when there is no such container, or it has not started */
export function readContainerLog(
  record: PodRecord,
  container: string,
  options: PodLogOptions,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  const pod = record.key.slice(record.key.indexOf('/') + 1);
  const found = [...record.initContainers, ...record.containers].find((each) => each.container.name === container);
  if (!found) throw new LogUnavailable(`container ${container} is not valid for pod ${pod}`);
  const log = options.previous ? found.previousLog : found.log;
  if (log) return readLog(log, options, signal);
  if (options.previous) {
    throw new LogUnavailable(`previous terminated container "${container}" in pod "${pod}" not found`);
  }
  const reason = found.state.waiting?.reason ?? 'ContainerCreating';
  throw new LogUnavailable(`container "${container}" in pod "${pod}" is waiting to start: ${reason}`);
}
