import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createServerCertificate } from '../packages/embedded-cluster/testing.js';
import type { Connection } from '../packages/kubernetes-client/connection/connection.js';
import { samplePod } from './sample-pod.js';

/** A TLS server on the loopback interface, in its own process, so that its CPU time is not the client's. */
export interface PodServer {
  readonly url: string;
  readonly caPem: string;
  stop(): void;
}

export const token = 'bench';
/** The events that a watch sends. */
export const watchedPods = 10_000;
const isServer = process.argv[2] === 'pod-server';

export async function startPodServer(): Promise<PodServer> {
  const child = fork(fileURLToPath(import.meta.url), ['pod-server']);
  const [started] = (await once(child, 'message')) as [{ url: string; caPem: string }];
  return { ...started, stop: () => child.kill() };
}

export function connectionTo({ url, caPem }: PodServer): Connection {
  const credentials = { headers: { authorization: `Bearer ${token}` }, tls: { ca: caPem } };
  return { server: new URL(url), namespace: 'default', credentials: async () => credentials };
}

const json = { 'content-type': 'application/json' };

async function watch(response: ServerResponse): Promise<void> {
  response.writeHead(200, json);
  for (let index = 0; index < watchedPods; index++) {
    const line = `${JSON.stringify({ type: 'ADDED', object: samplePod(index) })}\n`;
    if (!response.write(line)) await once(response, 'drain');
  }
}

function serve(): void {
  const { caPem, ...tls } = createServerCertificate(Date.now());
  const pod = JSON.stringify(samplePod(0));
  const list = JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: '1' }, items: [] });
  const server = createServer(tls, (request, response) => {
    if (request.url?.includes('watch=true')) void watch(response);
    else response.writeHead(200, json).end(request.url?.includes('/pods/') ? pod : list);
  });
  server.listen(0, '127.0.0.1', () => {
    process.send?.({ url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, caPem });
  });
  process.once('disconnect', () => process.exit());
}

if (isServer) serve();
