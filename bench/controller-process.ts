import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { mallocOptions, nodeOptions } from '../constructs/install/controller-deployment.js';
import { bundleController } from '../scripts/bundle-controller.js';
import { imageFlags } from '../scripts/image-flags.js';

/** The bundled controller in its own process. Linux only: measurements come from /proc. */
export interface ControllerProcess {
  cpuSeconds(): number;
  /** Resident memory now, and its peak. */
  megabytes(): { readonly now: number; readonly peak: number };
  /** The sum of a metric over all label values that `holds` accepts. */
  counted(name: string, holds?: (labels: string) => boolean): Promise<number>;
  stop(): Promise<void>;
}

const malloc = Object.fromEntries(mallocOptions.map(({ name, value }) => [name, value]));
/** The default of the installation. */
const heapMiB = 180;
/** USER_HZ is 100 on every Linux that Node.js runs on. */
const ticksPerSecond = 100;

export async function startController(
  kubeconfig: string,
  namespace: string,
  folder: string,
): Promise<ControllerProcess> {
  const bundle = join(folder, 'controller.cjs');
  const metricsPort = await freePort();
  await bundleController(bundle);
  const args = ['--kubeconfig', kubeconfig, '--watch-namespaces', namespace, '--metrics-port', String(metricsPort)];
  const child = spawn(process.execPath, [...imageFlags(), bundle, ...args, '--log-level', 'error'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: nodeOptions(heapMiB), ...malloc },
  });
  await ready(child, metricsPort);
  return {
    cpuSeconds: () => cpuTicks(child) / ticksPerSecond,
    megabytes: () => ({ now: kilobytes(child, 'VmRSS') / 1024, peak: kilobytes(child, 'VmHWM') / 1024 }),
    counted: (name, holds) => counted(metricsPort, name, holds),
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}

/** A port that was free when asked. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function ready(child: ChildProcess, metricsPort: number): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${metricsPort}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Cannot measure the controller: it ended with ${child.exitCode}`);
}

/** Fields 14 and 15 of /proc/PID/stat, counted after the name, which may contain blanks. */
function cpuTicks({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

function kilobytes({ pid }: ChildProcess, field: string): number {
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

async function counted(
  metricsPort: number,
  name: string,
  holds: (labels: string) => boolean = () => true,
): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  const lines = text.matchAll(new RegExp(`^${name}\\{([^}]*)\\} (\\S+)$`, 'gm'));
  return [...lines].reduce((sum, [, labels = '', value]) => sum + (holds(labels) ? Number(value) : 0), 0);
}
