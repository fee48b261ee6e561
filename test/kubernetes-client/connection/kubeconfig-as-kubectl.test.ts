import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { connect } from '../../../cli/kubeconfig/connect.js';
import type { Connection } from '../../../packages/kubernetes-client/connection/connection.js';
import { loadConnection } from '../../../packages/kubernetes-client/connection/load-connection.js';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { FakeServer, json } from '../fake-server.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'test-as-kubectl-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string, mode = 0o644): string {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

const config = (user: object, cluster: object = {}) =>
  JSON.stringify({
    'current-context': 'dev',
    clusters: [{ name: 'c', cluster: { server: 'https://10.0.0.1:6443', ...cluster } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'dev', context: { cluster: 'c', user: 'u' } }],
  });

const plugin = (status: string) => `#!/bin/sh\necho '{"status": ${status}}'\n`;

/** The plugin and the controller read the same files in the same way. */
const readers: Record<string, (env: Record<string, string | undefined>) => Promise<Connection>> = {
  'kubectl task': (env) => connect({}, env),
  'the controller': (env) => loadConnection({ env }),
};

describe.each(Object.entries(readers))('%s', (_, read) => {
  const environment = (...files: string[]) => ({ KUBECONFIG: files.join(delimiter), PATH: process.env['PATH'] });
  const headersOf = async (user: object, cluster: object = {}) =>
    (await (await read(environment(write('kube/config', config(user, cluster))))).credentials()).headers;

  test('a plugin with a separator in its command: beside the kubeconfig', async () => {
    write('kube/bin/plug.sh', plugin('{"token": "beside"}'), 0o755);
    expect(await headersOf({ exec: { command: './bin/plug.sh' } })).toEqual({ authorization: 'Bearer beside' });
    expect(await headersOf({ exec: { command: 'bin/plug.sh' } })).toEqual({ authorization: 'Bearer beside' });
  });

  test('a plugin with an absolute command: there', async () => {
    const command = write('elsewhere/plug.sh', plugin('{"token": "absolute"}'), 0o755);
    expect(await headersOf({ exec: { command } })).toEqual({ authorization: 'Bearer absolute' });
  });

  test('a plugin with a bare name: by PATH, not beside the kubeconfig', async () => {
    write('kube/plug', plugin('{"token": "beside"}'), 0o755);
    write('path/plug', plugin('{"token": "by-path"}'), 0o755);
    const file = write('kube/config', config({ exec: { command: 'plug' } }));
    const env = { KUBECONFIG: file, PATH: `${join(folder, 'path')}${delimiter}${process.env['PATH']}` };
    expect((await (await read(env)).credentials()).headers).toEqual({ authorization: 'Bearer by-path' });
  });

  test('a plugin that wants to know the cluster: the certificate of a file, and its own settings', async () => {
    write('kube/ca.crt', 'authority');
    write(
      'kube/plug.sh',
      '#!/bin/sh\nprintf \'{"status": {"token": "%s"}}\' "$(printf %s "$KUBERNETES_EXEC_INFO" | base64 | tr -d "\\n")"\n',
      0o755,
    );
    const extensions = [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'a' } }];
    const headers = await headersOf(
      { exec: { command: './plug.sh', provideClusterInfo: true } },
      { 'certificate-authority': 'ca.crt', extensions },
    );
    const reported = JSON.parse(
      Buffer.from(String(headers['authorization']).slice('Bearer '.length), 'base64').toString(),
    );
    expect(reported.spec.cluster).toMatchObject({
      server: 'https://10.0.0.1:6443',
      'certificate-authority-data': Buffer.from('authority').toString('base64'),
      config: { audience: 'a' },
    });
  });

  test('a token beside a plugin: the token, and nobody asks the plugin', async () => {
    expect(await headersOf({ token: 't', exec: { command: '/nope' } })).toEqual({ authorization: 'Bearer t' });
  });

  test('tokenFile: relative to the kubeconfig, before token, read again', async () => {
    const file = write('kube/token', 'first\n');
    const connection = await read(environment(write('kube/config', config({ tokenFile: 'token', token: 'static' }))));
    expect((await connection.credentials()).headers).toEqual({ authorization: 'Bearer first' });
    writeFileSync(file, 'second\n');
    expect((await connection.credentials({ refresh: true })).headers).toEqual({ authorization: 'Bearer second' });
  });

  test('tokenFile that is empty: refused', async () => {
    write('kube/token', ' \n');
    await expect(headersOf({ tokenFile: 'token' })).rejects.toThrow(/token is empty$/);
  });

  test('certificates in files beside the kubeconfig, and a name to verify', async () => {
    for (const name of ['ca', 'crt', 'key']) write(`kube/tls/${name}`, name);
    const user = { 'client-certificate': 'tls/crt', 'client-key': 'tls/key' };
    const cluster = { 'certificate-authority': 'tls/ca', 'tls-server-name': 'kube' };
    const connection = await read(environment(write('kube/config', config(user, cluster))));
    const { tls } = await connection.credentials();
    const texts = Object.fromEntries(Object.entries(tls).map(([name, value]) => [name, String(value)]));
    expect(texts).toEqual({ ca: 'ca', cert: 'crt', key: 'key', servername: 'kube' });
  });

  test('as, with a UID, groups and more: all of it', async () => {
    const user = {
      token: 't',
      as: 'jane',
      'as-uid': '7',
      'as-groups': ['dev', 'system:masters'],
      'as-user-extra': { 'example.com/Scope': ['a', 'b'], ä: ['c'] },
    };
    expect(await headersOf(user)).toEqual({
      authorization: 'Bearer t',
      'impersonate-user': 'jane',
      'impersonate-uid': '7',
      'impersonate-group': ['dev', 'system:masters'],
      'impersonate-extra-example.com%2FScope': ['a', 'b'],
      'impersonate-extra-%C3%A4': ['c'],
    });
  });

  test.each([{ 'as-groups': ['dev'] }, { 'as-uid': '7' }, { 'as-user-extra': { a: ['b'] } }])(
    '%j without as: refused, as kubectl does',
    async (user) => {
      await expect(headersOf(user)).rejects.toThrow('as-uid, as-groups and as-user-extra need a user in as');
    },
  );

  test('a proxy: refused', async () => {
    await expect(headersOf({}, { 'proxy-url': 'http://proxy' })).rejects.toThrow('proxy-url is not supported');
  });

  test('an authority beside insecure-skip-tls-verify: refused, as kubectl does', async () => {
    const cluster = { 'insecure-skip-tls-verify': true, 'certificate-authority-data': 'YQ==' };
    await expect(headersOf({}, cluster)).rejects.toThrow(
      'Cannot use context dev: insecure-skip-tls-verify and certificate-authority exclude each other; remove one of them',
    );
  });

  test('a plugin of a version that no longer exists: refused, as kubectl does', async () => {
    const exec = { command: '/nope', apiVersion: 'client.authentication.k8s.io/v1alpha1' };
    await expect(headersOf({ exec })).rejects.toThrow(
      'Cannot log in: the credential plugin /nope has apiVersion client.authentication.k8s.io/v1alpha1; use client.authentication.k8s.io/v1 or v1beta1',
    );
  });

  test('a context whose user is missing: refused, not anonymous', async () => {
    const file = write('config', config({}).replace('"user":"u"', '"user":"gone"'));
    await expect(read(environment(file))).rejects.toThrow('Cannot use context dev: its user gone does not exist');
  });

  test('KUBECONFIG of several files: whole entries of the first that has them, files from its own folder', async () => {
    write('a/token', 'of-a');
    write('b/token', 'of-b');
    const first = write('a/config', JSON.stringify({ users: [{ name: 'u', user: { tokenFile: 'token' } }] }));
    const second = write('b/config', config({ tokenFile: 'token', as: 'jane' }));
    const connection = await read(environment(join(folder, 'gone'), first, second));
    expect((await connection.credentials()).headers).toEqual({ authorization: 'Bearer of-a' });
  });
});

test('groups reach the server as one header each, as it reads them', async () => {
  const server = await FakeServer.start();
  server.script(json({}));
  const transport = new Transport({
    server: new URL(server.url),
    namespace: 'default',
    credentials: async () => ({ headers: { 'impersonate-group': ['a', 'b'] }, tls: { rejectUnauthorized: false } }),
  });
  await transport.request({ method: 'GET', path: '/version' });
  expect(server.requests[0]?.headersDistinct['impersonate-group']).toEqual(['a', 'b']);
  transport.close();
  await server.close();
});
