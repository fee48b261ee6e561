import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readOwnResult, writeResult } from '../../wrapper/result-file.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'test-result-'));
  path = join(folder, 'result.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const others: Record<string, () => void> = {
  'a folder': () => mkdirSync(path),
  'a named pipe': () => execFileSync('mkfifo', [path]),
  'a link to a file': () => symlinkSync('/etc/hosts', path),
  'a link to itself': () => symlinkSync(path, path),
};
test.each(Object.entries(others))('%s is neither read nor written', (_, make) => {
  make();
  expect([readOwnResult(path), writeResult(path, '{}')]).toEqual([undefined, 'it is no regular file']);
});

test('of a huge file the beginning is read, and its size is known', () => {
  writeFileSync(path, 'x'.repeat(3 << 20));
  const { text, bytes } = readOwnResult(path) ?? { text: '', bytes: 0 };
  expect([text.length, bytes]).toEqual([64 * 1024, 3 << 20]);
});

test('a longer text is replaced as a whole', () => {
  writeFileSync(path, 'x'.repeat(9000));
  expect([writeResult(path, '{}'), readFileSync(path, 'utf8')]).toEqual([undefined, '{}']);
});

test('a folder that is not there: the reason', () =>
  expect(writeResult(join(folder, 'no/r.json'), '{}')).toBe('ENOENT'));
