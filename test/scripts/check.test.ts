import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

/** The check in a folder that holds nothing else than these files. */
const folder = mkdtempSync(join(tmpdir(), 'test-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

function checkWith(files: Record<string, string>) {
  const copy = mkdtempSync(join(folder, 'copy-'));
  for (const name of ['scripts/check.mjs', 'scripts/ensure-installed.mjs', '.ci/run']) cpSync(name, join(copy, name));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(copy, name)), { recursive: true });
    writeFileSync(join(copy, name), text);
  }
  const { status, stdout } = spawnSync(join(copy, '.ci/run'), { cwd: tmpdir(), encoding: 'utf8' });
  return { status, lines: stdout.trimEnd().split('\n') };
}

const lockfile = '{ "packages": {} }';
const installed = {
  'package-lock.json': lockfile,
  'node_modules/.installed': createHash('sha256').update(lockfile).digest('hex'),
};
const cases: Record<string, { files: Record<string, string>; want: string }> = {
  'no lockfile, so that nothing can begin': { files: {}, want: '0 passed, 1 failed' },
  'no program of any check': { files: installed, want: '0 passed, 9 failed' },
  'a package.json that nobody can read': { files: { ...installed, 'package.json': '{' }, want: '0 passed, 9 failed' },
};

test.each(Object.entries(cases))('%s: the check fails and its last line says so', (_, { files, want }) => {
  const { status, lines } = checkWith(files);
  expect({ status, last: lines.at(-1) }).toEqual({ status: 1, last: want });
});
