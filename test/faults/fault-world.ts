import { crds } from '../../api/generated/crds.js';
import { type ApiServer, type LocalApi, startApiServer } from '../../packages/embedded-cluster/index.js';
import { startGarbageCollector } from '../../packages/embedded-cluster/testing.js';
import type { Connection } from '../../packages/kubernetes-client/connection/connection.js';
import { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { type Clock, systemClock } from '../../packages/work-queue/clock.js';
import { Restores } from '../../runtime/caches/restores.js';
import { type Reconcilers, startReconcilers } from '../../runtime/start.js';
import { createFastClock, type FastClock } from './fast-clock.js';
import { type FaultLine, openFaultLine } from './fault-line.js';
import { createFaultRules, type FaultRules } from './fault-rules.js';
import { type Births, countBirths, type FinalWorld, finalWorld, whenOver } from './final-world.js';
import { createLoneLeader } from './lone-leader.js';
import { countMetrics, type MetricCounts } from './metric-counts.js';
import { type Ending, type SimulatedNode, startSimulatedNode } from './simulated-node.js';
import { createStoppable } from './stoppable.js';

/** Jest's structuredClone returns arrays of another realm, which the CEL library does not recognize. Only JSON is cloned here. */
globalThis.structuredClone = <T>(value: T): T => JSON.parse(JSON.stringify(value));

export const namespace = 'default';

export interface FaultWorldOptions {
  readonly endingOf: (name: string) => Ending;
  /** When the node takes its next step. @default on `finish` */
  readonly soon?: (step: () => void) => void;
  /** Whether a replica acquires a Lease before it works. It never loses the Lease. @default several may work at once */
  readonly elects?: boolean;
  /** Whether the server sends its bookmarks so rarely that clients give up on their watches. @default false */
  readonly isSilent?: boolean;
}

/** The embedded API server behind a connection that may fail, the reconcilers, and a simulated node. */
export interface FaultWorld {
  readonly server: ApiServer;
  readonly api: LocalApi;
  readonly rules: FaultRules;
  readonly line: FaultLine;
  readonly metrics: MetricCounts;
  readonly clock: FastClock;
  readonly node: SimulatedNode;
  readonly births: Births;
  /** To the server through the fault line; `token` is called each time a token is needed. */
  connection(token?: () => string): Connection;
  createTransport(connection?: Connection): Transport;
  /** Starts another replica, as in another process. Resolves immediately, before it is ready. */
  startReplica(connection?: Connection): Promise<Replica>;
  /** Resolves when every run has finished. */
  over(): Promise<FinalWorld>;
  stop(): Promise<void>;
}

export interface Replica {
  readonly reconcilers: Reconcilers;
  readonly transport: Transport;
  /** Where its leader election would report that the server was restored from a backup. */
  readonly restores: Restores;
  /** As after SIGTERM: requests in flight may complete. */
  stop(): Promise<void>;
  /** As after SIGKILL: requests in flight are cut off. */
  kill(): Promise<void>;
  /** As after SIGSTOP: time passes, but no timer fires and no request is sent. Returns a function that resumes, as SIGCONT does. */
  suspend(): () => void;
}

export async function startFaultWorld({ endingOf, soon, elects, isSilent }: FaultWorldOptions): Promise<FaultWorld> {
  const clock = createFastClock();
  const rules = createFaultRules();
  const server = await startApiServer({ faults: rules, ...(!isSilent && { clock: serverClock(clock) }) });
  const { api } = server;
  for (const crd of Object.values(crds)) api.create('customresourcedefinitions.apiextensions.k8s.io', crd);
  const garbageCollector = startGarbageCollector(api);
  const line = await openFaultLine(server.port);
  const metrics = countMetrics();
  const births = countBirths(api);
  const node = startSimulatedNode({ api, endingOf, now: () => clock.now(), ...(soon && { soon }) });
  const connection = (token = () => server.token): Connection => ({
    server: new URL(`https://127.0.0.1:${line.port}`),
    namespace,
    credentials: async () => ({ headers: { authorization: `Bearer ${token()}` }, tls: { ca: server.caPem } }),
  });
  const createTransport = (to = connection()) => new Transport(to, { clock, metrics });
  const replicas = new Set<Replica>();
  const startReplica = async (to?: Connection) => {
    const stoppable = createStoppable(clock, to ?? connection());
    const transport = new Transport(stoppable.connection, { clock: stoppable.clock, metrics });
    const restores = new Restores(stoppable.clock);
    const options = { transport, namespaces: [namespace], clock: stoppable.clock, metrics, restores };
    const leader = createLoneLeader({ transport, namespace, clock: stoppable.clock, restores });
    const reconcilers = await startReconcilers({ ...options, ...(elects && { elect: leader.elect }) });
    const kill = async () => {
      replicas.delete(replica);
      await leader.stop();
      transport.close();
      await reconcilers.stop();
    };
    const stop = async () => {
      await reconcilers.stop();
      await kill();
    };
    const replica = { reconcilers, transport, restores, stop, kill, suspend: stoppable.suspend };
    replicas.add(replica);
    return replica;
  };
  return {
    ...{ server, api, rules, line, metrics, clock, node, births, connection, createTransport, startReplica },
    over: async () => {
      await whenOver(api);
      return finalWorld(api, births);
    },
    stop: async () => {
      node.stop();
      await garbageCollector.stop();
      for (const replica of replicas) await replica.kill();
      await line.close();
      await server.stop();
    },
  };
}

/** Bookmarks and ends of watches come as often as replicas expect them. Everything else, such as a late answer, takes real time. */
const serverClock = (clock: Clock): Clock => ({
  now: systemClock.now,
  setTimeout: (callback, milliseconds) =>
    (milliseconds < 10_000 ? systemClock : clock).setTimeout(callback, milliseconds),
});

export const create = (api: LocalApi, resource: string, kind: string, name: string, spec: object): KubernetesObject =>
  api.create(`${resource}.kubetask.io`, {
    apiVersion: 'kubetask.io/v1alpha1',
    kind,
    metadata: { name, namespace },
    ...{ spec },
  });
