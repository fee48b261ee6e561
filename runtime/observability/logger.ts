import { type DestinationStream, type Logger, pino } from 'pino';
import { isApiError } from '../../packages/kubernetes-client/transport/api-error.js';
import { ChildrenError } from '../engine/reconcile/reconcile-once.js';

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export type LogLevel = (typeof logLevels)[number];

/** One JSON object per line: `level` and `time` readable, `namespace` and `run` on every line about a run. */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    // The Pod's name and its process id are what every collector of logs adds by itself.
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: errorFields },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** An answer of the API server is not an error of this program: its reason says more than our stack. */
function errorFields(error: Error): object {
  const { message } = error;
  if (isApiError(error)) return { code: error.code, reason: error.reason, message };
  if (error instanceof ChildrenError) return { reason: error.reason, message };
  return pino.stdSerializers.err(error);
}
