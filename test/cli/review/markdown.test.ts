import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { markdown } from '../../../cli/review/markdown.js';
import { codeBlock, codeSpan } from '../../../cli/review/markdown-quote.js';
import { campaign, prompt, review } from './sample.js';

describe('a text of a repository in a line', () => {
  const cases: Record<string, { text: string; want: string }> = {
    plain: { text: 'a/b', want: '`a/b`' },
    'a link': { text: '[x](https://evil.example)', want: '`[x](https://evil.example)`' },
    'a mention': { text: '@org/team #1', want: '`@org/team #1`' },
    HTML: { text: '<img src=x onerror=y>', want: '`<img src=x onerror=y>`' },
    'a fence inside: a longer one around it': { text: 'a`` @org', want: '```a`` @org```' },
    'a fence at its ends': { text: '`a`', want: '`` `a` ``' },
    'lines become one': { text: 'a\n\n# b', want: '`a # b`' },
    'a text of nothing': { text: ' ', want: '`(empty)`' },
    'what cannot be seen': { text: 'a\u200bb\u202ec\u{e0041}', want: '`a\\u200bb\\u202ec\\U000e0041`' },
    'a long text is cut': { text: 'x'.repeat(400), want: `\`${'x'.repeat(300)}…\`` },
  };
  test.each(Object.entries(cases))('%s', (_, { text, want }) => expect(codeSpan(text)).toBe(want));
});

test('a block that holds fences: a longer fence around it', () => {
  expect(codeBlock(['+```', '+````', '+@org\u2066'], 'diff')).toEqual([
    '`````diff',
    '+```',
    '+````',
    '+@org\\u2066',
    '`````',
  ]);
});

test('the whole comment', () => {
  const before = campaign({ workspace: { agentImage: 'agent:1' } });
  const after = campaign({
    repos: ['a', 'b', 'c'],
    batch: { commonContext: [prompt('Update.\n```\n@org/everyone <b>[x](y)</b>\n')] },
    workspace: { agentImage: 'agent:2' },
  });
  // Names end in hashes of everything that is planned.
  const comment = markdown(review(before, after))
    .replace(/(-[0-9a-f]{8}){2}`/g, '-HASHES`')
    .replace(/\d+ unchanged/, 'N unchanged');
  expect(comment).toBe(readFileSync('test/cli/review/comment.md', 'utf8'));
});

test('400 tasks with texts of their own: below the limit, and it says what is missing', () => {
  const repos = Array.from({ length: 400 }, (_, i) => `a-repository-with-a-long-name-${i}`);
  const own = (text: string) =>
    campaign({
      repos: [],
      batch: {
        tasks: repos.map((repo) => ({
          contexts: [
            { type: 'Repository' as const, repository: { org: 'o', repo } },
            prompt(`${text} ${repo}\n`.repeat(40)),
          ],
        })),
      },
    });
  const text = markdown(review(own('Update'), own('Change')));
  expect(text.length).toBeLessThanOrEqual(65_000);
  expect(text.split('\n').slice(-2)).toEqual([
    expect.stringMatching(/^\*\*Left out here: \d+ lines of texts, 350 causes, 300 tasks\.\*\*/),
    '',
  ]);
});
