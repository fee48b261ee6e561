import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { inClusterConnection } from '../../../packages/kubernetes-client/connection/in-cluster.js';
import { loadConnection } from '../../../packages/kubernetes-client/connection/load-connection.js';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { FakeClock } from '../fake-clock.js';
import { ca, FakeServer, json } from '../fake-server.js';

let directory: string;
let clock: FakeClock;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kubetask-kubeconfig-'));
  clock = new FakeClock();
});

afterEach(() => rmSync(directory, { recursive: true }));

interface Config {
  readonly file?: string;
  readonly name?: string;
  readonly server?: string;
  readonly user?: object;
  readonly namespace?: string;
  readonly proxyUrl?: string;
}

function writeConfig({
  file = 'config',
  name = 'one',
  server = 'https://one:6443',
  user,
  namespace,
  proxyUrl,
}: Config = {}): string {
  const path = join(directory, file);
  const certificate = { 'certificate-authority-data': Buffer.from(ca).toString('base64') };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, ...certificate, ...(proxyUrl && { 'proxy-url': proxyUrl }) } }],
    users: [{ name, user: user ?? { token: 'first' } }],
    contexts: [{ name, context: { cluster: name, user: name, ...(namespace && { namespace }) } }],
    'current-context': name,
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

const authorization = async (connection: Awaited<ReturnType<typeof loadConnection>>, refresh = false) =>
  (await connection.credentials({ refresh })).headers.authorization;

describe('a kubeconfig', () => {
  test('gives server, namespace, token and CA, and a request gets through with them', async () => {
    const server = await FakeServer.start();
    server.script(json({ ok: true }));
    const connection = await loadConnection({ kubeconfig: writeConfig({ server: server.url, namespace: 'team' }) });
    const transport = new Transport(connection);
    expect(await transport.request({ method: 'GET', path: '/version' })).toEqual({ ok: true });
    expect(server.requests[0]?.headers.authorization).toBe('Bearer first');
    expect(connection.namespace).toBe('team');
    transport.close();
    await server.close();
  });

  test('a name and password: basic authorization', async () => {
    const connection = await loadConnection({ kubeconfig: writeConfig({ user: { username: 'u', password: 'p' } }) });
    expect(await authorization(connection)).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`);
  });

  test('as somebody else: impersonated, also after a refresh', async () => {
    const connection = await loadConnection({ kubeconfig: writeConfig({ user: { token: 'first', as: 'jane' } }) });
    const { headers } = await connection.credentials({ refresh: true });
    expect(headers).toEqual({ authorization: 'Bearer first', 'impersonate-user': 'jane' });
  });

  test('rewritten: the new token within 10 s, or at once on refresh', async () => {
    const path = writeConfig();
    const connection = await loadConnection({ kubeconfig: path, clock });
    expect(await authorization(connection)).toBe('Bearer first');
    writeConfig({ user: { token: 'second' } });
    utimesSync(path, 1, 1);
    await clock.advance(9);
    expect(await authorization(connection)).toBe('Bearer first');
    await clock.advance(1);
    expect(await authorization(connection)).toBe('Bearer second');
    writeConfig({ user: { token: 'third' } });
    expect(await authorization(connection, true)).toBe('Bearer third');
  });

  test('two files in KUBECONFIG, one of them missing, and a context of the second: merged as kubectl does', async () => {
    const files = [
      writeConfig(),
      join(directory, 'missing'),
      writeConfig({ file: 'two', name: 'two', server: 'https://two' }),
    ];
    const env = { KUBECONFIG: files.join(delimiter) };
    expect((await loadConnection({ env })).server.href).toBe('https://one:6443/');
    expect((await loadConnection({ env, context: 'two' })).server.href).toBe('https://two/');
  });

  test('an unknown context: names those there are', async () => {
    const kubeconfig = writeConfig();
    await expect(loadConnection({ kubeconfig, context: 'nine' })).rejects.toThrow(
      'Cannot use context nine: it does not exist',
    );
  });

  test('a file that does not exist: names it', async () => {
    const kubeconfig = join(directory, 'missing');
    await expect(loadConnection({ kubeconfig })).rejects.toThrow(`Cannot find a cluster: ${kubeconfig} does not exist`);
  });

  test('a proxy: refused, rather than passed by', async () => {
    const kubeconfig = writeConfig({ proxyUrl: 'http://proxy:3128' });
    await expect(loadConnection({ kubeconfig })).rejects.toThrow('proxy-url is not supported');
  });

  test('a file that is no YAML: names it', async () => {
    const kubeconfig = join(directory, 'config');
    writeFileSync(kubeconfig, 'clusters: [');
    await expect(loadConnection({ kubeconfig })).rejects.toThrow(`Cannot read the kubeconfig ${kubeconfig}: `);
  });
});

describe('in a cluster', () => {
  const mount = (token: string) => {
    for (const [file, text] of Object.entries({ token, 'ca.crt': ca, namespace: 'team\n' })) {
      writeFileSync(join(directory, file), text);
    }
  };

  test('the service account: its server, namespace, CA and token', async () => {
    mount('first\n');
    const connection = await inClusterConnection({ host: 'fd00::1', port: '443', directory, clock });
    expect({ server: connection.server.href, namespace: connection.namespace }).toEqual({
      server: 'https://[fd00::1]/',
      namespace: 'team',
    });
    expect(await connection.credentials()).toEqual({ headers: { authorization: 'Bearer first' }, tls: { ca } });
  });

  test('the kubelet renews the token: it is used within 10 s', async () => {
    mount('first');
    const connection = await inClusterConnection({ host: '10.0.0.1', port: '443', directory, clock });
    mount('second');
    expect(await authorization(connection)).toBe('Bearer first');
    await clock.advance(10);
    expect(await authorization(connection)).toBe('Bearer second');
  });
});
