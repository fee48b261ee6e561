import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { connect } from '../../cli/kubeconfig/connect.js';
import { PluginMemory } from '../../packages/kubernetes-client/connection/kubeconfig/plugin-memory.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'test-kubeconfig-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** JSON is YAML. */
function write(name: string, config: object): string {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, JSON.stringify(config));
  return file;
}

const makeConfig = (user: object = { token: 't' }, cluster: object = {}, context: object = {}) => ({
  'current-context': 'dev',
  clusters: [
    {
      name: 'c',
      cluster: { server: 'https://10.0.0.1:6443/k8s', 'certificate-authority-data': base64('ca'), ...cluster },
    },
  ],
  users: [{ name: 'u', user }],
  contexts: [{ name: 'dev', context: { cluster: 'c', user: 'u', ...context } }],
});

const connected = async (config: object, options: { as?: string; context?: string } = {}) => {
  const connection = await connect({ kubeconfig: write('config', config), ...options }, { PATH: process.env['PATH'] });
  const { headers, tls } = await connection.credentials();
  const texts = Object.fromEntries(Object.entries(tls).map(([name, value]) => [name, String(value)]));
  return { server: connection.server.href, namespace: connection.namespace, headers, tls: texts };
};

describe('connect', () => {
  const plugin = (script: string) => ({
    exec: { command: 'sh', args: ['-c', script], env: [{ name: 'WHO', value: 'me' }] },
  });
  const cases: Record<string, { config: object; options?: { as?: string }; want: object }> = {
    'a token, and the namespace of the context': {
      config: makeConfig({ token: 't' }, {}, { namespace: 'team' }),
      want: {
        server: 'https://10.0.0.1:6443/k8s',
        namespace: 'team',
        headers: { authorization: 'Bearer t' },
        tls: { ca: 'ca' },
      },
    },
    'a client certificate; no namespace means default': {
      config: makeConfig({ 'client-certificate-data': base64('crt'), 'client-key-data': base64('key') }),
      want: { namespace: 'default', headers: {}, tls: { ca: 'ca', cert: 'crt', key: 'key' } },
    },
    'a name to verify, or no verification at all': {
      config: makeConfig(
        { token: 't' },
        { 'certificate-authority-data': '', 'tls-server-name': 'kube', 'insecure-skip-tls-verify': true },
      ),
      want: { tls: { servername: 'kube', rejectUnauthorized: 'false' } },
    },
    'user and password': {
      config: makeConfig({ username: 'u', password: 'p' }),
      want: { headers: { authorization: `Basic ${base64('u:p')}` } },
    },
    'a credential plugin, with its own environment': {
      config: makeConfig(plugin('echo "{\\"status\\": {\\"token\\": \\"of-$WHO\\"}}"')),
      want: { headers: { authorization: 'Bearer of-me' } },
    },
    impersonation: {
      config: makeConfig(),
      options: { as: 'jane' },
      want: { headers: { authorization: 'Bearer t', 'impersonate-user': 'jane' } },
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { config, options, want }) => {
    expect(await connected(config, options)).toMatchObject(want);
  });

  const refused: Record<string, { config: object; context?: string; want: string }> = {
    'no current context': {
      config: { ...makeConfig(), 'current-context': '' },
      want: 'the kubeconfig has no current context',
    },
    'a context that does not exist': {
      config: makeConfig(),
      context: 'prod',
      want: 'Cannot use context prod: it does not exist',
    },
    'a plugin that does not exist': {
      config: makeConfig({ exec: { command: 'no-such-plugin' } }),
      want: 'Cannot log in: the credential plugin no-such-plugin failed: no such program',
    },
    'a plugin that fails: its message': {
      config: makeConfig(plugin('echo expired >&2; exit 1')),
      want: 'failed: expired',
    },
    'the removed auth-provider': {
      config: makeConfig({ 'auth-provider': { name: 'gcp' } }),
      want: 'auth-provider is no longer supported',
    },
    'a file that does not exist': {
      config: makeConfig({ tokenFile: '/nope/token' }),
      want: 'Cannot read the token that the kubeconfig names: /nope/token',
    },
  };
  test.each(Object.entries(refused))('%s: refused', async (_, { config, context, want }) => {
    await expect(connected(config, context ? { context } : {})).rejects.toThrow(want);
  });

  test('KUBECONFIG with several files, one of them missing: the first file that names an entry wins', async () => {
    const first = write('a/one', { 'current-context': 'dev', users: [{ name: 'u', user: { tokenFile: 'token' } }] });
    writeFileSync(join(folder, 'a', 'token'), 'relative\n');
    const second = write('two', makeConfig({ token: 'second' }));
    const connection = await connect({}, { KUBECONFIG: [first, join(folder, 'gone'), second].join(':') });
    expect((await connection.credentials()).headers).toEqual({ authorization: 'Bearer relative' });
  });

  test('no kubeconfig at all: the error says where it looked', async () => {
    await expect(connect({ kubeconfig: '/nope/config' }, {})).rejects.toThrow(
      'Cannot find a cluster: /nope/config does not exist',
    );
  });
});

describe('PluginMemory', () => {
  const at = (seconds: number) => new Date(seconds * 1000).toISOString();
  const cases: Record<string, { expirationTimestamp?: string; refresh?: boolean; want: number }> = {
    'no expiry: called once': { want: 1 },
    'expires much later: called once': { expirationTimestamp: at(1000), want: 1 },
    'about to expire: called again': { expirationTimestamp: at(20), want: 2 },
    'refused by the server: called again': { refresh: true, want: 2 },
  };
  test.each(Object.entries(cases))('%s', async (_, { expirationTimestamp, refresh = false, want }) => {
    const memory = new PluginMemory({ now: () => 0 });
    let asked = 0;
    const ask = async () => {
      asked += 1;
      return { token: 't', ...(expirationTimestamp ? { expirationTimestamp } : {}) };
    };
    await memory.get(false, ask);
    await memory.get(refresh, ask);
    expect(asked).toBe(want);
  });
});
