import { describe, expect, test } from '@jest/globals';
import { crds } from '../../../api/generated/crds.js';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import { validateObject } from '../../../packages/structural-schema/validate-schema.js';
import { validateValue } from '../../../packages/structural-schema/validate-value.js';
import { gitUrlProblem, httpUrlProblem, repositoryNameProblem } from '../../../plan/text/git-url.js';
import { schemaAt } from '../../schema-at.js';

const urlSchema = schemaAt(crds.Batch, 'spec.variableContexts[].[].repository.url');
const isStored = (url: string) => validateValue(urlSchema, url, '').length === 0;

/** What an API server says of a repository; empty when it stores it. */
const stored = (repository: object): string[] =>
  validateObject(crds.Batch.spec.versions[0]?.schema.openAPIV3Schema ?? {}, {
    apiVersion: 'kubetask.io/v1alpha1',
    kind: 'Batch',
    metadata: { name: 'a' },
    spec: { commonContext: [], variableContexts: [[{ type: 'Repository', repository }]] },
  }).map(formatFieldError);

describe('URLs that git clones: valid, and the CRD accepts them', () => {
  test.each([
    'https://github.com/o/r.git',
    'http://git.example.com:3000/o/r',
    'https://[2001:db8::1]:8443/r.git',
    'ssh://git@host/r.git',
    'ssh://git@host:2222/r.git',
    'ssh://host/~me/r.git',
    'ssh://git@[::1]:22/r.git',
    'git://host/r',
    'file:///srv/r.git',
    'git@github.com:o/r.git',
    'org-123@github.com:o/r.git',
    'git@[::1]:r.git',
    'https://host/%7Eme/r',
    'https://gitlab.com/g/s/s/r',
    'https://bücher.example/r',
    'ssh://git@host/what?.git',
    'file:///srv/a#b',
  ])('%s', (url) => expect([gitUrlProblem(url), isStored(url)]).toEqual([undefined, true]));
});

describe('credentials: the error suggests secretRef', () => {
  test.each([
    'https://user:token@host/r',
    'https://token@host/r',
    'https://@host/r',
    'http://:pw@host/r',
    'git://u@host/r',
    'ssh://user:pw@host/r',
    'ssh://:pw@host/r',
    'user:pw@host:r',
    'https://host/r.git?private_token=x',
    'https://host/r.git?a=b&access_token=x',
    'https://host/r?job-token=x',
    'https://host/r#token=x',
    'https://host/r?PASSWORD=x',
    'https://host/r?a=b;oauth_token=x',
    'https://host/r?authorization=Basic%20x',
    'https://host/r?sig=x',
    'ssh://git:x:y@host/r',
    'ssh://a@b:x@host/r',
    'ssh://git@host/r?private_token=x',
    'git@host:r?private_token=x',
  ])('%s', (url) => {
    expect(gitUrlProblem(url)).toMatch(/must not contain credentials.* secretRef$/);
    expect(stored({ url }).join()).toMatch(/ must not |must not contain credentials/);
    expect(stored({ url }).join()).not.toMatch(/pw|=x|:x/);
  });
});

describe('URLs that git cannot clone', () => {
  const cases: Record<string, RegExp> = {
    'github.com/o/r': /^start the URL with/,
    'ftp://host/r': /^start the URL with/,
    'HTTPS://host/r': /^start the URL with/,
    'ext::sh -c x': /blank/,
    'ext::sh%20-c': /^start the URL with/,
    '--upload-pack=x': /^start the URL with/,
    '/srv/r.git': /^start the URL with/,
    'C:\\r': /^start the URL with/,
    'host:r': /^start the URL with/,
    'file://srv/r.git': /absolute path/,
    'file:///': /absolute path/,
    'https://host': /name a repository/,
    'https://host/': /name a repository/,
    'https:///r': /name a host/,
    'https://-x/r': /name a host/,
    'ssh://-oProxyCommand=x/r': /name a host/,
    'ssh://git@-x/r': /name a host/,
    'ssh://-x@host/r': /login name/,
    '-x@host:r': /login name/,
    'git@-x:r': /name a host/,
    'git@host:-x': /begin with '-'/,
    'git@host:': /name a repository/,
    'https://host:0/r': /port/,
    'https://host:65536/r': /port/,
    'https://host:/r': /port/,
    'https://host:a/r': /port/,
    'https://2001:db8::1/r': /port/,
    'https://[x]/r': /name a host/,
    'https://host/r?ref=main': /must not hold '\?'/,
    'https://host/r#main': /must not hold '\?'/,
    'https://ho st/r': /blank/,
    'https://host/r\r': /carriage return/,
    'https://ho\u200bst/r': /zero-width space/,
  };
  test.each(Object.entries(cases))('%j', (url, want) => expect(gitUrlProblem(url)).toMatch(want));
});

test.each(['https://host/r ', 'https://host/r\r', 'https://ho\u200bst/r', '-x@host:r', '--upload-pack=x'])(
  '%j: the CRD refuses it too',
  (url) => expect(isStored(url)).toBe(false),
);

describe('schemes that nobody clones, with an @: the CRD refuses them', () => {
  test.each(['ftp://token@host/r', 'HTTPS://token@host/r', 'svn+ssh://me:pw@host/r', 'ext::sh -c x@'])('%s', (url) =>
    expect(isStored(url)).toBe(false),
  );
});

describe('a name that ends in .git: refused, as github.com has none', () => {
  test.each(['r.git', 'r.GIT', 'r.git.git'])('%s', (repo) => {
    expect(repositoryNameProblem(repo)).toBe("must not end in '.git'; give the name alone");
    expect(stored({ org: 'o', repo }).join()).toContain('repo" must not validate');
  });
  test.each(['r', 'r.github', 'git', 'r.gitx'])('%s is a name', (repo) => {
    expect([repositoryNameProblem(repo), stored({ org: 'o', repo })]).toEqual([undefined, []]);
  });
});

describe('a URL that is fetched', () => {
  const httpSchema = schemaAt(crds.Batch, 'spec.variableContexts[].[].http.url');
  const isFetched = (url: string) => validateValue(httpSchema, url, '').length === 0;

  test.each([
    'https://host/a?private_token=x',
    'https://host/a?page=1&access_token=x',
    'https://host/a?X-Amz-Signature=x',
    'https://host/a?sig=x',
    'https://host/a?oauth=x',
    'https://host?Authorization=x',
    'https://host/a?page=1;JWT=x',
  ])('%s holds a secret: refused by planner and CRD', (url) => {
    expect([httpUrlProblem(url), isFetched(url)]).toEqual([
      expect.stringMatching(/header whose value is in a Secret$/),
      false,
    ]);
  });

  test.each([
    'https://host/a?author=me&authors=2',
    'https://host/a?signed=1&design=2',
    'https://host/token=x',
    'https://host/a?key=PROJ-1',
    'https://host/a?q=a%3Dtoken',
  ])('%s holds none', (url) => expect([httpUrlProblem(url), isFetched(url)]).toEqual([undefined, true]));
});
