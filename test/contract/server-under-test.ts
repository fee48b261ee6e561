import type { Connection } from '../../packages/kubernetes-client/connection/connection.js';

/** An API server that the contract is checked against. */
export interface ServerUnderTest {
  readonly connection: Connection;
  /** As the controller connects: where the server enforces rights, with those of the installation alone. */
  readonly controller: Connection;
  /** Whether somebody makes Pods for Jobs and judges them. If not, a test does it itself. */
  readonly runsJobs: boolean;
  /** A watch of this length gets a bookmark before its end; a shorter one of a real server may not. */
  readonly bookmarkSeconds: number;
  /** Ends what was started for the test; a cluster that was there before is left alone. */
  stop(): Promise<void>;
}
