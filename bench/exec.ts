import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';

/**
 * Start of `true`, and CPU per megabyte of output, against `kubectl exec` and client-node's Exec, in one run. Each turn is
 * a process of its own. KUBECONFIG names a cluster, and NAMESPACE and DEPLOYMENT a Deployment whose Pods have a shell.
 */
const { NAMESPACE: namespace = 'default', DEPLOYMENT: component = 'api', KUBECTL: kubectl = 'kubectl' } = process.env;
const megabytes = 200;
const turns = { start: 9, stream: 3 };
const script = `dd if=/dev/zero bs=1048576 count=${megabytes} 2>/dev/null`;
const [mode, who] = process.argv.slice(2);

class Counted extends Writable {
  bytes = 0;
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.bytes += chunk.length;
    done();
  }
}

/** What one turn does, in a process of its own. */
const programs: Readonly<Record<string, (script: string, stdout: Counted) => Promise<void>>> = {
  kubetask: async (text, stdout) => {
    const { execute } = await import('../executors/execute.js');
    const { kubernetes } = await import('../executors/kubernetes/kubernetes.js');
    const { loadConnection } = await import('../packages/kubernetes-client/connection/load-connection.js');
    const connection = await loadConnection();
    const executor = kubernetes({ connection, namespace, component });
    const { exitCode } = await execute({ name: 'bench', script: text }, { executor, stdout, stderr: process.stderr });
    if (exitCode !== 0) throw new Error(`exit code ${exitCode}`);
  },
  'client-node': async (text, stdout) => {
    const { CoreV1Api, Exec, KubeConfig } = await import('@kubernetes/client-node');
    const config = new KubeConfig();
    config.loadFromDefault();
    const pods = await config
      .makeApiClient(CoreV1Api)
      .listNamespacedPod({ namespace, labelSelector: `app=${component}` });
    const name = pods.items[0]?.metadata?.name ?? '';
    const container = pods.items[0]?.spec?.containers[0]?.name ?? '';
    const command = ['sh', '-c', text];
    await new Promise((resolve, reject) => {
      const exec = new Exec(config);
      exec.exec(namespace, name, container, command, stdout, process.stderr, null, false, resolve).catch(reject);
    });
  },
};

interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** Runs a command, and measures it from outside: wall clock, and the CPU time of the process and its children. */
async function measured(argv: readonly string[]): Promise<Measured> {
  const times = join(folder, 'times');
  const started = performance.now();
  const shell = `"$@" >/dev/null; code=$?; times > ${times}; exit $code`;
  const child = spawn('bash', ['-c', shell, 'bash', ...argv], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`${argv[0]} ended with exit code ${code}`);
  const children = readFileSync(times, 'utf8').trim().split('\n').at(-1) ?? '';
  return {
    seconds,
    cpuSeconds: sum([...children.matchAll(/(\d+)m([\d.]+)s/g)].map(([, m, s]) => 60 * Number(m) + Number(s))),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;

/** This file as one bundle, as the plugin is. */
const folder = mkdtempSync(join(tmpdir(), 'bench-exec-'));
const bundle = join(folder, 'exec.mjs');
const own = (name: string, what: string) => [process.execPath, bundle, what, name];
const contenders = {
  kubetask: (what: string) => own('kubetask', what),
  'client-node': (what: string) => own('client-node', what),
  kubectl: (what: string) => [
    ...[kubectl, 'exec', '-n', namespace, `deploy/${component}`, '--', 'sh', '-c'],
    what === 'start' ? 'true' : script,
  ],
};

async function alternate(what: 'start' | 'stream'): Promise<Record<keyof typeof contenders, Measured>> {
  const results: Record<string, Measured[]> = {};
  for (let turn = 0; turn < turns[what]; turn++) {
    for (const [name, argv] of Object.entries(contenders)) {
      results[name] = [...(results[name] ?? []), await measured(argv(what))];
    }
  }
  const of = (all: readonly Measured[]): Measured => ({
    seconds: median(all.map(({ seconds }) => seconds)),
    cpuSeconds: median(all.map(({ cpuSeconds }) => cpuSeconds)),
  });
  return Object.fromEntries(Object.entries(results).map(([name, all]) => [name, of(all)])) as never;
}

const program = who === undefined ? undefined : programs[who];
if (program) {
  await program(mode === 'start' ? 'true' : script, new Counted());
  process.exit();
}
const { build } = await import('esbuild');
const js = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
const format = {
  bundle: true,
  minify: true,
  platform: 'node' as const,
  format: 'esm' as const,
  banner: { js },
  external: ['esbuild'],
};
await build({ ...format, entryPoints: ['bench/exec.ts'], outfile: bundle });
const start = await alternate('start');
const stream = await alternate('stream');
const perMegabyte = ({ cpuSeconds }: Measured, idle: Measured) => ((cpuSeconds - idle.cpuSeconds) * 1000) / megabytes;
for (const name of Object.keys(contenders) as (keyof typeof contenders)[]) {
  const cpu = perMegabyte(stream[name], start[name]).toFixed(2);
  console.log(`${name.padEnd(12)} start ${(start[name].seconds * 1000).toFixed(0)} ms, ${cpu} CPU ms per MB of output`);
}
rmSync(folder, { recursive: true });
const cpuOf = (name: keyof typeof contenders) => perMegabyte(stream[name], start[name]);
console.log(
  `start against kubectl exec        ${(start.kubetask.seconds / start.kubectl.seconds).toFixed(2)} (wanted: at most 2.5)`,
);
console.log(
  `CPU per MB against client-node    ${(cpuOf('kubetask') / cpuOf('client-node')).toFixed(2)} (wanted: at most 1)`,
);
console.log(`CPU per MB against kubectl exec   ${(cpuOf('kubetask') / cpuOf('kubectl')).toFixed(2)}`);
