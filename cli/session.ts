import type { Readable } from 'node:stream';
import type { Cluster } from './cluster/cluster.js';
import type { Interrupts } from './interrupts.js';
import type { Output } from './output/output.js';
import type { TextStream } from './output/terminal.js';

/** What a process reads and writes. */
export interface StandardStreams {
  /** Opened on first use. */
  readonly stdin: () => Readable;
  readonly stdout: TextStream;
  readonly stderr: TextStream;
}

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
  /** For a command that ends what it runs, or leaves the terminal to it. */
  readonly interrupts: Interrupts;
  /** The streams of the process, for the bytes of a task. */
  readonly streams: StandardStreams;
  readonly env: NodeJS.ProcessEnv;
  /** Where relative paths begin; absolute. */
  readonly directory: string;
  /** Connects on first use. @throws UserError, see `kubeconfig/connect.ts` */
  readonly cluster: () => Promise<Cluster>;
  /** Connects with another context of the kubeconfig. @throws UserError */
  readonly clusterOf: (context: string) => Promise<Cluster>;
}
