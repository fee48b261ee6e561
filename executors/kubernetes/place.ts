import type { Connection } from '../../packages/kubernetes-client/connection/connection.js';
import type { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import type { Clock } from '../../packages/work-queue/clock.js';

/** An API server, and a namespace of it. */
export interface Cluster {
  readonly connection: Connection;
  readonly transport: Transport;
  readonly namespace: string;
  readonly clock: Clock;
}

/** A container that runs. */
export interface Place extends Cluster {
  readonly pod: string;
  readonly container: string;
}
