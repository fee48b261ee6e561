import { pods } from '../../api/kinds/kubernetes.js';
import { Watchdog } from '../../packages/kubernetes-client/cache/watchdog.js';
import { isApiError } from '../../packages/kubernetes-client/transport/api-error.js';
import type { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import { objectPath } from '../../packages/kubernetes-conventions/resource.js';
import { type Backoff, backoffSeconds } from '../../packages/work-queue/backoff.js';
import { systemClock, wait } from '../../packages/work-queue/clock.js';
import { LogCursor, type LogLine } from './log-cursor.js';
import { logLines } from './log-lines.js';

/** A container that has a log. */
export interface LoggedContainer {
  readonly namespace: string;
  readonly podName: string;
  readonly container: string;
}

export interface ReadContainer {
  readonly transport: Transport;
  readonly source: LoggedContainer;
  readonly follow: boolean;
  /** Only the last so many lines. */
  readonly tailLines?: number | undefined;
  /** Only what is not older. */
  readonly sinceSeconds?: number | undefined;
  /** Whether the container has ended by now, for all we know; asked again before each connection. */
  readonly isFinished: () => boolean;
  readonly onLine: (line: LogLine) => Promise<void>;
  /** Called once per break: why the log cannot be read for the moment, or at all. */
  readonly onFailure: (message: string) => void;
  readonly signal: AbortSignal;
}

const backoff: Backoff = { baseSeconds: 0.5, capSeconds: 10 };
/** An agent may think for long, and a load balancer forget the connection meanwhile: a new one costs nothing. */
const silenceSeconds = 300;
const longestLifeSeconds = 2_000_000;
/** Tries in a row before a container that has ended is given up. */
const mostFailures = 5;

/**
 * Hands every line of a container's log to `onLine`, once and in order, through any number of connections. Resolves when
 * there is nothing more to come, or `signal` aborts; never throws for what the server says.
 */
export async function readContainer(read: ReadContainer): Promise<void> {
  const cursor = new LogCursor();
  let failures = 0;
  while (!read.signal.aborted) {
    const isLast = !read.follow || read.isFinished();
    const error = await connectOnce(read, cursor);
    if (error === undefined && isLast) return;
    failures = error === undefined ? 0 : failures + 1;
    if (error !== undefined && isHopeless(error, isLast, failures)) {
      if (!read.signal.aborted) read.onFailure(messageOf(error));
      return;
    }
    if (failures === 3) read.onFailure(`${messageOf(error)}; retrying`);
    await wait(systemClock, backoffSeconds(backoff, failures), read.signal);
  }
}

/** Undefined when the stream ended normally. */
async function connectOnce(read: ReadContainer, cursor: LogCursor): Promise<unknown> {
  const { transport, source, signal, onLine } = read;
  const path = objectPath(pods, source.namespace, source.podName, 'log');
  cursor.resume();
  try {
    const stream = await transport.stream({ path, query: queryOf(read, cursor), signal });
    const watchdog = new Watchdog(systemClock, silenceSeconds, longestLifeSeconds, () => stream.close());
    try {
      for await (const lines of logLines(stream.chunks)) {
        watchdog.feed();
        for (const raw of lines) {
          const line = cursor.admit(raw);
          if (line) await onLine(line);
        }
      }
    } finally {
      watchdog.stop();
      stream.close();
    }
    return undefined;
  } catch (error) {
    return error;
  }
}

function queryOf({ source, follow, tailLines, sinceSeconds }: ReadContainer, { sinceTime }: LogCursor) {
  const first = sinceTime === undefined ? { tailLines, sinceSeconds } : { sinceTime };
  return { container: source.container, follow: follow || undefined, timestamps: true, ...first };
}

/** Its Pod is gone; or it will not change any more and still cannot be read. */
function isHopeless(error: unknown, isLast: boolean, failures: number): boolean {
  if (!isApiError(error)) return true;
  if (error.code === 404 || error.code === 403) return true;
  return isLast && (!error.transient || failures >= mostFailures);
}

const messageOf = (error: unknown): string =>
  isApiError(error, 'NotFound')
    ? 'its Pod and its log no longer exist'
    : `cannot read its log: ${String(error instanceof Error ? error.message : error).replace(/^Cannot \S+ \S+: /, '')}`;
