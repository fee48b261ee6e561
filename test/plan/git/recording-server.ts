import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server that requests credentials from every client and records them. */
export interface RecordingServer {
  readonly url: string;
  /** `GET /path Basic abc=`, without the last part if the request has no credential. */
  readonly requests: readonly string[];
  readonly close: () => Promise<void>;
}

export async function startRecordingServer(): Promise<RecordingServer> {
  const requests: string[] = [];
  const server = createServer(({ method, url, headers }, response) => {
    requests.push([method, url, headers.authorization].filter(Boolean).join(' '));
    const asks = { 'www-authenticate': 'Basic realm="evil"', 'lfs-authenticate': 'Basic realm="evil"' };
    response.writeHead(401, asks).end('{}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((closed) => server.close(() => closed()));
  return { url: `http://127.0.0.1:${port}`, requests, close };
}
