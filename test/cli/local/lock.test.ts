import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { takeLock } from '../../../cli/local/machine/lock.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What an agent, or a crash, may have left there. */
const left: Record<string, (path: string) => void> = {
  nothing: () => undefined,
  'the lock of a process that has ended': (path) => writeFileSync(path, '{"pid":1,"startTime":"another"}'),
  'half a lock': (path) => writeFileSync(path, '{"pid":'),
  'a lock of other types': (path) => writeFileSync(path, '{"pid":"../../tmp","startTime":[]}'),
  null: (path) => writeFileSync(path, 'null'),
  'a named pipe': (path) => execFileSync('mkfifo', [path]),
  'a link to /dev/zero': (path) => symlinkSync('/dev/zero', path),
  'a link to nothing': (path) => symlinkSync('nothing', path),
  'a folder': (path) => mkdirSync(path),
};
test.each(Object.entries(left))('%s: the lock is taken', (_, make) => {
  const path = join(folder, 'lock');
  make(path);
  const giveBack = takeLock(path);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
  giveBack();
  expect(() => readFileSync(path)).toThrow('ENOENT');
});
