import type { TaskRun } from '../../api/generated/kinds.js';
import { taskRuns } from '../../api/kinds/task-run.js';
import type { Connection } from '../../packages/kubernetes-client/connection/connection.js';
import { isApiError } from '../../packages/kubernetes-client/transport/api-error.js';
import { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import { collectionPath } from '../../packages/kubernetes-conventions/resource.js';
import { type Clock, systemClock } from '../../packages/work-queue/clock.js';
import { checkOptions } from '../check-options.js';
import { ExecutionFailure } from '../execution-failure.js';
import type { Availability, Executable, Executor, Exit, Streams } from '../executor.js';
import { continues, creationUnknown } from './detached.js';
import { exitOf } from './exit-of.js';
import { followTaskRun } from './follow-task-run.js';
import { missingRight } from './missing-right.js';
import { notAllowed, requestFailure } from './request-failure.js';
import { StepLog } from './step-log.js';
import { taskRunOf } from './task-run-of.js';
import { WaitNotices } from './wait-notices.js';

/** The cluster, the namespace and the image of a task that runs as a Job. */
export interface JobOptions {
  /** Where the API server is, and who we are to it. */
  readonly connection: Connection;
  /** @default the namespace of the connection */
  readonly namespace?: string | undefined;
  /** Has a POSIX shell at /bin/sh. */
  readonly image: string;
  readonly clock?: Clock;
}

/**
 * Runs each task as a TaskRun of the cluster, in a Pod of its own, and follows it. Its log is one stream: everything
 * comes on `stdout`. An abort leaves the TaskRun as it is.
 */
export function job(options: JobOptions): Executor {
  checkOptions('job', options, { texts: ['image'], connection: true });
  return {
    name: 'job',
    availability: (signal) => onCluster(options, (transport, namespace) => availability(transport, namespace, signal)),
    execute: (executable, streams) =>
      onCluster(options, (transport, namespace) => execute(executable, streams, { ...options, transport, namespace })),
  };
}

function onCluster<T>(options: JobOptions, work: (transport: Transport, namespace: string) => Promise<T>): Promise<T> {
  const { connection, namespace = connection.namespace } = options;
  const transport = new Transport(connection);
  return work(transport, namespace).finally(() => transport.close());
}

async function availability(transport: Transport, namespace: string, signal?: AbortSignal): Promise<Availability> {
  try {
    const [missing] = await Promise.all([
      missingRight(transport, namespace, signal),
      assertServed(transport, namespace, signal),
    ]);
    if (!missing) return { isAvailable: true };
    const { message, hints } = notAllowed(missing, namespace);
    return { isAvailable: false, reason: message, hints };
  } catch (error) {
    signal?.throwIfAborted();
    const { message, hints } = requestFailure(error, namespace);
    return { isAvailable: false, reason: message, hints };
  }
}

/** @throws ApiError when the server has no TaskRuns */
async function assertServed(transport: Transport, namespace: string, signal?: AbortSignal): Promise<void> {
  const path = collectionPath(taskRuns, namespace);
  try {
    await transport.request({ method: 'GET', path, query: { limit: 1 }, signal });
  } catch (error) {
    // Which right is missing, `missingRight` finds.
    if (!isApiError(error, 'Forbidden')) throw error;
  }
}

interface Placed extends JobOptions {
  readonly transport: Transport;
  readonly namespace: string;
}

async function execute(executable: Executable, streams: Streams, placed: Placed): Promise<Exit> {
  const { transport, namespace, image, clock = systemClock } = placed;
  if (streams.tty || streams.stdin) {
    throw new ExecutionFailure(`Cannot give task ${executable.name} a terminal or standard input as a Job`, [
      'use -x kubernetes, or run it without -i and -t',
    ]);
  }
  const started = clock.now();
  try {
    const run = await create(taskRunOf(executable, image, namespace), streams, placed);
    const ended = await follow(run, streams, transport, clock);
    return { ...exitOf(ended), durationMs: clock.now() - started };
  } catch (error) {
    throw requestFailure(error, namespace);
  }
}

/** Reasons of requests that the server may have carried out. */
const unanswered: ReadonlySet<string> = new Set(['Timeout', 'ConnectionReset', 'NetworkError']);

/** The name is ours, so that it is known also when the answer to the creation is not. */
async function create(body: TaskRun, { signal }: Streams, { transport, namespace }: Placed): Promise<TaskRun> {
  const path = collectionPath(taskRuns, namespace);
  const query = { fieldManager: 'kubectl-task', fieldValidation: 'Strict' };
  try {
    return await transport.request<TaskRun>({ method: 'POST', path, query, body, signal });
  } catch (error) {
    const isUnknown = signal?.aborted || (isApiError(error) && unanswered.has(error.reason));
    throw isUnknown ? creationUnknown(body, error) : error;
  }
}

/** @returns the run when it has finished and its log is read */
async function follow(run: TaskRun, streams: Streams, transport: Transport, clock: Clock): Promise<TaskRun> {
  const log = new StepLog(transport, streams);
  const notices = new WaitNotices(clock, streams.stderr);
  let latest: TaskRun = run;
  let isDeleted = false;
  const onChange = (seen: TaskRun | undefined): boolean => {
    isDeleted = seen === undefined;
    latest = seen ?? latest;
    notices.observe(latest);
    return isDeleted || log.observe(latest);
  };
  notices.observe(run);
  try {
    await followTaskRun(transport, run, onChange, streams.signal);
    await log.finished();
  } catch (error) {
    throw streams.signal?.aborted ? continues(run) : error;
  } finally {
    notices.stop();
  }
  if (isDeleted) throw new ExecutionFailure(`TaskRun ${run.metadata.name} was deleted before it finished`);
  return latest;
}
