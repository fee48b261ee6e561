import { crds } from '../../api/generated/crds.js';
import { type ApiServer, type LocalApi, startApiServer } from '../../packages/embedded-cluster/index.js';
import { startGarbageCollector } from '../../packages/embedded-cluster/testing.js';
import type { Connection } from '../../packages/kubernetes-client/connection/connection.js';
import { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { type Reconcilers, startReconcilers } from '../../runtime/start.js';
import { createFastClock, type FastClock } from './fast-clock.js';
import { type FaultLine, openFaultLine } from './fault-line.js';
import { createFaultRules, type FaultRules } from './fault-rules.js';
import { type Births, countBirths, type FinalWorld, finalWorld, whenOver } from './final-world.js';
import { type Ending, type SimulatedNode, startSimulatedNode } from './simulated-node.js';
import { createStoppable } from './stoppable.js';
import { listen, type Told } from './told.js';

/** Jest's own makes arrays of another realm, which the CEL library takes for no arrays; JSON is all that is cloned here. */
globalThis.structuredClone = <T>(value: T): T => JSON.parse(JSON.stringify(value));

export const namespace = 'default';

export interface FaultWorldOptions {
  readonly endingOf: (name: string) => Ending;
  /** When the node does its next step. @default when told to finish */
  readonly soon?: (step: () => void) => void;
}

/** The embedded API server, reached over a wire that may fail, the reconcilers, and a simulated node. */
export interface FaultWorld {
  readonly server: ApiServer;
  readonly api: LocalApi;
  readonly rules: FaultRules;
  readonly line: FaultLine;
  readonly told: Told;
  readonly clock: FastClock;
  readonly node: SimulatedNode;
  readonly births: Births;
  /** To the server over the wire; `token` is asked for each time it is needed. */
  connection(token?: () => string): Connection;
  createTransport(connection?: Connection): Transport;
  /** One more replica, as in another process. Resolves at once, before it has begun. */
  startReplica(connection?: Connection): Promise<Replica>;
  /** Resolves when every run that exists is over. */
  over(): Promise<FinalWorld>;
  stop(): Promise<void>;
}

export interface Replica {
  readonly reconcilers: Reconcilers;
  readonly transport: Transport;
  /** As after SIGTERM: what is in flight may end. */
  stop(): Promise<void>;
  /** As after SIGKILL: what is in flight is cut off. */
  kill(): Promise<void>;
  /** As after SIGSTOP: no timer fires and no request is sent, while time passes. Returns how to go on, as after SIGCONT. */
  suspend(): () => void;
}

export async function startFaultWorld({ endingOf, soon }: FaultWorldOptions): Promise<FaultWorld> {
  const clock = createFastClock();
  const rules = createFaultRules();
  const server = await startApiServer({ faults: rules });
  const { api } = server;
  for (const crd of Object.values(crds)) api.create('customresourcedefinitions.apiextensions.k8s.io', crd);
  const garbageCollector = startGarbageCollector(api);
  const line = await openFaultLine(server.port);
  const told = listen();
  const births = countBirths(api);
  const node = startSimulatedNode({ api, endingOf, now: () => clock.now(), ...(soon && { soon }) });
  const connection = (token = () => server.token): Connection => ({
    server: new URL(`https://127.0.0.1:${line.port}`),
    namespace,
    credentials: async () => ({ headers: { authorization: `Bearer ${token()}` }, tls: { ca: server.caPem } }),
  });
  const createTransport = (to = connection()) => new Transport(to, { clock, metrics: told });
  const replicas = new Set<Replica>();
  const startReplica = async (to?: Connection) => {
    const stoppable = createStoppable(clock, to ?? connection());
    const transport = new Transport(stoppable.connection, { clock: stoppable.clock, metrics: told });
    const options = { transport, namespaces: [namespace], clock: stoppable.clock, metrics: told };
    const reconcilers = await startReconcilers(options);
    const kill = async () => {
      replicas.delete(replica);
      transport.close();
      await reconcilers.stop();
    };
    const stop = async () => {
      await reconcilers.stop();
      await kill();
    };
    const replica = { reconcilers, transport, stop, kill, suspend: stoppable.suspend };
    replicas.add(replica);
    return replica;
  };
  return {
    ...{ server, api, rules, line, told, clock, node, births, connection, createTransport, startReplica },
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

export const create = (api: LocalApi, resource: string, kind: string, name: string, spec: object): KubernetesObject =>
  api.create(`${resource}.kubetask.io`, {
    apiVersion: 'kubetask.io/v1alpha1',
    kind,
    metadata: { name, namespace },
    ...{ spec },
  });
