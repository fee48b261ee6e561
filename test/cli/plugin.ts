import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { crds } from '../../api/generated/crds.js';
import { run } from '../../cli/run-command-line.js';
import { type LocalApi, startCluster } from '../../packages/embedded-cluster/index.js';
import { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import { startReconcilers } from '../../runtime/start.js';
import { createLaterClock } from '../runtime/batch-run/later-clock.js';

/** Jest's structuredClone returns arrays of another realm, which the CEL library does not recognize. Only JSON is cloned here. */
globalThis.structuredClone = <T>(value: T): T => JSON.parse(JSON.stringify(value));

/** The result of a command line. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The embedded cluster with our CRDs and reconcilers, and the plugin connected to it. */
export interface PluginWorld {
  readonly api: LocalApi;
  readonly kubeconfig: string;
  /** Runs `kubectl task ...`; `onStdout` may react to its output, for example with an interrupt. */
  task(args: readonly string[], onStdout?: (text: string, interrupt: () => void) => void): Promise<Finished>;
  stop(): Promise<void>;
}

export interface PluginWorldOptions {
  /** False for a test whose objects no controller may change. @default true */
  readonly reconciles?: boolean;
}

export async function startPluginWorld({ reconciles = true }: PluginWorldOptions = {}): Promise<PluginWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'test-plugin-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const cluster = await startCluster({ kubeconfigPath: kubeconfig });
  const { server } = cluster;
  for (const crd of Object.values(crds)) server.api.create('customresourcedefinitions.apiextensions.k8s.io', crd);
  const transport = new Transport({
    server: new URL(server.url),
    namespace: 'default',
    credentials: async () => ({ headers: { authorization: `Bearer ${server.token}` }, tls: { ca: server.caPem } }),
  });
  const reconcilers = reconciles ? await startReconcilers({ transport, clock: createLaterClock() }) : undefined;
  await reconcilers?.started;
  return {
    api: server.api,
    kubeconfig,
    task: (args, onStdout) => runPlugin(args, { KUBECONFIG: kubeconfig }, onStdout),
    stop: async () => {
      await reconcilers?.stop();
      transport.close();
      await cluster.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

export async function runPlugin(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  onStdout: (text: string, interrupt: () => void) => void = () => undefined,
): Promise<Finished> {
  const interrupt = new AbortController();
  const [stdout, stderr] = [collector((text) => onStdout(text, () => interrupt.abort())), collector()];
  const code = await run(args, {
    stdout: stdout.stream,
    stderr: stderr.stream,
    env,
    directory: process.cwd(),
    interrupt: interrupt.signal,
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function collector(onText: (text: string) => void = () => undefined) {
  const parts: string[] = [];
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => {
    parts.push(chunk.toString('utf8'));
    onText(parts.join(''));
  });
  return { stream, text: () => parts.join('') };
}
