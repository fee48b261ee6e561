import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sidebar } from './sidebar.js';
import { sitePathOf, stagedPage } from './stage-page.js';

/** `npm run site`: builds the pages as a website in `build/site/`. `-- --stage` only writes its sources. */
const stage = 'build/site-source';

const others = ['SECURITY.md', 'ARCHITECTURE.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'DECISIONS.md', 'RELEASING.md'];

const pages = [
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...others,
  'examples/README.md',
  'bench/README.md',
];

const paths = new Map(pages.map((page) => [page, sitePathOf(page)]));

rmSync(stage, { recursive: true, force: true });
for (const [page, path] of paths) {
  const file = join(stage, `${path}.md`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, stagedPage(page, readFileSync(page, 'utf8'), paths));
}
writeFileSync(join(stage, 'sidebar.json'), JSON.stringify(sidebar(readFileSync('docs/README.md', 'utf8'))));

if (!process.argv.includes('--stage')) {
  const npm = ['ci', '--prefix', 'site', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  if (!existsSync('site/node_modules/vitepress')) execFileSync('npm', npm, { stdio: 'inherit' });
  execFileSync('site/node_modules/.bin/vitepress', ['build', 'site'], { stdio: 'inherit' });
}
