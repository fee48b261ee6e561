import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { lateModules } from '../scripts/library/late-room.js';
import { slugOf } from '../scripts/site/slug.js';

const root = new URL('..', import.meta.url).pathname;
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Folders that git ignores, or that hold git's own data. */
const unmapped = new Set(['node_modules', 'build', 'coverage']);
const folders = readdirSync(root).filter((name) => !name.startsWith('.') && statSync(join(root, name)).isDirectory());
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => join('docs', name)),
  'examples/README.md',
  'bench/README.md',
].filter((name) => name.endsWith('.md'));

const linksOf = (page: string) =>
  [...read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target);

test("README's map names every folder, and every folder it names exists", () => {
  const named = linksOf('README.md')
    .filter((target) => /^[a-z]+\/$/.test(target))
    .map((target) => target.slice(0, -1));
  expect([...new Set(named)].sort()).toEqual(folders.filter((name) => !unmapped.has(name)).sort());
});

test('README is one page: fewer than 100 lines', () => expect(read('README.md').split('\n').length).toBeLessThan(100));

test.each(pages)('%s: every link to a file of the repository resolves', (page) => {
  const own = linksOf(page).filter((target) => !/^[a-z]+:/.test(target));
  expect(own.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([]);
});

/** As GitHub makes them of headings, and those of `<a id>`. */
function anchorsOf(page: string): ReadonlySet<string> {
  const text = read(page).replaceAll(/^( *)```[\s\S]*?^\1```$/gm, '');
  const slugs = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => slugOf(heading));
  const numbered = slugs.map((slug, index) => {
    const before = slugs.slice(0, index).filter((other) => other === slug).length;
    return before === 0 ? slug : `${slug}-${before}`;
  });
  return new Set([...numbered, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)]);
}

const anchors = new Map(pages.map((page) => [page, anchorsOf(page)]));

test.each(pages)('%s: every link to a heading resolves', (page) => {
  const links = [...read(page).matchAll(/\]\(([^)#\s]*)#([^)\s]+)\)/g)]
    .map(([, target = '', anchor = '']) => ({ target: target === '' ? page : join(dirname(page), target), anchor }))
    .filter(({ target }) => anchors.has(target));
  expect(links.filter(({ target, anchor }) => !anchors.get(target)?.has(anchor))).toEqual([]);
});

test('docs/README.md lists every page', () => {
  const listed = new Set(linksOf('docs/README.md').map((target) => join('docs', target)));
  const own = pages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md');
  expect(own.filter((page) => !listed.has(page))).toEqual([]);
});

test('README: every npm script it names exists', () => {
  const scripts = Object.keys(JSON.parse(read('package.json')).scripts);
  const named = [...read('README.md').matchAll(/npm (?:run )?(start|test|run [a-z-]+|synth|reconciler)\b/g)].map(
    ([, name = '']) => name,
  );
  expect(named.filter((name) => !scripts.includes(name.replace('run ', '')))).toEqual([]);
});

test('every dependency is named in DECISIONS.md, and exactly pinned', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json'));
  const all = Object.entries<string>({ ...dependencies, ...devDependencies });
  const decisions = read('DECISIONS.md');
  const types = /^@types\/|^@jest\/globals$|^@swc\/core$/;
  expect(all.filter(([name]) => !types.test(name) && !decisions.includes(`\`${name}\``)).map(([name]) => name)).toEqual(
    [],
  );
  expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)).map(([name]) => name)).toEqual([]);
});

test('DECISIONS.md: numbers without gaps, each once in the index', () => {
  const text = read('DECISIONS.md');
  const numbers = [...text.matchAll(/^<a id="(\d+)"><\/a>\*\*(\d+)\./gm)].map(([, id, number]) => [
    Number(id),
    Number(number),
  ]);
  expect(numbers).toEqual(numbers.map((_, index) => [index + 1, index + 1]));
  const indexed = [...text.matchAll(/\[(\d+)\]\(#\1\)/g)].map(([, number]) => Number(number));
  const table = indexed.slice(0, numbers.length).sort((a, b) => a - b);
  expect(table).toEqual(numbers.map(([number]) => number));
});

test('every module that the library loads late exists', () =>
  expect(lateModules.filter((path) => !existsSync(join(root, path)))).toEqual([]));
