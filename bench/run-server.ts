import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { crds } from '../api/generated/crds.js';
import type { BatchRun } from '../api/generated/kinds.js';
import { type KubeconfigServer, startApiServer, writeKubeconfig } from '../packages/embedded-cluster/index.js';
import type { KubernetesObject } from '../packages/kubernetes-conventions/kubernetes-object.js';
import { startSimulatedNode } from '../test/faults/simulated-node.js';

/*
 * The embedded API server with a simulated node, in its own process, so that its CPU time and memory are not the
 * controller's. It ends Jobs and Pods by writing their status.
 */
export interface Fleet {
  readonly runs: number;
  readonly tasks: number;
  /** Tasks of a run at one time. @default all */
  readonly concurrency?: number;
  /** Mean of how long each of the four steps of a task takes: Job to Pod, Pod to start, its work, its end. @default none */
  readonly stepSeconds?: number;
}

/** The server's counts from the creation of the runs to the end of the last. */
export interface Seen {
  readonly seconds: number;
  /** Creations and patches, without Events. */
  readonly writes: number;
  readonly events: number;
  readonly reads: number;
  readonly statusWrites: number;
  /** The maximum number of status writes of one run that start within a second. */
  readonly burst: number;
  /** Succeeded tasks in the statuses. */
  readonly succeeded: number;
}

export interface RunServer {
  work(fleet: Fleet): Promise<Seen>;
  stop(): void;
}

export const namespace = 'default';
const argument = 'run-server';

export async function startRunServer(kubeconfigPath: string): Promise<RunServer> {
  const child = fork(fileURLToPath(import.meta.url), [argument, kubeconfigPath]);
  await once(child, 'message');
  const work = async (fleet: Fleet) => {
    child.send(fleet);
    const [seen] = (await once(child, 'message')) as [Seen];
    return seen;
  };
  return { work, stop: () => child.kill() };
}

const makeObject = (kind: string, name: string, spec: object): KubernetesObject => ({
  ...{ apiVersion: 'kubetask.io/v1alpha1', kind, metadata: { name, namespace } },
  ...{ spec },
});

const makeContext = (index: number) => ({
  type: 'Repository',
  repository: { org: 'example', repo: `service-${index}`, branch: 'main' },
});

async function serve(kubeconfigPath: string): Promise<void> {
  const seen = { writes: 0, events: 0, reads: 0 };
  const statusTimes = new Map<string, number[]>();
  const count = ({ method, url }: { method: string; url: URL }) => {
    const isEvent = url.pathname.includes('/events');
    seen[method === 'GET' ? 'reads' : isEvent ? 'events' : 'writes'] += 1;
    if (method !== 'PATCH' || !url.pathname.endsWith('/status')) return undefined;
    const times = statusTimes.get(url.pathname);
    if (times) times.push(performance.now());
    else statusTimes.set(url.pathname, [performance.now()]);
    return undefined;
  };
  const server = await startApiServer({ faults: { next: count } });
  const { api } = server;
  for (const crd of Object.values(crds)) api.create('customresourcedefinitions.apiextensions.k8s.io', crd);
  const simulate = (stepSeconds: number) =>
    startSimulatedNode({
      api,
      now: Date.now,
      endingOf: () => ({ exitCode: 0, message: '{"summary":"done"}' }),
      soon: stepSeconds === 0 ? (step) => void setImmediate(step) : (step) => void setTimeout(step, drawn(stepSeconds)),
    });
  const address: KubeconfigServer = server;
  writeKubeconfig(kubeconfigPath, address);
  process.on('message', async ({ runs, tasks, concurrency = 0, stepSeconds = 0 }: Fleet) => {
    simulate(stepSeconds);
    const started = performance.now();
    const variableContexts = Array.from({ length: tasks }, (_, index) => [makeContext(index)]);
    api.create('batches.kubetask.io', makeObject('Batch', 'fleet', { variableContexts }));
    let left = runs;
    let succeeded = 0;
    const over = new Promise<void>((resolve) => {
      const ended = new Set<string>();
      api.watch('batchruns.kubetask.io', ({ object }) => {
        const { metadata, status = {} } = object as BatchRun;
        if (status.completionTime === undefined || ended.has(metadata.name)) return;
        ended.add(metadata.name);
        succeeded += status.progress?.completed ?? 0;
        left -= 1;
        if (left === 0) resolve();
      });
    });
    for (let run = 0; run < runs; run++) {
      api.create(
        'batchruns.kubetask.io',
        makeObject('BatchRun', `run-${run}`, { batchRef: 'fleet', maxConcurrency: concurrency }),
      );
    }
    await over;
    const times = [...statusTimes.values()];
    const statusWrites = times.reduce((sum, { length }) => sum + length, 0);
    const burst = Math.max(...times.map(mostInOneSecond));
    process.send?.({ seconds: (performance.now() - started) / 1000, ...seen, statusWrites, burst, succeeded });
  });
  process.once('disconnect', () => process.exit());
  process.send?.('ready');
}

/** Milliseconds of an exponential distribution: most steps are short, some take several times the mean. */
const drawn = (meanSeconds: number): number => -Math.log(1 - Math.random()) * meanSeconds * 1000;

function mostInOneSecond(times: readonly number[]): number {
  return Math.max(...times.map((from, index) => times.slice(index).filter((time) => time - from < 1000).length));
}

const [, , role, path = ''] = process.argv;
if (role === argument) await serve(path);
