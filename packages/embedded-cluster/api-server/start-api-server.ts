import { randomBytes } from 'node:crypto';
import type { Clock } from '../../work-queue/clock.js';
import type { LocalApi } from '../local-api.js';
import type { PodStreams } from '../pod-streams.js';
import type { Authorize } from './authorization.js';
import { backgroundClock } from './background-clock.js';
import { createCluster } from './create-cluster.js';
import { type FaultPlan, withFaults, withUpgradeFaults } from './fault-plan.js';
import { listen } from './http/https-edge.js';
import { createHandler, createUpgradeHandler } from './http/serve-request.js';
import type { LogSource } from './log-source.js';
import { createLocalApi } from './operations/local-api.js';
import { type Backups, createBackups } from './store/backups.js';
import { createListSnapshots } from './store/list-snapshots.js';
import { createServerCertificate } from './tls/certificate.js';

export type { Authorize, RequestAttributes } from './authorization.js';
export type { LogOptions, LogSource } from './log-source.js';
export type { ApiServerSnapshot, RestoreOptions } from './store/backups.js';

/** How an API server starts. */
export interface ApiServerOptions {
  /** @default 0, a free one */
  readonly port?: number;
  /** Answers `kubectl logs`; without it there are none. */
  readonly logs?: LogSource;
  /** Answers `kubectl exec`, `attach` and `port-forward`; without it no Pod runs. */
  readonly streams?: PodStreams;
  /** What the one user is allowed to do, for tests of clients that are not administrators. @default everything */
  readonly authorize?: Authorize;
  /** Makes requests go wrong on purpose. */
  readonly faults?: FaultPlan;
  /** The server's time: of creation and deletion, of bookmarks and the end of watches, of faults. @default the system's */
  readonly clock?: Clock;
}

/** A running API server. */
export interface ApiServer extends Backups {
  /** For controllers in this process. */
  readonly api: LocalApi;
  readonly url: string;
  /** The authority a client must trust. New at each start. */
  readonly caPem: string;
  /** The bearer token a client must send. New at each start. */
  readonly token: string;
  readonly port: number;
  /** Closes the port and every connection. The store stays readable through `api`. */
  stop(): Promise<void>;
}

/**
 * Starts an empty, in-memory Kubernetes API server on 127.0.0.1, over TLS.
 *
 * @throws Error with the code EADDRINUSE when the port is taken.
 */
export async function startApiServer(options: ApiServerOptions = {}): Promise<ApiServer> {
  const { clock = backgroundClock } = options;
  const now = () => clock.now();
  const token = randomBytes(24).toString('base64url');
  const { caPem, ...tls } = createServerCertificate(now());
  const cluster = createCluster(now);
  const lists = createListSnapshots(now);
  const { logs, streams, authorize } = options;
  const services = { cluster, snapshots: lists, logs, streams, authorize, clock };
  const handler = createHandler(services, token);
  const upgrade = createUpgradeHandler(services, token);
  const { faults } = options;
  const handlers = faults
    ? { request: withFaults(handler, faults, clock), upgrade: withUpgradeFaults(upgrade, faults, clock) }
    : { request: handler, upgrade };
  const edge = await listen(handlers, tls, options.port ?? 0);
  return {
    ...{ caPem, token, port: edge.port, url: `https://127.0.0.1:${edge.port}` },
    api: createLocalApi(cluster),
    ...createBackups(cluster.store, lists),
    stop: () => edge.close(),
  };
}
