import type { Connection } from '../../packages/kubernetes-client/connection/connection.js';

/** An API server that the contract is checked against. */
export interface ServerUnderTest {
  readonly connection: Connection;
  /** As the controller connects: with the rights of the installation, where the server enforces rights. */
  readonly controller: Connection;
  /** Whether a Job controller runs. If not, a test creates the Pods and sets their status. */
  readonly runsJobs: boolean;
  /** A watch of this length gets a bookmark before its end; a shorter one of a real server may not. */
  readonly bookmarkSeconds: number;
  /** Stops what was started for the test; an existing cluster is left alone. */
  stop(): Promise<void>;
}
