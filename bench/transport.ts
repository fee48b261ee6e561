import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { pods } from '../api/kinds/kubernetes.js';
import { Transport } from '../packages/kubernetes-client/transport/transport.js';
import { objectPath } from '../packages/kubernetes-conventions/resource.js';
import { connectionTo, type PodServer, startPodServer, token } from './pod-server.js';

/** Requests per second and CPU per request of our transport, against @kubernetes/client-node, in one run. */
const concurrency = 10;
const roundSeconds = 1.5;
const rounds = 2;

interface Sum {
  requests: number;
  seconds: number;
  cpuSeconds: number;
}

function clientNode({ url, caPem }: PodServer): () => Promise<unknown> {
  const config = new KubeConfig();
  const caData = Buffer.from(caPem).toString('base64');
  config.loadFromClusterAndUser({ name: 'bench', server: url, caData, skipTLSVerify: false }, { name: 'bench', token });
  const api = config.makeApiClient(CoreV1Api);
  return () => api.readNamespacedPod({ name: 'x', namespace: 'default' });
}

async function round(call: () => Promise<unknown>, seconds: number, sum: Sum): Promise<void> {
  const started = performance.now();
  const cpu = process.cpuUsage();
  const end = started + seconds * 1000;
  const worker = async () => {
    for (; performance.now() < end; sum.requests++) await call();
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const used = process.cpuUsage(cpu);
  sum.seconds += (performance.now() - started) / 1000;
  sum.cpuSeconds += (used.user + used.system) / 1e6;
}

function line(name: string, { requests, seconds, cpuSeconds }: Sum): string {
  const perSecond = Math.round(requests / seconds);
  return `${name.padEnd(20)} ${perSecond} requests/s, ${((cpuSeconds * 1000) / requests).toFixed(2)} CPU ms/request`;
}

const server = await startPodServer();
const transport = new Transport(connectionTo(server));
const path = objectPath(pods, 'default', 'x');
const ours = {
  call: () => transport.request({ method: 'GET', path }),
  sum: { requests: 0, seconds: 0, cpuSeconds: 0 },
};
const theirs = { call: clientNode(server), sum: { requests: 0, seconds: 0, cpuSeconds: 0 } };
for (const { call } of [ours, theirs]) await round(call, 0.5, { requests: 0, seconds: 0, cpuSeconds: 0 });
for (let turn = 0; turn < rounds; turn++) {
  for (const { call, sum } of [ours, theirs]) await round(call, roundSeconds, sum);
}
transport.close();
server.stop();
const rate = (sum: Sum) => sum.requests / sum.seconds;
console.log(line('kubetask', ours.sum));
console.log(line('client-node 1.4.0', theirs.sum));
console.log(`ratio of requests/s  ${(rate(ours.sum) / rate(theirs.sum)).toFixed(1)} (wanted: at least 6)`);
