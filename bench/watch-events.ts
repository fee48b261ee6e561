import v8 from 'node:v8';
import vm from 'node:vm';
import { CoreV1Api, KubeConfig, makeInformer } from '@kubernetes/client-node';
import { projectTaskPod } from '../runtime/batch-run/projections.js';
import { Informer } from '../runtime/engine/informer.js';
import { pods } from '../runtime/engine/resource.js';
import { byLabel } from '../runtime/engine/store.js';
import { Transport } from '../runtime/engine/transport.js';
import { podFields } from '../runtime/pod/project-pod.js';
import { connectionTo, type PodServer, startPodServer, token, watchedPods } from './pod-server.js';

/**
 * CPU per watch event, and heap per object kept, of our informer with the projection that BatchRuns use, against the Kubernetes client's. In
 * one run. Parsing the JSON is most of the CPU time of both; what is kept is the difference.
 */
const rounds = 3;

interface Cost {
  readonly cpuMicroseconds: number;
  readonly heapBytes: number;
}

v8.setFlagsFromString('--expose-gc');
const collectGarbage: () => void = vm.runInNewContext('gc');

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** What earlier rounds hold is not to be freed in the middle of a later one. */
const followers: (() => unknown)[] = [];

/** Per event, from before the first to the last. */
async function measure(follow: (onEvent: () => void) => Promise<() => unknown>): Promise<Cost> {
  const heap = heapBytes();
  const cpu = process.cpuUsage();
  let stop: () => unknown = () => undefined;
  await new Promise<void>((resolve, reject) => {
    let seen = 0;
    const onEvent = () => {
      seen += 1;
      if (seen === watchedPods) resolve();
    };
    follow(onEvent).then((stopFollowing) => {
      stop = stopFollowing;
    }, reject);
  });
  const used = process.cpuUsage(cpu);
  const kept = heapBytes() - heap;
  followers.push(stop);
  await stop();
  return { cpuMicroseconds: (used.user + used.system) / watchedPods, heapBytes: kept / watchedPods };
}

function ours(server: PodServer) {
  return async (onEvent: () => void) => {
    const transport = new Transport(connectionTo(server));
    const indexes = { run: byLabel('kubetask.io/batch-run') };
    const informer = new Informer({
      transport,
      resource: pods,
      fields: podFields,
      namespaces: ['default'],
      project: projectTaskPod,
      indexes,
    });
    informer.onChange(onEvent);
    informer.start();
    return () => informer.stop();
  };
}

function theirs({ url, caPem }: PodServer) {
  return async (onEvent: () => void) => {
    const config = new KubeConfig();
    const caData = Buffer.from(caPem).toString('base64');
    config.loadFromClusterAndUser(
      { name: 'bench', server: url, caData, skipTLSVerify: false },
      { name: 'bench', token },
    );
    const api = config.makeApiClient(CoreV1Api);
    const list = () => api.listNamespacedPod({ namespace: 'default' });
    const informer = makeInformer(config, '/api/v1/namespaces/default/pods', list);
    informer.on('add', onEvent);
    informer.on('error', () => undefined);
    await informer.start();
    return () => informer.stop();
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function summary(costs: readonly Cost[]): Cost {
  return {
    cpuMicroseconds: median(costs.map((cost) => cost.cpuMicroseconds)),
    heapBytes: median(costs.map((cost) => cost.heapBytes)),
  };
}

function line(name: string, { cpuMicroseconds, heapBytes }: Cost): string {
  return `${name.padEnd(20)} ${cpuMicroseconds.toFixed(0)} CPU us/event, ${heapBytes.toFixed(0)} bytes of heap/object`;
}

const server = await startPodServer();
const costs = { ours: [] as Cost[], theirs: [] as Cost[] };
for (let turn = 0; turn < rounds; turn++) {
  costs.ours.push(await measure(ours(server)));
  costs.theirs.push(await measure(theirs(server)));
}
server.stop();
const [mine, other] = [summary(costs.ours), summary(costs.theirs)];
console.log(line('kubetask', mine));
console.log(line('client-node 1.4.0', other));
const ratio = (field: keyof Cost) => (mine[field] / other[field]).toFixed(2);
console.log(`ratio                ${ratio('cpuMicroseconds')} CPU (wanted: at most 0.6), ${ratio('heapBytes')} heap`);
