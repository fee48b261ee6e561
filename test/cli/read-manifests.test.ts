import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readManifests } from '../../cli/plan/read-manifests.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'manifests-'));
  mkdirSync(join(folder, 'fleet'));
  writeFileSync(join(folder, 'fleet/a.yaml'), 'a: 1\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

const inFolder = (name: string) => join(folder, 'fleet', name);

const brought: Record<string, { make: (path: string) => void; want: RegExp }> = {
  'a link to /dev/zero': {
    make: (path) => symlinkSync('/dev/zero', path),
    want: /b\.yaml: it is a pipe, a socket or a device/,
  },
  'a named pipe': { make: (path) => execFileSync('mkfifo', [path]), want: /b\.yaml: it is a pipe/ },
  'a link to nothing': { make: (path) => symlinkSync('nothing', path), want: /^Cannot read fleet: it does not exist/ },
  'a link to itself': {
    make: (path) => symlinkSync('b.yaml', path),
    want: /^Cannot read fleet: its links lead in a circle/,
  },
  'a sparse file of 10 GB': {
    make: (path) => {
      writeFileSync(path, '');
      truncateSync(path, 10 * 1024 ** 3);
    },
    want: /b\.yaml: it has 10737418240 bytes; at most 268435456 are read/,
  },
};
test.each(Object.entries(brought))('%s in a folder: an error at once', (_, { make, want }) => {
  make(inFolder('b.yaml'));
  expect(() => readManifests(['fleet'], folder)).toThrow(want);
});

test('a link to a file is read, and a link to a folder is not followed', () => {
  symlinkSync('a.yaml', inFolder('b.yaml'));
  for (const name of ['up', 'and-up']) symlinkSync('..', inFolder(name));
  expect(readManifests(['fleet'], folder)).toHaveLength(2);
});
