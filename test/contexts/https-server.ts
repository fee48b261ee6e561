import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServerCertificate } from '../../packages/embedded-cluster/testing.js';

/** An HTTPS server on a loopback address that records its requests. */
export interface HttpsServer {
  readonly url: string;
  readonly caPem: string;
  readonly requests: { readonly path: string; readonly headers: IncomingMessage['headers'] }[];
  close(): Promise<void>;
}

export async function startHttpsServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<HttpsServer> {
  const { caPem, cert, key } = createServerCertificate(Date.now());
  const requests: HttpsServer['requests'] = [];
  const server: Server = createServer({ cert, key }, (request, response) => {
    requests.push({ path: request.url ?? '', headers: request.headers });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}`,
    caPem,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
