import type { Cluster } from './cluster/cluster.js';
import type { Output } from './output/output.js';

/** All that a command may touch of the world. */
export interface Session {
  /** Data, and nothing else. */
  readonly out: Output;
  /** Messages for the user. */
  readonly err: Output;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Aborted by Ctrl-C. */
  readonly interrupt: AbortSignal;
  readonly env: NodeJS.ProcessEnv;
  /** Where relative paths begin; absolute. */
  readonly directory: string;
  /** Connects on first use. @throws UserError, see `kubeconfig/connect.ts` */
  readonly cluster: () => Promise<Cluster>;
}
