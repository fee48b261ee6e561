import { describe, expect, test } from '@jest/globals';
import type { GitToken as GitTokenSpec } from '../../api/generated/kinds.js';
import { Credential } from '../../constructs/credential.js';
import { GitToken } from '../../constructs/git-token.js';
import { checkObject } from '../../plan/manifest/object/checked-object.js';

const secret = { name: 'key' } as Parameters<typeof GitToken.gitlab>[1]['secret'];
const url = 'https://git.example';

describe('each builder makes a rule that the schema accepts', () => {
  const cases: Record<string, { rule: GitToken; want: GitTokenSpec }> = {
    'a GitHub App': {
      rule: GitToken.githubApp('a', {
        ...{ url, secret, key: 'pem', appId: '1', installationId: 2, push: true },
        permissions: { pull_requests: 'write' },
      }),
      want: {
        ...{ name: 'a', url, push: true },
        githubApp: {
          ...{ appId: '1', installationId: 2, privateKeyRef: { name: 'key', key: 'pem' } },
          permissions: { pull_requests: 'write' },
        },
      },
    },
    GitLab: {
      rule: GitToken.gitlab('a', { url, secret, key: 'token', refresh: true }),
      want: { name: 'a', url, refresh: true, gitlab: { tokenRef: { name: 'key', key: 'token' } } },
    },
    'Gitea, whose tokens need the sidecar': {
      rule: GitToken.gitea('a', { url, secret, key: 'password', username: 'bot' }),
      want: {
        ...{ name: 'a', url, refresh: true },
        gitea: { username: 'bot', passwordRef: { name: 'key', key: 'password' } },
      },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { rule, want }) => {
    expect(rule).toEqual(want);
    const spec = { gitTokens: [rule] };
    const object = { apiVersion: 'kubetask.io/v1alpha1', kind: 'WorkspaceConfig', metadata: { name: 'w' }, spec };
    expect(checkObject(object).errors).toEqual([]);
  });
});

describe('rules that the schema refuses', () => {
  const app = { appId: '1', installationId: 2, privateKeyRef: { name: 'key', key: 'pem' } };
  const gitea = { username: 'bot', passwordRef: { name: 'key', key: 'p' } };
  const cases: Record<string, { rule: object; want: RegExp }> = {
    'two hosts': { rule: { githubApp: app, gitea }, want: /give exactly one of githubApp, gitlab and gitea/ },
    'no host': { rule: {}, want: /give exactly one of/ },
    'Gitea without the sidecar': { rule: { gitea }, want: /set refresh: true; a token of Gitea never ends/ },
    'a sidecar that nobody needs': { rule: { githubApp: app, refresh: true }, want: /refresh: .*leave refresh out/ },
    'contents as a permission': {
      rule: { githubApp: { ...app, permissions: { contents: 'write' } } },
      want: /permissions: .*leave contents out/,
    },
    'an App ID without quotation marks': {
      rule: { githubApp: { ...app, appId: 1 } },
      want: /appId: .*must be of type string/,
    },
    'over SSH': { rule: { url: 'git@git.example', githubApp: app }, want: /url: Invalid value/ },
    'a password in the URL': { rule: { url: 'https://a:b@git.example', githubApp: app }, want: /url: Invalid value/ },
  };
  test.each(Object.entries(cases))('%s', (_, { rule, want }) => {
    const spec = { gitTokens: [{ name: 'a', url, ...rule }] };
    const object = { apiVersion: 'kubetask.io/v1alpha1', kind: 'WorkspaceConfig', metadata: { name: 'w' }, spec };
    const errors = checkObject(object as never).errors.map(
      ({ path, detail, type }) => `${path}: ${type === 'Invalid' ? 'Invalid value' : type} ${detail}`,
    );
    expect(errors.join('\n')).toMatch(want);
  });
});

test('a token of a ServiceAccount', () =>
  expect(Credential.fromServiceAccount('aws', { audience: 'a' }, { mountPath: '/a/b/token', env: 'A' })).toEqual({
    ...{ name: 'aws', serviceAccountToken: { audience: 'a' }, mountPath: '/a/b/token', env: 'A' },
  }));
