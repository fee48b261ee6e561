import { describe, expect, test } from '@jest/globals';
import { credentialsOf } from '../../../packages/kubernetes-client/connection/kubeconfig/credentials.js';
import type { ExecCredentialStatus } from '../../../packages/kubernetes-client/connection/kubeconfig/exec-plugin.js';
import type { ClusterEntry, UserEntry } from '../../../packages/kubernetes-client/connection/kubeconfig/kubeconfig.js';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const exec = { command: 'plug' };

async function credentials(user: UserEntry, cluster: ClusterEntry = {}, plugin: ExecCredentialStatus = {}) {
  const context = { name: 'dev', cluster: { server: 'https://dev', ...cluster }, user, namespace: 'default' };
  const { headers, tls } = await credentialsOf(context, async () => plugin);
  const texts = Object.entries(tls).map(([name, value]) => [name, Buffer.isBuffer(value) ? String(value) : value]);
  return { headers, tls: Object.fromEntries(texts) };
}

describe('who one is', () => {
  const cases: Record<string, { user: UserEntry; plugin?: ExecCredentialStatus; want: object }> = {
    nobody: { user: {}, want: {} },
    'a token': { user: { token: 't' }, want: { authorization: 'Bearer t' } },
    'a name and a password': {
      user: { username: 'jane', password: 'p' },
      want: { authorization: `Basic ${base64('jane:p')}` },
    },
    'a name without a password': { user: { username: 'jane' }, want: { authorization: `Basic ${base64('jane:')}` } },
    'a token beside a name: the token': {
      user: { token: 't', username: 'jane' },
      want: { authorization: 'Bearer t' },
    },
    'the token of a plugin': { user: { exec }, plugin: { token: 'p' }, want: { authorization: 'Bearer p' } },
    'a token beside a plugin: the token': {
      user: { exec, token: 't' },
      plugin: { token: 'p' },
      want: { authorization: 'Bearer t' },
    },
    'a plugin without a token: nobody by header': { user: { exec }, plugin: {}, want: {} },
    'another user': {
      user: { token: 't', as: 'jane', 'as-groups': [] },
      want: { authorization: 'Bearer t', 'impersonate-user': 'jane' },
    },
    'another user, with nothing more': {
      user: { as: 'jane', 'as-groups': null, 'as-user-extra': null },
      want: { 'impersonate-user': 'jane' },
    },
    'another user, with more under every allowed letter': {
      user: { as: 'jane', 'as-user-extra': { 'a-Z0.!~ \n%': ['x'] } },
      want: { 'impersonate-user': 'jane', 'impersonate-extra-a-Z0.!~%20%0A%25': ['x'] },
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { user, plugin, want }) => {
    expect((await credentials(user, {}, plugin)).headers).toEqual(want);
  });

  test('an auth-provider: refused, with what to do', async () => {
    await expect(credentials({ 'auth-provider': { name: 'gcp' } })).rejects.toMatchObject({
      message: 'Cannot use context dev: auth-provider is no longer supported',
      hints: [expect.stringMatching(/^let the user have an exec plugin instead; see https:/)],
    });
  });
});

describe('what TLS needs', () => {
  const certificate = { 'client-certificate-data': base64('cert'), 'client-key-data': base64('key') };
  const cases: Record<
    string,
    { user?: UserEntry; cluster?: ClusterEntry; plugin?: ExecCredentialStatus; want: object }
  > = {
    nothing: { want: {} },
    'an authority': { cluster: { 'certificate-authority-data': base64('ca') }, want: { ca: 'ca' } },
    'a client certificate': { user: certificate, want: { cert: 'cert', key: 'key' } },
    'that of a plugin': {
      user: { exec },
      plugin: { clientCertificateData: 'pc', clientKeyData: 'pk' },
      want: { cert: 'pc', key: 'pk' },
    },
    'that of a plugin before one of the kubeconfig': {
      user: { exec, ...certificate },
      plugin: { clientCertificateData: 'pc', clientKeyData: 'pk' },
      want: { cert: 'pc', key: 'pk' },
    },
    'no check': { cluster: { 'insecure-skip-tls-verify': true }, want: { rejectUnauthorized: false } },
    'a check, and it says so': { cluster: { 'insecure-skip-tls-verify': false }, want: {} },
    'another name': { cluster: { 'tls-server-name': 'kube' }, want: { servername: 'kube' } },
  };
  test.each(Object.entries(cases))('%s', async (_, { user = {}, cluster, plugin, want }) => {
    expect((await credentials(user, cluster, plugin)).tls).toEqual(want);
  });

  test.each<[string, UserEntry, ClusterEntry]>([
    ['CA', {}, { 'certificate-authority': '/nope/file' }],
    ['client certificate', { 'client-certificate': '/nope/file' }, {}],
    ['client key', { 'client-key': '/nope/file' }, {}],
    ['token', { tokenFile: '/nope/file' }, {}],
  ])('the %s is in a file that does not exist: names it', async (what, user, cluster) => {
    await expect(credentials(user, cluster)).rejects.toThrow(
      `Cannot read the ${what} that the kubeconfig names: /nope/file`,
    );
  });
});
