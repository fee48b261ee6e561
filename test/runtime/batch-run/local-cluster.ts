import { crds } from '../../../api/generated/crds.js';
import type { BatchRun, BatchRunStatus } from '../../../api/generated/kinds.js';
import {
  type ApiServer,
  type LocalApi,
  type LocalWatchEvent,
  startApiServer,
} from '../../../packages/embedded-cluster/index.js';
import type { FaultPlan } from '../../../packages/embedded-cluster/testing.js';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { timestamp } from '../../../packages/kubernetes-conventions/timestamp.js';
import type { Clock } from '../../../packages/work-queue/clock.js';
import { type Reconcilers, startReconcilers } from '../../../runtime/start.js';
import { createLaterClock } from './later-clock.js';

/** Jest's own makes arrays of another realm, which the CEL library takes for no arrays; JSON is all that is cloned here. */
globalThis.structuredClone = <T>(value: T): T => JSON.parse(JSON.stringify(value));

export const namespace = 'default';

/** The embedded API server with our CRDs, and the reconcilers of one namespace over the real transport. No other controller runs. */
export interface LocalCluster {
  readonly server: ApiServer;
  readonly api: LocalApi;
  /** A second call starts them again, as after a restart. */
  startReconcilers(): Promise<void>;
  stopReconcilers(): Promise<void>;
  stop(): Promise<void>;
}

export const laterClock: Clock = createLaterClock();

/** The reconcilers' time, RFC 3339. */
export const clusterTime = (): string => timestamp(laterClock.now());

/** @param clock of the reconcilers */
export async function startLocalCluster(faults?: FaultPlan, clock: Clock = laterClock): Promise<LocalCluster> {
  const server = await startApiServer(faults ? { faults } : {});
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
      reconcilers = await startReconcilers({ transport, namespaces: [namespace], clock });
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

/** Resolves with the object as soon as the API server has one of that name, or of any, for which `holds`. */
export function eventually<T extends KubernetesObject>(
  api: LocalApi,
  resource: string,
  name: string | undefined,
  holds: (object: T) => boolean,
): Promise<T> {
  return new Promise((resolve) => {
    let stop = () => {};
    const listener = ({ type, object }: LocalWatchEvent) => {
      if (type === 'DELETED' || (name ?? object.metadata.name) !== object.metadata.name || !holds(object as T)) return;
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
