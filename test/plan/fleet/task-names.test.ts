import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { repositoryTaskNames } from '../../../plan/fleet/task-names.js';

const nameOf = (url: string, host?: string) => repositoryTaskNames([url], host).get(url) ?? '';

describe('names of tasks', () => {
  const cases: Record<string, { url: string; host?: string; want: string | RegExp }> = {
    'owner and repository': { url: 'https://github.com/MyOrg/Service-A.git', want: 'myorg-service-a' },
    'over SSH: the same': { url: 'git@github.com:myorg/a.git', want: 'myorg-a' },
    'another host: a hash': { url: 'https://gitlab.com/team/api.git', want: /^team-api-[0-9a-f]{8}$/ },
    'the host of the fleet: none': {
      url: 'https://git.example.com:8443/team/api',
      host: 'git.example.com:8443',
      want: 'team-api',
    },
    'github.com in a fleet of another host: a hash': {
      url: 'https://github.com/team/api',
      host: 'gitlab.com',
      want: /^team-api-[0-9a-f]{8}$/,
    },
    'groups in groups: the last two, with a hash': {
      url: 'https://gitlab.com/a/b/c/d.git',
      host: 'gitlab.com',
      want: /^c-d-[0-9a-f]{8}$/,
    },
    'characters that a name may not have: a hash': {
      url: 'https://github.com/myorg/my_service.v2',
      want: /^myorg-my-service-v2-[0-9a-f]{8}$/,
    },
    'an end that looks like a hash: a hash': {
      url: 'https://github.com/myorg/x-0123abcd',
      want: /^myorg-x-0123abcd-[0-9a-f]{8}$/,
    },
    'a long name: cut, with a hash': {
      url: `https://github.com/myorg/${'x'.repeat(80)}`,
      want: /^myorg-x{48}-[0-9a-f]{8}$/,
    },
    'no character that a name may have: a hash': {
      url: 'https://git.example.com/日本/語',
      want: /^repository-[0-9a-f]{8}$/,
    },
  };
  test.each(Object.entries(cases))('%s', (_, { url, host, want }) => {
    expect(nameOf(url, host)).toEqual(typeof want === 'string' ? want : expect.stringMatching(want));
  });
});

const segment = fc.stringMatching(/^[A-Za-z0-9._-]{1,80}$/).filter((one) => !/^\.+$|\.git$/i.test(one));
const repository = fc
  .tuple(
    fc.constantFrom('github.com', 'gitlab.com', 'git.example.com'),
    fc.array(segment, { minLength: 2, maxLength: 3 }),
  )
  .map(([host, path]) => `https://${host}/${path.join('/')}`);
const repositories = fc.uniqueArray(repository, { selector: (url) => url.toLowerCase(), maxLength: 20 });

test('any repositories: a repository that comes or goes renames no other', () => {
  fc.assert(
    fc.property(repositories, fc.nat(19), (urls, gone) => {
      const all = repositoryTaskNames(urls);
      const left = urls.filter((_, index) => index !== gone);
      expect([...repositoryTaskNames(left)]).toEqual([...all].filter(([url]) => left.includes(url)));
    }),
  );
});

test('any repositories of owners without a hyphen: different names, which Kubernetes takes as labels', () => {
  fc.assert(
    fc.property(repositories, (urls) => {
      const plain = urls.filter((url) => !/^https:\/\/[^/]*\/[^/]*-/.test(url));
      const names = [...repositoryTaskNames(plain).values()];
      expect(new Set(names).size).toBe(names.length);
      expect(names.filter((name) => !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name))).toEqual([]);
    }),
  );
});
