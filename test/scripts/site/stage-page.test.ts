import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { sidebar } from '../../../scripts/site/sidebar.js';
import { slugOf } from '../../../scripts/site/slug.js';
import { sitePathOf, stagedPage } from '../../../scripts/site/stage-page.js';

const paths = new Map(
  ['docs/README.md', 'docs/runs.md', 'docs/presets/codex.md', 'SECURITY.md'].map((page) => [page, sitePathOf(page)]),
);

const cases: Record<string, { page?: string; text: string; want: string }> = {
  'a link to a page: its place on the site': { text: '[runs](runs.md#pause)', want: '[runs](/runs#pause)' },
  'a link out of docs: the place of a page of the project': {
    text: '[policy](../SECURITY.md)',
    want: '[policy](/project/security)',
  },
  'a picture: its place on the site': {
    page: 'docs/README.md',
    text: '![start](pictures/npm-start.svg)',
    want: '![start](/pictures/npm-start.svg)',
  },
  'a link from a folder': { page: 'docs/presets/codex.md', text: '[map](../README.md)', want: '[map](/index)' },
  'a link to a file that the site does not have: its text': {
    text: 'see [`agent.sh`](../examples/agent.sh) there',
    want: 'see `agent.sh` there',
  },
  'a link to the same page, or elsewhere: unchanged': {
    text: '[a](#a) [b](https://example.com/b.md)',
    want: '[a](#a) [b](https://example.com/b.md)',
  },
  'a link in code: unchanged': { text: '```md\n[runs](runs.md)\n```', want: '```md\n[runs](runs.md)\n```' },
  'a tag in text is text, in code it stays': { text: '<your agent> `<run>`', want: '&lt;your agent> `<run>`' },
  'anchors and comments stay': { text: '<a id="x"></a>\n<!-- end -->', want: '<a id="x"></a>\n<!-- end -->' },
  'braces in text are text': { text: 'a {{ b }}', want: 'a &#123;&#123; b }}' },
};

test.each(Object.entries(cases))('%s', (_, { page = 'docs/faq.md', text, want }) =>
  expect(stagedPage(page, text, paths)).toBe(want),
);

const slugs: Record<string, string> = {
  'What `HOME` is': 'what-home-is',
  'Agent CLIs: presets': 'agent-clis-presets',
  '[Runs](runs.md), and more': 'runs-and-more',
};

test.each(Object.entries(slugs))('the anchor of %s', (heading, want) => expect(slugOf(heading)).toBe(want));

test('the navigation has every section of the map, and each page once', () => {
  const groups = sidebar(readFileSync('docs/README.md', 'utf8'));
  const links = groups.flatMap(({ items }) => items.map(({ link }) => link));
  expect(groups.map(({ text }) => text)).toEqual(['Start', 'Write batches', 'Run', 'Operate', 'Reference']);
  expect(links).toEqual([...new Set(links)]);
  expect(links).toEqual(expect.arrayContaining(['/quick-start', '/errors', '/presets/codex']));
});
