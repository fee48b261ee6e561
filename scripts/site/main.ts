import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { styleText } from 'node:util';
import { screensOn } from '../cli-docs/screens.js';
import { screenSvg } from './screen-svg.js';
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
drawScreens('cli');
cpSync('docs/pictures', join(stage, 'public', 'pictures'), { recursive: true });
writeFileSync(join(stage, 'sidebar.json'), JSON.stringify(sidebar(readFileSync('docs/README.md', 'utf8'))));

if (!process.argv.includes('--stage')) {
  const npm = ['ci', '--prefix', 'site', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  if (!existsSync('site/node_modules/vitepress')) execFileSync('npm', npm, { stdio: 'inherit' });
  execFileSync('site/node_modules/.bin/vitepress', ['build', 'site'], { stdio: 'inherit' });
}

/** Puts a picture in color before each screen of a page, and folds its text. */
function drawScreens(path: string): void {
  const terminal = {
    columns: 100,
    rows: 40,
    isTty: true,
    paint: (style: Parameters<typeof styleText>[0], text: string) => styleText(style, text, { validateStream: false }),
  };
  const file = join(stage, `${path}.md`);
  const folder = join(stage, 'public', 'screens');
  mkdirSync(folder, { recursive: true });
  screensOn(terminal).forEach(({ command, lines }, index) => {
    writeFileSync(join(folder, `${index}.svg`), screenSvg([`$ ${command}`, ...lines]));
    const page = readFileSync(file, 'utf8');
    const [before = '', after = ''] = page.split(`\`\`\`\n$ ${command}\n`);
    const end = after.indexOf('\n```\n');
    const text = `\`\`\`\n$ ${command}\n${after.slice(0, end)}\n\`\`\``;
    const picture = `![${command}](/screens/${index}.svg)\n\n<details><summary>As text</summary>\n\n${text}\n\n</details>`;
    if (end >= 0) writeFileSync(file, `${before}${picture}\n${after.slice(end + 5)}`);
  });
}
