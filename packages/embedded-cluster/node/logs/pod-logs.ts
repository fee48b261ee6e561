import { ApiError } from '../../api-error.js';
import type { PodRecord } from '../pod/pod-record.js';
import { type ReadLogOptions, readLog } from './read-log.js';

export interface PodLogOptions extends ReadLogOptions {
  /** The run before the latest. */
  readonly previous: boolean;
}

/** @throws ApiError 400, in the kubelet's words, when there is no such container, or it has not started */
export function readContainerLog(
  record: PodRecord,
  container: string,
  options: PodLogOptions,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  const pod = record.key.slice(record.key.indexOf('/') + 1);
  const found = [...record.initContainers, ...record.containers].find((each) => each.container.name === container);
  if (!found) throw unavailable(`container ${container} is not valid for pod ${pod}`);
  const log = options.previous ? found.previousLog : found.log;
  if (log) return readLog(log, options, signal);
  if (options.previous) {
    throw unavailable(`previous terminated container "${container}" in pod "${pod}" not found`);
  }
  const reason = found.state.waiting?.reason ?? 'ContainerCreating';
  throw unavailable(`container "${container}" in pod "${pod}" is waiting to start: ${reason}`);
}

export function unavailable(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}
