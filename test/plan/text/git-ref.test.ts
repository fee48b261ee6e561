import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { crds } from '../../../api/generated/crds.js';
import { validateValue } from '../../../packages/structural-schema/validate-value.js';
import { gitBranchProblem, gitRefProblem } from '../../../plan/text/git-ref.js';
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

const branch = schemaAt(crds.Batch, 'spec.variableContexts[].[].repository.branch');
const revision = schemaAt(crds.Batch, 'spec.variableContexts[].[].repository.revision');
const isTaken = (schema: typeof branch, name: string) => validateValue(schema, name, '').length === 0;

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
    expect([takenByGit(name), gitRefProblem(name), isTaken(revision, name)]).toEqual([true, undefined, true]);
  });

  test.each(bad)('%j: invalid for git and for the planner', (name) => {
    expect([takenByGit(name), gitRefProblem(name)]).toEqual([false, expect.stringMatching(/^must not /)]);
  });

  test.each(unseen)('%j: refused although git accepts it', (name) => {
    expect([takenByGit(name), gitRefProblem(name)]).toEqual([true, expect.stringMatching(/^must not hold /)]);
  });
});

test.each([branch, revision])('the CRD refuses the same, except for a letter that is drawn as a blank', (schema) => {
  expect([...bad, ...unseen].filter((name) => isTaken(schema, name))).toEqual(['main\u3164']);
});

describe('names that git takes for a revision and not for a branch: refused by planner and CRD', () => {
  test.each([
    ['HEAD', /^must not be 'HEAD', .* leave it out for the default branch$/],
    ['refs/heads/main', /^must be the name alone, such as main; a full ref belongs into revision$/],
    ['refs/heads/HEAD', /^must be the name alone/],
    ['refs/tags/v1', /^must be the name alone, such as v1;/],
    ['@', /^must not be '@'/],
  ])('%s', (name, want) => {
    expect([gitBranchProblem(name), isTaken(branch, name)]).toEqual([expect.stringMatching(want), false]);
  });
});

test.each(['head', 'HEADS', 'a/HEAD', 'refs/x', 'refs/headsman', 'FETCH_HEAD'])(
  '%s is a branch like others',
  (name) => {
    expect([gitBranchProblem(name), isTaken(branch, name)]).toEqual([undefined, true]);
  },
);
