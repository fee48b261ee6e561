import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { crds } from '../../../api/generated/crds.js';
import { gitRefProblem } from '../../../plan/text/git-ref.js';
import { schemaAt } from '../../schema-at.js';

const good = [
  'main',
  'feature/a',
  'v1.2.3',
  'a@b',
  '{a}',
  'foo./bar',
  'a.lock.b',
  'übung',
  'a-',
  'refs/heads/main',
  'b@',
  '0f3c',
  "a'b$(c)",
];
const bad = [
  '@',
  '-x',
  '--upload-pack=x',
  '.a',
  'a/.b',
  'a.lock',
  'a.lock/b',
  'a..b',
  'a b',
  'a~1',
  'a^',
  'a:b',
  'a?',
  'a*',
  'a[b',
  'a\\b',
  '/a',
  'a/',
  'a//b',
  'a.',
  'a@{1}',
  'a\u007f',
  'a\tb',
];
/** Git accepts these, but people cannot tell them from other names. */
const unseen = ['main\u200b', '\ufeffmain', 'ma\u00a0in', 'main\u202e', 'main\u3164'];

const pattern = new RegExp(schemaAt(crds.Batch, 'spec.variableContexts[].[].repository.branch').pattern ?? '', 'u');

/** The answer of git. */
function takenByGit(name: string): boolean {
  try {
    execFileSync('git', ['check-ref-format', '--branch', name], { stdio: 'ignore' });
    execFileSync('git', ['check-ref-format', '--allow-onelevel', name], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('git-check-ref-format', () => {
  test.each(good)('%j: valid for git, for the planner and for the CRD', (name) => {
    expect([takenByGit(name), gitRefProblem(name), pattern.test(name)]).toEqual([true, undefined, true]);
  });

  test.each(bad)('%j: invalid for git and for the planner', (name) => {
    expect([takenByGit(name), gitRefProblem(name)]).toEqual([false, expect.stringMatching(/^must not /)]);
  });

  test.each(unseen)('%j: refused although git accepts it', (name) => {
    expect([takenByGit(name), gitRefProblem(name)]).toEqual([true, expect.stringMatching(/^must not hold /)]);
  });
});

test('the CRD refuses the same without lookahead, except for rules that no pattern expresses', () => {
  expect([...bad, ...unseen].filter((name) => pattern.test(name))).toEqual([
    '@',
    'a.lock',
    'a.lock/b',
    'a@{1}',
    'main\u3164',
  ]);
});
