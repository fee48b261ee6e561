import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Registry } from 'prom-client';
import { LEASE_NAME } from '../../api/permissions.js';
import { VERSION } from '../../api/version.js';
import type { Connection } from '../../packages/kubernetes-client/connection/connection.js';
import { loadConnection } from '../../packages/kubernetes-client/connection/load-connection.js';
import type { Logger } from '../../packages/kubernetes-client/logger.js';
import { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import { systemClock } from '../../packages/work-queue/clock.js';
import { Restores } from '../caches/restores.js';
import { reconciledKinds } from '../kinds.js';
import { awaitLeadership, type Leadership } from '../leader-election/leader-election.js';
import type { LeaseLockOptions } from '../leader-election/lease-lock.js';
import { engineMetrics } from '../observability/engine-metrics.js';
import { type ProbeServer, serveProbes } from '../observability/probe-server.js';
import { processMetrics } from '../observability/process-metrics.js';
import { prometheusMeters } from '../observability/prometheus-meters.js';
import { readinessFailures } from '../observability/readiness.js';
import { type Reconcilers, startReconcilers } from '../start.js';
import { memoryBytes } from './memory-bytes.js';
import { reachServer } from './reach-server.js';
import type { Settings } from './settings.js';

const LEASE_SECONDS = 15;

const withoutLeaderElection =
  'leader election is off, so nothing proves that the API server was not restored from a backup: a task whose creation got no answer before a restore may run twice; set LEADER_ELECT=true';

/** How the process ended: stopped by a signal, or the Lease was lost. */
export type End = 'stopped' | 'lost';

/**
 * Runs one replica until `stop` aborts or its lease is lost. Stopped, it lets the passes in flight end, and gives up the
 * lease; lost, it cuts them off, because another replica works already.
 *
 * @throws Error with a message for a person when it cannot begin: no cluster, no credentials, or its port is taken
 */
export async function runController(settings: Settings, logger: Logger, stop: AbortSignal): Promise<End> {
  const registry = new Registry();
  const metrics = engineMetrics(registry);
  const { kubeconfig, watchNamespaces, leaderElect } = settings;
  const connection = await loadConnection(kubeconfig === undefined ? {} : { kubeconfig });
  // Its own sockets, so that a renewal never waits for the reconcilers' requests.
  const election = new Transport(connection, { metrics, maxSockets: 2 });
  const restores = new Restores(systemClock, logger);
  const replica = new Replica(leaderElect, connection, {
    transport: election,
    logger,
    onRestored: () => restores.report(),
    onRenewed: (at) => restores.ruleOut(at),
  });
  const transport = new Transport(connection, { metrics, mayWrite: () => replica.isLeader });
  try {
    const { version: serverVersion, hasKinds } = await reachServer(transport, connection);
    const scope = { namespaces: watchNamespaces ?? 'all', leaderElect };
    logger.info({ version: VERSION, server: connection.server.origin, serverVersion, ...scope }, 'starting');
    if (!leaderElect) logger.warn({}, withoutLeaderElection);
    if (!hasKinds) logger.warn({}, 'the CustomResourceDefinitions are missing; apply dist/crds.k8s.yaml');
    const elect = (signal: AbortSignal) => replica.elect(signal);
    const namespaces = watchNamespaces && { namespaces: watchNamespaces };
    const reconcilers = await startReconcilers({
      transport,
      logger,
      metrics,
      elect,
      retention: settings,
      memoryBytes: memoryBytes(),
      restores,
      ...namespaces,
    });
    return await untilEnd({ registry, settings, reconcilers, replica, transport, stop });
  } finally {
    transport.close();
    election.close();
  }
}

interface Running {
  readonly registry: Registry;
  readonly settings: Settings;
  readonly reconcilers: Reconcilers;
  readonly replica: Replica;
  readonly transport: Transport;
  readonly stop: AbortSignal;
}

async function untilEnd({ registry, settings, reconcilers, replica, transport, stop }: Running): Promise<End> {
  let probes: ProbeServer | undefined;
  try {
    probes = await observe(registry, settings, reconcilers, replica);
    return await replica.ended(stop);
  } finally {
    if (replica.hasLost) transport.close();
    await reconcilers.stop();
    await replica.leave();
    probes?.close();
  }
}

/** One of several processes that do the same work, one at a time. */
class Replica {
  private leadership: Leadership | undefined;
  private isElected = false;
  private readonly lost = new AbortController();

  constructor(
    private readonly leaderElect: boolean,
    private readonly connection: Connection,
    private readonly lock: Omit<LeaseLockOptions, 'candidate'> & { readonly logger: Logger },
  ) {}

  get hasLost(): boolean {
    return this.lost.signal.aborted;
  }

  get isLeader(): boolean {
    return this.isElected && !this.hasLost && (this.leadership?.isHeld() ?? true);
  }

  /** Resolves when this replica may work; also when `signal` aborts. */
  async elect(signal: AbortSignal): Promise<void> {
    if (this.leaderElect) {
      const { lock, connection } = this;
      const identity = `${hostname()}_${randomUUID()}`;
      const candidate = { namespace: connection.namespace, name: LEASE_NAME, identity, leaseSeconds: LEASE_SECONDS };
      this.leadership = await awaitLeadership({ ...lock, candidate }, signal);
      if (!this.leadership) return;
      this.leadership.lost.addEventListener('abort', () => this.lost.abort());
      lock.logger.info({ identity }, 'elected');
    }
    this.isElected = true;
  }

  ended(stop: AbortSignal): Promise<End> {
    return new Promise((resolve) => {
      if (stop.aborted) resolve('stopped');
      stop.addEventListener('abort', () => resolve('stopped'), { once: true });
      this.lost.signal.addEventListener('abort', () => resolve('lost'), { once: true });
    });
  }

  async leave(): Promise<void> {
    await this.leadership?.release();
  }
}

async function observe(
  registry: Registry,
  { metricsPort }: Settings,
  { informers, memory }: Reconcilers,
  replica: Replica,
): Promise<ProbeServer | undefined> {
  const caches = () =>
    Object.values(informers).map(({ resource, lastContact, isServed, store: { size } }) => ({
      ...{ resource, lastContact, isServed, size },
    }));
  const isLeader = () => replica.isLeader;
  processMetrics(registry, { isLeader, caches, memory, now: Date.now });
  const meters = prometheusMeters(registry);
  for (const { metrics } of reconciledKinds) metrics(meters, informers, isLeader);
  if (metricsPort === 0) return undefined;
  return serveProbes(metricsPort, { notReady: () => readinessFailures(caches(), Date.now()), metrics: registry });
}
