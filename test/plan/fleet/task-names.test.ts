import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { repositoryTaskNames } from '../../../plan/fleet/task-names.js';

const namesOf = (...urls: string[]) => [...repositoryTaskNames(urls).values()];

describe('names of tasks', () => {
  const cases: Record<string, { urls: string[]; want: unknown[] }> = {
    'owner and repository': { urls: ['https://github.com/MyOrg/Service.A.git'], want: ['myorg-service-a'] },
    'over SSH: the same': { urls: ['git@github.com:myorg/a.git'], want: ['myorg-a'] },
    'groups in groups: the last two': { urls: ['https://gitlab.com/a/b/c/d.git'], want: ['c-d'] },
    'the same of two hosts: a hash behind each': {
      urls: ['https://a.example.com/o/r', 'https://b.example.com/o/r'],
      want: [expect.stringMatching(/^o-r-[0-9a-f]{8}$/), expect.stringMatching(/^o-r-[0-9a-f]{8}$/)],
    },
    'a long name: cut, with a hash': {
      urls: [`https://github.com/myorg/${'x'.repeat(80)}`],
      want: [expect.stringMatching(/^myorg-x{48}-[0-9a-f]{8}$/)],
    },
    'no letter that a name may have: a hash': {
      urls: ['https://git.example.com/日本/語'],
      want: [expect.stringMatching(/^repository-[0-9a-f]{8}$/)],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { urls, want }) => {
    expect(namesOf(...urls)).toEqual(want);
  });

  test('any repositories: different names that Kubernetes takes as labels', () => {
    const path = fc.stringMatching(/^[A-Za-z0-9._-]{1,80}\/[A-Za-z0-9_-]{1,80}$/);
    fc.assert(
      fc.property(fc.uniqueArray(path, { selector: (one) => one.toLowerCase(), maxLength: 20 }), (paths) => {
        const names = namesOf(...paths.map((one) => `https://github.com/${one}x`));
        expect(new Set(names).size).toBe(names.length);
        expect(names.filter((name) => !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name))).toEqual([]);
      }),
    );
  });
});
