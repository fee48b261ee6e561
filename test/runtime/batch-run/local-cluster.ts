import { crds } from '../../../api/generated/crds.js';
import type { BatchRun, BatchRunStatus } from '../../../api/generated/kinds.js';
import type { KubernetesObject } from '../../../api/kubernetes-object.js';
import { type ApiServer, startApiServer } from '../../../local/api-server/start-api-server.js';
import type { LocalApi, LocalWatchEvent } from '../../../local/local-api.js';
import { type Clock, systemClock } from '../../../runtime/engine/clock.js';
import { Transport } from '../../../runtime/engine/transport.js';
import { type Reconcilers, startReconcilers } from '../../../runtime/start.js';

export const namespace = 'default';

/** The embedded API server with our CRDs, and the reconcilers over the real transport. No other controller runs. */
export interface LocalCluster {
  readonly server: ApiServer;
  readonly api: LocalApi;
  /** A second call starts them anew, as after a restart. */
  startReconcilers(): Promise<void>;
  stopReconcilers(): Promise<void>;
  stop(): Promise<void>;
}

/** Ten seconds ahead of the server: nothing looks young, so no test waits for what might still be on its way. */
const laterClock: Clock = { ...systemClock, now: () => systemClock.now() + 10_000 };

export async function startLocalCluster(): Promise<LocalCluster> {
  const server = await startApiServer();
  for (const crd of Object.values(crds)) server.api.create('customresourcedefinitions.apiextensions.k8s.io', crd);
  const transport = new Transport({
    server: new URL(server.url),
    namespace,
    credentials: async () => ({ headers: { authorization: `Bearer ${server.token}` }, tls: { ca: server.caPem } }),
  });
  let reconcilers: Reconcilers | undefined;
  const stopReconcilers = async () => reconcilers?.stop();
  return {
    server,
    api: server.api,
    startReconcilers: async () => {
      reconcilers = await startReconcilers({ transport, clock: laterClock });
      await reconcilers.started;
    },
    stopReconcilers,
    stop: async () => {
      await stopReconcilers();
      transport.close();
      await server.stop();
    },
  };
}

/** Resolves with the object as soon as the API server has one of that name for which `holds`. */
export function eventually<T extends KubernetesObject>(
  api: LocalApi,
  resource: string,
  name: string,
  holds: (object: T) => boolean,
): Promise<T> {
  return new Promise((resolve) => {
    let stop = () => {};
    const listener = ({ type, object }: LocalWatchEvent) => {
      if (type === 'DELETED' || object.metadata.name !== name || !holds(object as T)) return;
      // The first call may come before `watch` has returned its stop function.
      queueMicrotask(() => stop());
      resolve(object as T);
    };
    stop = api.watch(resource, listener);
  });
}

export async function runStatus(
  api: LocalApi,
  name: string,
  holds: (status: BatchRunStatus) => boolean,
): Promise<BatchRunStatus> {
  const run = await eventually<BatchRun>(api, 'batchruns.kubetask.io', name, ({ status }) => !!status && holds(status));
  return run.status ?? {};
}

export const reasonOf = ({ conditions = [] }: BatchRunStatus): string | undefined =>
  conditions.find(({ type }) => type === 'Ready')?.reason;
