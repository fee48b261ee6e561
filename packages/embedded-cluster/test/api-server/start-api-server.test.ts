import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { kubeconfigYaml, writeKubeconfig } from '../../api-server/kubeconfig.js';
import { type ApiServer, startApiServer } from '../../api-server/start-api-server.js';

let server: ApiServer;
beforeAll(async () => {
  server = await startApiServer();
});
afterAll(() => server.stop());

/** The HTTP status of a GET over verified TLS. */
const get = (path: string, options: { host?: string; token?: string } = {}) =>
  new Promise<number | undefined>((resolve, reject) => {
    const { host = '127.0.0.1', token } = options;
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const sent = request({ host, port: server.port, path, ca: server.caPem, headers, agent: false }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    sent.on('error', reject).end();
  });

const cases: Record<string, { path: string; host?: string; token?: () => string; want: number }> = {
  'with the token: let in': { path: '/api', token: () => server.token, want: 200 },
  'by another name of loopback: the certificate fits': {
    path: '/api',
    host: 'localhost',
    token: () => server.token,
    want: 200,
  },
  'without a token: unauthorized': { path: '/api', want: 401 },
  'with another token: unauthorized': { path: '/api', token: () => 'x', want: 401 },
  'health: open': { path: '/readyz', want: 200 },
  'version: open': { path: '/version', want: 200 },
};

test.each(Object.entries(cases))('%s', async (_, { path, host, token, want }) => {
  expect(await get(path, { ...(host && { host }), ...(token && { token: token() }) })).toBe(want);
});

test('the kubeconfig holds all a client needs', () => {
  expect(load(kubeconfigYaml(server, 'team'))).toMatchObject({
    'current-context': 'embedded-cluster',
    contexts: [{ context: { namespace: 'team' } }],
    clusters: [
      { cluster: { server: server.url, 'certificate-authority-data': Buffer.from(server.caPem).toString('base64') } },
    ],
    users: [{ user: { token: server.token } }],
  });
});

test('the written kubeconfig: for its owner only', () => {
  const folder = mkdtempSync(join(tmpdir(), 'test-kubeconfig-'));
  writeKubeconfig(join(folder, 'deep', 'kubeconfig'), server);
  const mode = statSync(join(folder, 'deep', 'kubeconfig')).mode & 0o777;
  rmSync(folder, { recursive: true });
  expect(mode).toBe(0o600);
});

test('a port that is taken: refused', async () => {
  await expect(startApiServer({ port: server.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
