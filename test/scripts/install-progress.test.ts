import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'test-install-'));
afterAll(() => rmSync(folder, { recursive: true }));

const names = ['ensure-installed', 'install-progress', 'progress'];
const lockfile = JSON.stringify({
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '1.0.0' },
    'node_modules/for-another-platform': { version: '1.0.0', optional: true },
  },
});

/** What `ensureInstalled` prints in a folder, with this shell script for npm. */
function install(npm: string) {
  const copy = mkdtempSync(join(folder, 'copy-'));
  mkdirSync(join(copy, 'bin'));
  for (const name of names) cpSync(`scripts/${name}.mjs`, join(copy, `${name}.mjs`));
  writeFileSync(join(copy, 'package-lock.json'), lockfile);
  writeFileSync(join(copy, 'bin/npm'), `#!/bin/sh\n${npm}\n`, { mode: 0o755 });
  const program = "const { ensureInstalled } = await import('./ensure-installed.mjs'); await ensureInstalled();";
  const env = { ...process.env, PATH: `${join(copy, 'bin')}${delimiter}${process.env['PATH']}` };
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: copy,
    encoding: 'utf8',
    env,
  });
  return {
    status,
    lines: stderr
      .trimEnd()
      .replaceAll(/\d+ s$/gm, 'N s')
      .split('\n'),
  };
}

const first = 'install   2 packages with npm ci, once; this usually takes less than a minute';

const cases: Record<string, { npm: string; want: object }> = {
  'npm ci succeeds: its size first, then the time it took': {
    npm: 'mkdir node_modules',
    want: { status: 0, lines: [first, 'install   done in N s'] },
  },
  'npm ci fails: what npm says, then one error': {
    npm: 'echo "npm error network" >&2; exit 1',
    want: {
      status: 1,
      lines: [
        first,
        'npm error network',
        'error: `npm ci` failed; check that the npm registry is reachable, and that no other npm runs in this folder',
      ],
    },
  },
};

test.each(Object.entries(cases))('%s', (_, { npm, want }) => expect(install(npm)).toEqual(want));

interface Progress {
  line(): string;
  milestone(): string;
}

/** The shown lines after so many seconds, of four packages of which these are unpacked. */
async function shownAfter(seconds: number, unpacked: readonly string[]) {
  const root = mkdtempSync(join(folder, 'tree-'));
  const paths = ['a', 'b', 'c', 'd'].map((name) => join(root, name));
  const url = new URL('../../scripts/install-progress.mjs', import.meta.url).href;
  const { installProgress } = (await import(url)) as {
    installProgress: (paths: readonly string[], now: () => number) => Progress;
  };
  let now = 0;
  const progress = installProgress(paths, () => now);
  progress.line();
  for (const name of unpacked) {
    mkdirSync(join(root, name));
    writeFileSync(join(root, name, 'package.json'), '{}');
  }
  now = seconds * 1000;
  return { line: progress.line(), milestone: progress.milestone() };
}

const stalled = '; nothing has arrived for a while: is the npm registry reachable?';
const shown: Record<string, { seconds: number; unpacked: string[]; want: Progress | object }> = {
  'nothing yet': { seconds: 1, unpacked: [], want: { line: 'install   0 of 4 packages, 1 s', milestone: '' } },
  'one of four': {
    seconds: 5,
    unpacked: ['a'],
    want: { line: 'install   1 of 4 packages, 5 s', milestone: 'install   25 % of the packages' },
  },
  'all: the end has a line of its own': {
    seconds: 70,
    unpacked: ['a', 'b', 'c', 'd'],
    want: { line: 'install   4 of 4 packages, 1 min 10 s', milestone: '' },
  },
  'nothing for 30 s: says so': {
    seconds: 30,
    unpacked: [],
    want: { line: `install   0 of 4 packages, 30 s${stalled}`, milestone: `install   0 of 4 packages${stalled}` },
  },
};

test.each(Object.entries(shown))('%s', async (_, { seconds, unpacked, want }) =>
  expect(await shownAfter(seconds, unpacked)).toEqual(want),
);
