import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Answer {
  readonly code: 200 | 404 | 405 | 503;
  /** @default text/plain */
  readonly contentType?: string;
  readonly body: string;
}

export interface Probes {
  /** Why this replica is not ready; empty when it is. */
  notReady(): readonly string[];
  /** The metrics in Prometheus' text format. */
  readonly metrics: { readonly contentType: string; metrics(): Promise<string> };
}

/** What `method path` is answered with. Nothing it says is secret, and nothing can be changed through it. */
export async function answer({ method, path }: { method: string; path: string }, probes: Probes): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return { code: 405, body: 'only GET' };
  switch (path) {
    case '/healthz':
      return { code: 200, body: 'ok' };
    case '/readyz': {
      const problems = probes.notReady();
      return problems.length === 0 ? { code: 200, body: 'ok' } : { code: 503, body: problems.join('\n') };
    }
    case '/metrics':
      return { code: 200, contentType: probes.metrics.contentType, body: await probes.metrics.metrics() };
    default:
      return { code: 404, body: 'see /healthz, /readyz and /metrics' };
  }
}

export interface ProbeServer {
  readonly port: number;
  /** Closes the port and every connection. */
  close(): void;
}

/** Serves the probes over plain HTTP on every address of the Pod. @throws when the port is taken */
export async function serveProbes(port: number, probes: Probes): Promise<ProbeServer> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    answer({ method: request.method ?? 'GET', path }, probes).then(
      ({ code, contentType = 'text/plain; charset=utf-8', body }) =>
        response.writeHead(code, { 'content-type': contentType }).end(`${body.trimEnd()}\n`),
      () => response.writeHead(500).end(),
    );
  });
  server.listen(port);
  await once(server, 'listening');
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port: (server.address() as AddressInfo).port, close };
}
