import { describe, expect, test } from '@jest/globals';
import { crds } from '../../../api/generated/crds.js';
import { gitUrlProblem } from '../../../plan/text/git-url.js';
import { schemaAt } from '../../schema-at.js';

const pattern = new RegExp(schemaAt(crds.Batch, 'spec.variableContexts[].[].repository.url').pattern ?? '', 'u');

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
  ])('%s', (url) => expect([gitUrlProblem(url), pattern.test(url)]).toEqual([undefined, true]));
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
  ])('%s', (url) => expect(gitUrlProblem(url)).toMatch(/must not contain credentials.* secretRef$/));
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
  (url) => expect(pattern.test(url)).toBe(false),
);
