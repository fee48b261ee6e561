import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import v8 from 'node:v8';
import vm from 'node:vm';
import { CoreV1Api, KubeConfig, makeInformer } from '@kubernetes/client-node';
import { pods } from '../api/kinds/kubernetes.js';
import { Informer } from '../packages/kubernetes-client/cache/informer.js';
import { byLabel } from '../packages/kubernetes-client/cache/store.js';
import { Transport } from '../packages/kubernetes-client/transport/transport.js';
import { projectTaskPod } from '../runtime/batch-run/projections.js';
import { podFields } from '../runtime/pod/project-pod.js';
import { connectionTo, type PodServer, startPodServer, token, watchedPods } from './pod-server.js';

/**
 * CPU per watch event and heap per cached object of the informer that BatchRuns use, against that of client-node. Both
 * alternate in one run, each in its own process, so that neither's garbage collector traverses the other's objects.
 */
const turns = 3;
/** Warm-up rounds per process: a controller runs for weeks, so the cost of compilation does not count. */
const rounds = { warmUp: 2, measured: 3 };

interface Measured {
  /** Microseconds per event, for each round. */
  readonly cpu: readonly number[];
  /** Bytes per object. */
  readonly heap: number;
}

type Follow = (server: PodServer, onEvent: () => void) => Promise<() => unknown>;

async function ours(server: PodServer, onEvent: () => void): Promise<() => unknown> {
  const informer = new Informer({
    transport: new Transport(connectionTo(server)),
    resource: pods,
    fields: podFields,
    namespaces: ['default'],
    project: projectTaskPod,
    indexes: { run: byLabel('kubetask.io/batch-run') },
  });
  informer.onChange(onEvent);
  informer.start();
  return () => informer.stop();
}

async function theirs({ url, caPem }: PodServer, onEvent: () => void): Promise<() => unknown> {
  const config = new KubeConfig();
  const caData = Buffer.from(caPem).toString('base64');
  config.loadFromClusterAndUser({ name: 'bench', server: url, caData, skipTLSVerify: false }, { name: 'bench', token });
  const api = config.makeApiClient(CoreV1Api);
  const list = () => api.listNamespacedPod({ namespace: 'default' });
  const informer = makeInformer(config, '/api/v1/namespaces/default/pods', list);
  informer.on('add', onEvent);
  informer.on('error', () => undefined);
  await informer.start();
  return () => informer.stop();
}

const contenders: Readonly<Record<string, Follow>> = { kubetask: ours, 'client-node 1.4.0': theirs };

/** Resolves when every event has been seen. */
async function followAll(follow: Follow, server: PodServer): Promise<() => unknown> {
  let stop: () => unknown = () => undefined;
  await new Promise<void>((resolve, reject) => {
    let seen = 0;
    const onEvent = () => {
      seen += 1;
      if (seen === watchedPods) resolve();
    };
    follow(server, onEvent).then((stopFollowing) => {
      stop = stopFollowing;
    }, reject);
  });
  return stop;
}

/** Per event, in microseconds. */
async function cpuCost(follow: Follow, server: PodServer): Promise<number> {
  const cpu = process.cpuUsage();
  const stop = await followAll(follow, server);
  const { user, system } = process.cpuUsage(cpu);
  await stop();
  return (user + system) / watchedPods;
}

/** Per object, in bytes. */
async function heapCost(follow: Follow, server: PodServer): Promise<number> {
  const before = heapBytes();
  const stop = await followAll(follow, server);
  const kept = heapBytes() - before;
  await stop();
  return kept / watchedPods;
}

function heapBytes(): number {
  v8.setFlagsFromString('--expose-gc');
  (vm.runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

/** The heap first: a forced collection also discards the compiler's optimizations. */
async function measureHere(follow: Follow): Promise<void> {
  const [server] = (await once(process, 'message')) as [PodServer];
  const heap = await heapCost(follow, server);
  const cpu: number[] = [];
  for (let round = 0; round < rounds.warmUp + rounds.measured; round++) cpu.push(await cpuCost(follow, server));
  process.send?.({ cpu: cpu.slice(rounds.warmUp), heap });
  process.disconnect();
}

async function measureInChild(name: string, { url, caPem }: PodServer): Promise<Measured> {
  const child = fork(fileURLToPath(import.meta.url), [name]);
  child.send({ url, caPem });
  const [measured] = (await once(child, 'message')) as [Measured];
  child.kill();
  return measured;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function compare(): Promise<void> {
  const server = await startPodServer();
  const names = Object.keys(contenders);
  const all: { readonly name: string; readonly measured: Measured }[] = [];
  for (let turn = 0; turn < turns; turn++) {
    for (const name of names) all.push({ name, measured: await measureInChild(name, server) });
  }
  server.stop();
  const costs = names.map((name) => {
    const own = all.filter((each) => each.name === name).map(({ measured }) => measured);
    return { name, cpu: median(own.flatMap(({ cpu }) => cpu)), heap: median(own.map(({ heap }) => heap)) };
  });
  for (const { name, cpu, heap } of costs)
    console.log(`${name.padEnd(20)} ${cpu.toFixed(0)} CPU us/event, ${heap.toFixed(0)} bytes of heap/object`);
  const [mine, other] = costs;
  if (!mine || !other) return;
  console.log(`ratio                ${(mine.cpu / other.cpu).toFixed(2)} CPU (wanted: at most 0.6)`);
  console.log(`heap                 ${mine.heap.toFixed(0)} bytes/object (wanted: under 1024)`);
}

const [, , contender = ''] = process.argv;
const follow = contenders[contender];
if (follow) await measureHere(follow);
else await compare();
