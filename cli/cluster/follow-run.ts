import { Reflector } from '../../runtime/engine/reflector.js';
import type { Kind } from '../kinds.js';
import { type Run, runState } from '../run/run-state.js';
import type { Cluster } from './cluster.js';

/** Why following a run ended. */
export type Ending =
  | { readonly how: 'finished'; readonly run: Run }
  | { readonly how: 'deleted'; readonly run: Run }
  | { readonly how: 'aborted' };

export interface FollowRun {
  readonly cluster: Cluster;
  readonly kind: Kind;
  readonly run: Run;
  /** Called with each state that is seen, the first one at once. */
  readonly onChange?: (run: Run) => void;
  readonly signal: AbortSignal;
}

/** Watches one run until it has finished, is deleted, or `signal` aborts. Breaks of the connection do not end it. */
export async function followRun({ cluster, kind, run, onChange, signal }: FollowRun): Promise<Ending> {
  onChange?.(run);
  if (runState(run).isFinished) return { how: 'finished', run };
  const { name, namespace } = run.metadata;
  let end: (ending: Ending) => void = () => undefined;
  const ended = new Promise<Ending>((resolve) => {
    end = resolve;
  });
  const abort = () => end({ how: 'aborted' });
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  const reflector = new Reflector<Run, Run>({
    transport: cluster.transport,
    resource: kind.resource,
    namespace,
    fieldSelector: `metadata.name=${name}`,
    project: (object) => object,
    onChange: ({ type, object }) => {
      if (object.metadata.uid !== run.metadata.uid) return;
      if (type === 'deleted') return end({ how: 'deleted', run: object });
      onChange?.(object);
      if (runState(object).isFinished) end({ how: 'finished', run: object });
    },
  });
  reflector.start();
  void reflector.synced
    .then(() => cluster.find(kind.resource, name, namespace))
    .then(
      (found) => found?.metadata.uid !== run.metadata.uid && end({ how: 'deleted', run }),
      () => undefined,
    );
  const ending = await ended;
  signal.removeEventListener('abort', abort);
  void reflector.stop();
  return ending;
}
