import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { makeWorkbench, runClone, type Workbench } from './clone-sample.js';

let bench: Workbench;
let server: Server;
let url: string;
const connections = new Set<Socket>();

beforeAll(async () => {
  bench = makeWorkbench();
  server = createServer((socket) => connections.add(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.git`;
});
afterAll(() => {
  for (const socket of connections) socket.destroy();
  server.close();
  rmSync(bench.folder, { recursive: true });
});
beforeEach(() => rmSync(join(bench.folder, 'message'), { force: true }));

test('a server that accepts connections and never answers: each attempt times out, and the message says so', async () => {
  const { status, message, log, target } = await runClone(bench, { url, branch: 'main', timeoutSeconds: 1 });
  expect(status).toBe(1);
  expect(message).toMatch(/^cannot clone .* at main in 3 attempts: no end after 1 seconds/);
  expect(log.match(/^attempt \d/gm)).toEqual(['attempt 1', 'attempt 2']);
  // On a busy machine an attempt can end before git has connected.
  expect(connections.size).toBeGreaterThan(0);
  expect(existsSync(target)).toBe(false);
});
