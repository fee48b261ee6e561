import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/**
 * Start of `kubectl task run true -x kubernetes` against `kubectl exec`, and CPU per megabyte of output against client-node's
 * Exec and `kubectl exec`, in one run. Each turn is a process of its own. KUBECONFIG names a cluster, and NAMESPACE and
 * DEPLOYMENT a Deployment whose Pods have a shell. The command is the bundled one.
 */
const { NAMESPACE: namespace = 'default', DEPLOYMENT: component = 'api', KUBECTL: kubectl = 'kubectl' } = process.env;
const megabytes = 200;
const turns = { start: 11, stream: 5 };
const script = `dd if=/dev/zero bs=1048576 count=${megabytes} 2>/dev/null`;
const plugin = resolve('build/kubectl-task');

/** Counts, and knows the CPU time that this process has used since the first byte. */
class Counted extends Writable {
  private first: NodeJS.CpuUsage | undefined;

  override _write(_chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.first ??= process.cpuUsage();
    done();
  }

  get cpuSeconds(): number {
    const { user, system } = process.cpuUsage(this.first);
    return (user + system) / 1e6;
  }
}

type Program = (stdout: Counted) => Promise<void>;

const kubetask: Program = async (stdout) => {
  const { execute } = await import('../executors/execute.js');
  const { kubernetes } = await import('../executors/kubernetes/kubernetes.js');
  const { loadConnection } = await import('../packages/kubernetes-client/connection/load-connection.js');
  const executor = kubernetes({ connection: await loadConnection(), namespace, component });
  const { exitCode } = await execute({ name: 'bench', script }, { executor, stdout, stderr: process.stderr });
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}`);
};

const clientNode: Program = async (stdout) => {
  const { CoreV1Api, Exec, KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromDefault();
  const pods = await config
    .makeApiClient(CoreV1Api)
    .listNamespacedPod({ namespace, labelSelector: `app=${component}` });
  const name = pods.items[0]?.metadata?.name ?? '';
  const container = pods.items[0]?.spec?.containers[0]?.name ?? '';
  await new Promise((done, fail) => {
    const exec = new Exec(config);
    exec.exec(namespace, name, container, ['sh', '-c', script], stdout, process.stderr, null, false, done).catch(fail);
  });
};

const programs: Readonly<Record<string, Program>> = { kubetask, 'client-node': clientNode };

interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** Runs a command, and measures it from outside: wall clock, and the CPU time of the process and its children. */
async function measured(argv: readonly string[]): Promise<Measured> {
  const times = join(folder, 'times');
  const started = performance.now();
  const shell = `"$@" >/dev/null; code=$?; times > ${times}; exit $code`;
  const child = spawn('bash', ['-c', shell, 'bash', ...argv], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`${argv.slice(0, 2).join(' ')} ended with exit code ${code}`);
  const children = readFileSync(times, 'utf8').trim().split('\n').at(-1) ?? '';
  const cpuSeconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, m, s]) => sum + 60 * Number(m) + Number(s),
    0,
  );
  return { seconds, cpuSeconds };
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;

/** CPU milliseconds per megabyte that a program of ours needs once output comes. */
async function streamed(who: string): Promise<number> {
  const file = join(folder, 'cpu');
  await measured([process.execPath, fileURLToPath(import.meta.url), who, file]);
  return (Number(readFileSync(file, 'utf8')) * 1000) / megabytes;
}

const execArgs = ['exec', '-n', namespace, `deploy/${component}`, '--', 'sh', '-c'];

async function measureStart(): Promise<void> {
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  const node: Measured[] = [];
  for (let turn = 0; turn < turns.start; turn++) {
    ours.push(await measured([process.execPath, plugin, 'run', 'bench', '-x', 'kubernetes', '-n', namespace]));
    theirs.push(await measured([kubectl, ...execArgs, 'true']));
    node.push(await measured([process.execPath, '-e', '0']));
  }
  const of = (all: readonly Measured[], what: keyof Measured) => median(all.map((one) => one[what])) * 1000;
  for (const [name, all] of Object.entries({ 'kubectl task run': ours, 'kubectl exec': theirs, 'node -e 0': node })) {
    console.log(
      `${name.padEnd(18)} start ${of(all, 'seconds').toFixed(0)} ms, ${of(all, 'cpuSeconds').toFixed(0)} ms of CPU`,
    );
  }
  const ratio = (what: keyof Measured) => (of(ours, what) / of(theirs, what)).toFixed(2);
  console.log(
    `start against kubectl exec        ${ratio('seconds')}, CPU ${ratio('cpuSeconds')} (wanted: at most 2.5)`,
  );
}

async function measureStream(): Promise<void> {
  const cpu: Record<string, number[]> = { kubetask: [], 'client-node': [], kubectl: [] };
  for (let turn = 0; turn < turns.stream; turn++) {
    for (const who of Object.keys(programs)) cpu[who]?.push(await streamed(who));
    const [idle, whole] = [
      await measured([kubectl, ...execArgs, 'true']),
      await measured([kubectl, ...execArgs, script]),
    ];
    cpu['kubectl']?.push(((whole.cpuSeconds - idle.cpuSeconds) * 1000) / megabytes);
  }
  const of = (who: string) => median(cpu[who] ?? []);
  for (const who of Object.keys(cpu)) console.log(`${who.padEnd(18)} ${of(who).toFixed(2)} CPU ms per MB of output`);
  const against = (who: string) => (of('kubetask') / of(who)).toFixed(2);
  console.log(`CPU per MB against client-node    ${against('client-node')} (wanted: at most 1)`);
  console.log(`CPU per MB against kubectl exec   ${against('kubectl')}`);
}

const [who = '', file = ''] = process.argv.slice(2);
const program = programs[who];
if (program) {
  const stdout = new Counted();
  await program(stdout);
  writeFileSync(file, String(stdout.cpuSeconds));
  process.exit();
}
if (!existsSync(plugin)) throw new Error(`Cannot measure: ${plugin} does not exist; npm run bundle writes it`);
const folder = mkdtempSync(join(tmpdir(), 'bench-exec-'));
writeFileSync(join(folder, 'kubetask.yaml'), `tasks: { bench: { component: ${component}, script: 'true' } }\n`);
try {
  await measureStart();
  await measureStream();
} finally {
  rmSync(folder, { recursive: true });
}
