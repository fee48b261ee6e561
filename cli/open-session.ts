import { Readable } from 'node:stream';
import { Transport } from '../packages/kubernetes-client/transport/transport.js';
import type { GlobalOptions } from './args/options.js';
import { Cluster } from './cluster/cluster.js';
import { type Interrupts, interruptsBy } from './interrupts.js';
import { connect } from './kubeconfig/connect.js';
import { type Output, outputTo } from './output/output.js';
import { type TextStream, terminalOf } from './output/terminal.js';
import type { Session } from './session.js';

/** The process a session runs in. */
export interface Host {
  /** Opened on first use. @default nothing to read */
  readonly stdin?: () => Readable;
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly env: NodeJS.ProcessEnv;
  /** Where the person stands; absolute. */
  readonly directory: string;
  readonly interrupt: AbortSignal;
  /** @default `interrupt` alone */
  readonly interrupts?: Interrupts;
}

export interface OpenSession extends Session {
  /** Of the kubeconfig; empty before the cluster was asked for. */
  readonly context: () => string;
  /** Closes every connection, so that the process can end. */
  readonly close: () => void;
}

export function openSession(host: Host, options: GlobalOptions): OpenSession {
  const { stdout, stderr, env, directory, interrupt } = host;
  const err = outputTo(stderr, terminalOf(stderr, env, options.color));
  let cluster: Promise<Cluster> | undefined;
  const opened: Cluster[] = [];
  const open = async (context = options.context) => {
    const connection = await connect({ ...options, ...(context === undefined ? {} : { context }) }, env);
    const transport = new Transport(connection, { requestTimeoutSeconds: options.requestTimeout ?? 30 });
    const namespace = options.namespace ?? connection.namespace;
    const one = new Cluster(transport, connection.server, namespace, connection.context, notesTo(err));
    opened.push(one);
    return one;
  };
  return {
    out: outputTo(stdout, terminalOf(stdout, env, options.color)),
    err,
    now: () => Date.now(),
    env,
    directory,
    interrupt,
    interrupts: host.interrupts ?? interruptsBy(interrupt),
    streams: { stdin: host.stdin ?? (() => Readable.from([])), stdout, stderr },
    cluster: () => {
      cluster ??= open();
      return cluster;
    },
    clusterOf: (context) => open(context),
    context: () => opened[0]?.context ?? '',
    close: () => {
      for (const { transport } of opened) transport.close();
    },
  };
}

/** Each line once, however many commands of a session come upon it. */
function notesTo(err: Output): (line: string) => void {
  const printed = new Set<string>();
  return (line) => {
    if (!printed.has(line)) err.line(err.terminal.paint('dim', line));
    printed.add(line);
  };
}
