import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sentencesOf, wordsIn } from './sentences.js';

const cases: Record<string, { page: string; want: string[] }> = {
  'two sentences of one paragraph': { page: 'One. Two\nlines.\n', want: ['One.', 'Two lines.'] },
  'a heading, a list and a table': {
    page: '# Runs\n\n- Pause it.\n- Stop it.\n\n| A | B |\n| --- | --- |\n| One. | Two. |\n',
    want: ['Runs', 'Pause it.', 'Stop it.', 'A', 'B', '---', '---', 'One.', 'Two.'],
  },
  'code is one word, and a block of code is none': {
    page: 'Set `a b`, `c` and `d`.\n\n```sh\nkubectl get pods. Twice.\n```\n',
    want: ['Set X.'],
  },
  'a link is its text': { page: 'See [the runs](runs.md#a-b) first.', want: ['See the runs first.'] },
};

test.each(Object.entries(cases))('%s', (_, { page, want }) => expect(sentencesOf(page)).toEqual(want));

const pages = [
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'README.md',
  'RELEASING.md',
  'SECURITY.md',
  'examples/README.md',
  ...readdirSync('docs').map((name) => join('docs', name)),
].filter((name) => name.endsWith('.md'));

/** In words. Lower a number when its page gets shorter sentences; a new page keeps the general limit. */
const longest = 25;
const longestOf: Record<string, number> = {
  'docs/api.md': 37,
  'docs/comparison.md': 40,
  'docs/constructs-reference.md': 35,
  'docs/errors.md': 30,
  'docs/limits.md': 29,
  'docs/quick-start.md': 28,
  'docs/repositories.md': 37,
};

test.each(pages)('%s: short sentences', (page) => {
  const limit = longestOf[page] ?? longest;
  expect(sentencesOf(readFileSync(page, 'utf8')).filter((sentence) => wordsIn(sentence) > limit)).toEqual([]);
});

/** Phrases of a literary English. STYLE: subject first, present tense, active voice, the words of the field. */
const unwanted =
  /\b(befalls?|for good|goes on|in the shape of|no other way|of (its|their|your) own(?=[,.;:)])|of which|so (many|much|long) (after|as)|somebody|anybody|stands for|to the one that|tried again|what(ever)? (becomes?|became) of|whatever (its|the)|whichever it|who(m?)ever)\b/gi;

/** Pages that are written elsewhere. */
const unchecked = new Set([
  'docs/api.md',
  'docs/constructs-reference.md',
  'docs/errors.md',
  'docs/glossary.md',
  'docs/repositories.md',
]);

test.each(pages.filter((page) => !unchecked.has(page)))('%s: plain English', (page) => {
  const text = sentencesOf(readFileSync(page, 'utf8')).join(' ');
  expect(text.match(unwanted) ?? []).toEqual([]);
});

/** As GitHub makes it of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

function anchorsIn(page: string): Set<string> {
  const text = readFileSync(page, 'utf8').replace(/```[\s\S]*?```/g, '');
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));
  const named = [...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id = '']) => id);
  return new Set([...headings, ...named]);
}

test.each([...pages, 'CHANGELOG.md', 'DECISIONS.md'])('%s: every link to a heading resolves', (page) => {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#\s:]*\.md)?#([^)\s]+)\)/g)];
  const broken = links.filter(([, file, anchor = '']) => !anchorsIn(file ? join(page, '..', file) : page).has(anchor));
  expect(broken.map(([link]) => link)).toEqual([]);
});
