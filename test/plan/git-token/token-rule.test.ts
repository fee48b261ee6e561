import { describe, expect, test } from '@jest/globals';
import type { GitToken } from '../../../api/generated/kinds.js';
import { apiUrlOf, pathOnHost, placeOf } from '../../../plan/git-token/host-address.js';
import { tokenRule } from '../../../plan/git-token/token-rule.js';
import { makeAppRule } from '../sample.js';

const gitlab = { tokenRef: { name: 'gitlab', key: 'token' } };
const onGitLab = (rule: Partial<GitToken> = {}): GitToken => ({
  name: 'gitlab',
  url: 'https://git.example',
  gitlab,
  ...rule,
});

describe('which rule answers for a repository', () => {
  const rules = [
    'https://github.com',
    'https://github.com/acme',
    'https://github.com/acme/api',
    'http://git.example:3000',
  ];
  const cases: Record<string, { url: string; want: string | undefined }> = {
    'the host': { url: 'https://github.com/other/api.git', want: 'https://github.com' },
    'the owner': { url: 'https://github.com/acme/web', want: 'https://github.com/acme' },
    'the repository, in another spelling': {
      url: 'HTTPS://GitHub.com:443/Acme/API.git/',
      want: 'https://github.com/acme/api',
    },
    'an owner with the same beginning': { url: 'https://github.com/acme-2/api', want: 'https://github.com' },
    'dots in the path': { url: 'https://github.com/acme/../other/x', want: 'https://github.com' },
    'another scheme': { url: 'http://github.com/acme/api', want: undefined },
    'over SSH': { url: 'git@github.com:acme/api.git', want: undefined },
    'a subdomain': { url: 'https://x.github.com/acme/api', want: undefined },
    'a host with the same beginning': { url: 'https://github.com.evil/acme/api', want: undefined },
    'another port': { url: 'http://git.example/o/r', want: undefined },
    'its port': { url: 'http://git.example:3000/o/r', want: 'http://git.example:3000' },
  };
  test.each(Object.entries(cases))('%s', (_, { url, want }) =>
    expect(
      tokenRule(
        url,
        rules.map((rule) => makeAppRule({ url: rule })),
      )?.url,
    ).toBe(want),
  );
});

describe('where the API is, and what the host calls the repository', () => {
  const cases: Record<string, { rule: GitToken; url: string; api: string; path: string }> = {
    'github.com': {
      rule: makeAppRule(),
      url: 'https://github.com/Acme/API.git',
      api: 'https://api.github.com',
      path: 'acme/api',
    },
    'GitHub with data residency': {
      rule: makeAppRule(),
      url: 'https://acme.ghe.com/o/r',
      api: 'https://api.acme.ghe.com',
      path: 'o/r',
    },
    'GitHub Enterprise Server': {
      rule: makeAppRule(),
      url: 'https://git.example/O/r.git',
      api: 'https://git.example/api/v3',
      path: 'O/r',
    },
    'GitLab, with groups': {
      rule: onGitLab(),
      url: 'https://git.example/a/b/c.git',
      api: 'https://git.example/api/v4',
      path: 'a/b/c',
    },
    'GitLab below a path': {
      rule: onGitLab({ apiUrl: 'https://git.example/gitlab/api/v4/' }),
      url: 'https://git.example/gitlab/a/b',
      api: 'https://git.example/gitlab/api/v4',
      path: 'a/b',
    },
    'an API elsewhere': {
      rule: onGitLab({ apiUrl: 'http://api.internal:80/api/v4' }),
      url: 'https://git.example/a/b',
      api: 'http://api.internal:80/api/v4',
      path: 'a/b',
    },
  };
  test.each(Object.entries(cases))('%s', (_, { rule, url, api, path }) =>
    expect([apiUrlOf(rule, url), pathOnHost(rule, url)]).toEqual([api, path]),
  );
});

const places: Record<string, string> = {
  'https://github.com/acme/api.git': 'https://github.com/acme/api',
  'https://github.com:443//acme/api/': 'https://github.com/acme/api',
  'http://git.example:80/a/b': 'http://git.example/a/b',
  'http://git.example:3000/a/my%20b.git': 'http://git.example:3000/a/my b',
};
test.each(Object.entries(places))('git asks for the password of %s as %s', (url, want) =>
  expect(placeOf(url)).toBe(want),
);
