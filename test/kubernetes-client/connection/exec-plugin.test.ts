import { describe, expect, test } from '@jest/globals';
import { execCredential } from '../../../packages/kubernetes-client/connection/kubeconfig/exec-plugin.js';
import type { ExecEntry } from '../../../packages/kubernetes-client/connection/kubeconfig/kubeconfig.js';
import { PluginMemory } from '../../../packages/kubernetes-client/connection/kubeconfig/plugin-memory.js';

const cluster = { server: 'https://dev', 'tls-server-name': 'kube', 'certificate-authority-data': 'Y2E=' };
const context = { name: 'dev', cluster, user: {}, namespace: 'default' };
/** A plugin that is a line of JavaScript. */
const script = (code: string, more: Partial<ExecEntry> = {}): ExecEntry => ({
  ...{ command: process.execPath, args: ['-e', code] },
  ...more,
});
const ask = (plugin: ExecEntry) => execCredential(plugin, context, { PATH: process.env['PATH'], FROM: 'outside' });
const answer = (expression: string) => `console.log(JSON.stringify({ status: { token: ${expression} } }))`;

describe('what a plugin is given', () => {
  test('its own variables, and those of the process', async () => {
    const plugin = script(answer('process.env.FROM + process.env.OWN'), { env: [{ name: 'OWN', value: '-own' }] });
    expect(await ask(plugin)).toEqual({ token: 'outside-own' });
  });

  const infos: Record<string, { plugin: Partial<ExecEntry>; want: object }> = {
    'which version it is asked in': {
      plugin: { apiVersion: 'client.authentication.k8s.io/v1beta1' },
      want: {
        apiVersion: 'client.authentication.k8s.io/v1beta1',
        kind: 'ExecCredential',
        spec: { interactive: false },
      },
    },
    'that it is asked in v1, if the kubeconfig does not say': {
      plugin: {},
      want: { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', spec: { interactive: false } },
    },
    'the cluster, if it wants to know': {
      plugin: { apiVersion: 'client.authentication.k8s.io/v1', provideClusterInfo: true },
      want: {
        ...{ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential' },
        spec: { interactive: false, cluster },
      },
    },
  };
  test.each(Object.entries(infos))('%s', async (_, { plugin, want }) => {
    const { token = '' } = await ask(script(answer('process.env.KUBERNETES_EXEC_INFO'), plugin));
    expect(JSON.parse(token)).toEqual(want);
  });
});

describe('a plugin that fails', () => {
  const name = process.execPath;
  const failed = `Cannot log in: the credential plugin ${name} failed`;
  const cases: Record<string, { plugin: ExecEntry; want: string | RegExp }> = {
    'it has no command': {
      plugin: { command: '' },
      want: /^Cannot log in: the credential plugin of the kubeconfig has no command$/,
    },
    'it is of a version that no longer exists': {
      plugin: { command: 'plug', apiVersion: 'client.authentication.k8s.io/v1alpha1' },
      want: /plug has apiVersion client.authentication.k8s.io\/v1alpha1; use client.authentication.k8s.io\/v1 or v1beta1$/,
    },
    'it does not exist': {
      plugin: { command: '/nope/plug' },
      want: /^Cannot log in: the credential plugin \/nope\/plug failed: no such program$/,
    },
    'it ends with an error: its own words': {
      plugin: script('console.error(" log in first \\n"); process.exit(1)'),
      want: `${failed}: log in first`,
    },
    'it ends with an error without a word: how': {
      plugin: script('process.exit(3)'),
      want: `${failed}: Command failed: ${name} -e process.exit(3)`,
    },
    'it says what is no JSON': { plugin: script('console.log("hello")'), want: /failed: Unexpected token/ },
    'it says nothing of a credential': {
      plugin: script('console.log("{}")'),
      want: `${failed}: its answer has no status`,
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { plugin, want }) => {
    await expect(ask(plugin)).rejects.toThrow(want);
  });

  test('how to install it: each line is a hint', async () => {
    const plugin = { command: '/nope/plug', installHint: '\nFirst this.\nThen that.\n' };
    await expect(ask(plugin)).rejects.toMatchObject({ hints: ['First this.', 'Then that.'] });
    await expect(ask({ command: '/nope/plug' })).rejects.toMatchObject({ hints: [] });
  });
});

describe('the answer of a plugin is remembered', () => {
  const at = (second: number) => Date.parse('2030-01-01T00:00:00Z') + second * 1000;
  const expiring = { expirationTimestamp: '2030-01-01T00:10:00Z' };
  const cases: Record<string, { first: object; second: number; refresh?: boolean; want: number }> = {
    'it does not expire: for ever': { first: {}, second: 1e9, want: 1 },
    'it expires: until half a minute before': { first: expiring, second: 569, want: 1 },
    'it expires in half a minute: no longer': { first: expiring, second: 570, want: 2 },
    'the server has refused it: no longer': { first: {}, second: 1, refresh: true, want: 2 },
  };
  test.each(Object.entries(cases))('%s', async (_, { first, second, refresh = false, want }) => {
    let now = at(0);
    let answers = 0;
    const memory = new PluginMemory({ now: () => now });
    const plugin = async () => ({ ...first, token: String(++answers) });
    await memory.get(false, plugin);
    now = at(second);
    expect((await memory.get(refresh, plugin)).token).toBe(String(want));
  });
});
