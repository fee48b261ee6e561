import type { Kind } from '../../api/kinds/kind.js';
import { Reflector } from '../../packages/kubernetes-client/cache/reflector.js';
import { type Logger, silentLogger } from '../../packages/kubernetes-client/logger.js';
import { type ApiError, isApiError } from '../../packages/kubernetes-client/transport/api-error.js';
import { type Followed, runState } from '../run/run-state.js';
import type { Cluster } from './cluster.js';
import { ClusterError } from './cluster-error.js';

/** Why following a run ended. */
export type Ending =
  | { readonly how: 'finished'; readonly run: Followed }
  | { readonly how: 'deleted'; readonly run: Followed }
  | { readonly how: 'aborted' };

export interface FollowRun {
  readonly cluster: Cluster;
  readonly kind: Kind;
  readonly run: Followed;
  /** Called with each state that is seen, the first one at once. */
  readonly onChange?: (run: Followed) => void;
  /** Called when the watch breaks; it is tried again. */
  readonly onBreak?: (error: ApiError) => void;
  readonly signal: AbortSignal;
}

/**
 * Watches one run until it has finished, is deleted, or `signal` aborts. Breaks of the connection do not end it.
 *
 * @throws ClusterError when we may not watch runs
 */
export async function followRun(follow: FollowRun): Promise<Ending> {
  const { run, onChange, signal } = follow;
  onChange?.(run);
  if (runState(run).isFinished) return { how: 'finished', run };
  const { promise, resolve: end, reject: fail } = pending<Ending>();
  const abort = () => end({ how: 'aborted' });
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  const reflector = reflectorOf(follow, end, fail);
  reflector.start();
  void reflector.synced.then(() => endIfGone(follow, end));
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', abort);
    void reflector.stop();
  }
}

type End = (ending: Ending) => void;

function reflectorOf(follow: FollowRun, end: End, fail: (error: Error) => void): Reflector<Followed, Followed> {
  const { cluster, kind, run, onChange } = follow;
  const { name, namespace, uid } = run.metadata;
  return new Reflector<Followed, Followed>({
    transport: cluster.transport,
    resource: kind.resource,
    namespace,
    fieldSelector: `metadata.name=${name}`,
    project: (object) => object,
    logger: breakLogger(follow, fail),
    onChange: ({ type, object }) => {
      if (object.metadata.uid !== uid) return;
      if (type === 'deleted') return end({ how: 'deleted', run: object });
      onChange?.(object);
      if (runState(object).isFinished) end({ how: 'finished', run: object });
    },
  });
}

/** A reflector logs errors and retries all of them; this decides which of them are permanent. */
function breakLogger({ cluster, kind, run, onBreak }: FollowRun, fail: (error: Error) => void): Logger {
  const warn = (details: { readonly err?: unknown }) => {
    const { err } = details;
    if (!isApiError(err)) return;
    const asked = { verb: 'watch', resource: kind.resource, namespace: run.metadata.namespace } as const;
    if (err.reason === 'Forbidden') fail(new ClusterError(asked, cluster.server, err));
    else onBreak?.(err);
  };
  return { ...silentLogger, warn };
}

/** A watch does not report a run that was deleted before it began. */
async function endIfGone({ cluster, kind, run }: FollowRun, end: End): Promise<void> {
  const { name, namespace, uid } = run.metadata;
  const found = await cluster.find(kind.resource, name, namespace).catch(() => run);
  if (found?.metadata.uid !== uid) end({ how: 'deleted', run });
}

function pending<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}
