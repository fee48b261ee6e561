import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

/** The check in a folder that holds nothing else than these files. */
const folder = mkdtempSync(join(tmpdir(), 'test-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

const programs = ['check', 'ensure-installed', 'install-progress', 'progress'].map((name) => `scripts/${name}.mjs`);

function checkWith(files: Record<string, string>) {
  const copy = mkdtempSync(join(folder, 'copy-'));
  for (const name of [...programs, '.ci/run']) cpSync(name, join(copy, name));
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
/** A stand-in for jest: of two tests in one file, the second one fails in the runs that `fails` names, counted from 0. */
const jest = (fails: string) => `
const { existsSync, writeFileSync } = require('node:fs');
const run = existsSync('ran') ? 1 : 0;
writeFileSync('ran', '');
const failed = ${fails}.includes(run);
const file = { name: process.cwd() + '/test/a.test.ts', status: failed ? 'failed' : 'passed' };
file.assertionResults = [{ status: 'passed' }, { status: file.status }];
const counts = { numPassedTests: failed ? 1 : 2, numFailedTests: failed ? 1 : 0, numRuntimeErrorTestSuites: 0 };
require('node:fs').mkdirSync('build', { recursive: true });
writeFileSync('build/jest.json', JSON.stringify({ ...counts, testResults: [file] }));
process.exitCode = failed ? 1 : 0;
`;
const withJest = (fails: string) => ({ ...installed, 'node_modules/jest/bin/jest.js': jest(fails) });
const unsteady = 'unsteady, passed only the second time: test/a.test.ts';

const cases: Record<string, { files: Record<string, string>; want: string }> = {
  'no lockfile, so that nothing can begin': { files: {}, want: '0 passed, 1 failed' },
  'no program of any check': { files: installed, want: '0 passed, 9 failed' },
  'a package.json that nobody can read': { files: { ...installed, 'package.json': '{' }, want: '0 passed, 9 failed' },
};

test.each(Object.entries(cases))('%s: the check fails and its last line says so', (_, { files, want }) => {
  const { status, lines } = checkWith(files);
  expect({ status, last: lines.at(-1) }).toEqual({ status: 1, last: want });
});

const runs: Record<string, { fails: string; want: { last: string; unsteady: boolean } }> = {
  'passes at once': { fails: '[]', want: { last: '2 passed, 8 failed', unsteady: false } },
  'passes the second time': { fails: '[0]', want: { last: '2 passed, 8 failed', unsteady: true } },
  'fails twice': { fails: '[0, 1]', want: { last: '1 passed, 9 failed', unsteady: false } },
};

test.each(Object.entries(runs))('a test file that %s', (_, { fails, want }) => {
  const { lines } = checkWith(withJest(fails));
  expect({ last: lines.at(-1), unsteady: lines.includes(unsteady) }).toEqual(want);
});

test('the first line says how long the check takes', () =>
  expect(checkWith(installed).lines[0]).toBe('checks, then tests: about 10 minutes on two idle cores'));
