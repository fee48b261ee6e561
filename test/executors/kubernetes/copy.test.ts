import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, expect, test } from '@jest/globals';
import { copyOf, splitPath, targetOf } from '../../../executors/kubernetes/copy/copy-paths.js';
import { Extract } from '../../../executors/kubernetes/copy/extract.js';
import { TarReader } from '../../../executors/kubernetes/copy/read-tar.js';
import { endOfArchive, type TarEntry, tarHeader } from '../../../executors/kubernetes/copy/tar-header.js';
import { tarProblem } from '../../../executors/kubernetes/copy/tar-problem.js';
import { writeTar } from '../../../executors/kubernetes/copy/write-tar.js';

const folder = mkdtempSync(join(tmpdir(), 'copy-'));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;
const fresh = () => join(folder, String(count++));

test.each([
  ['a', { from: 'a' }],
  ['a:b', { from: 'a', to: 'b' }],
  ['a:', { from: 'a' }],
  ['./a:b:/c/', { from: './a:b', to: '/c/' }],
])('--copy %s', (argument, want) => {
  expect(copyOf(argument)).toEqual(want);
});

test.each([
  [{ from: 'x/a' }, { folder: './', name: 'a' }],
  [
    { from: 'x/a/', to: '/b' },
    { folder: '/', name: 'b' },
  ],
  [
    { from: 'x/a', to: 'b/c' },
    { folder: 'b', name: 'c' },
  ],
  [
    { from: 'x/a', to: 'b/' },
    { folder: 'b/', name: 'a' },
  ],
  [
    { from: 'x/a', to: '.' },
    { folder: '.', name: 'a' },
  ],
  [
    { from: 'x/a', to: '..' },
    { folder: '..', name: 'a' },
  ],
])('%j is put in', (copy, want) => {
  expect(targetOf(copy)).toEqual(want);
});

test.each([
  ['/', { folder: '/', name: '' }],
  ['.', { folder: '.', name: '' }],
  ['../..', { folder: '../..', name: '' }],
  ['/a//b/', { folder: '/a', name: 'b' }],
])('%s has the parts', (path, want) => {
  expect(splitPath(path)).toEqual(want);
});

const longName = 'n'.repeat(200);

/** A folder with everything that is hard to copy. */
function makeTree(): string {
  const root = fresh();
  mkdirSync(join(root, 'sub', longName), { recursive: true });
  mkdirSync(join(root, 'empty'));
  writeFileSync(join(root, 'zero'), '');
  writeFileSync(join(root, 'block'), 'b'.repeat(512));
  writeFileSync(join(root, "it's é\n漢"), 'odd');
  writeFileSync(join(root, 'run'), '#!/bin/sh\n');
  chmodSync(join(root, 'run'), 0o755);
  writeFileSync(join(root, 'sub', longName, longName), 'deep');
  symlinkSync('../run', join(root, 'sub', 'link'));
  return root;
}

const differences = (a: string, b: string) =>
  execFileSync('diff', ['-r', '--no-dereference', a, b], { encoding: 'utf8' });

test('the tar of this machine reads what is written', async () => {
  const [root, target] = [makeTree(), fresh()];
  mkdirSync(target);
  const archive = await buffer(writeTar(root, 'copy'));
  execFileSync('tar', ['-xof', '-', '-C', target], { input: archive });
  expect(differences(root, join(target, 'copy'))).toBe('');
  expect(lstatSync(join(target, 'copy', 'run')).mode & 0o777).toBe(0o755);
});

async function extract(archive: Buffer, source: string, root: string, pieceBytes = 7): Promise<Extract> {
  const visitor = new Extract(source, root);
  const reader = new TarReader(visitor);
  for (let at = 0; at < archive.length; at += pieceBytes) await reader.push(archive.subarray(at, at + pieceBytes));
  expect(reader.isComplete).toBe(true);
  return visitor;
}

test.each(['gnu', 'pax', 'ustar'])('what tar writes in the format %s is read', async (format) => {
  const [root, target] = [makeTree(), fresh()];
  const tooLong = format === 'ustar' ? ['--exclude', longName] : [];
  const archive = execFileSync('tar', [`--format=${format}`, ...tooLong, '-cf', '-', '-C', root, './sub', './run']);
  await extract(archive, '.', target, 1000);
  expect(readFileSync(join(target, 'run'), 'utf8')).toBe('#!/bin/sh\n');
  expect(readlinkSync(join(target, 'sub', 'link'))).toBe('../run');
});

test('our own archive, in pieces of seven bytes', async () => {
  const [root, target] = [makeTree(), fresh()];
  await extract(await buffer(writeTar(root, 'copy')), 'copy', target);
  expect(differences(root, target)).toBe('');
});

const entry = (path: string, fields: Partial<TarEntry> = {}): Buffer =>
  tarHeader({ path, type: 'file', mode: 0o644, size: 0, modifiedSeconds: 0, ...fields });
const archiveOf = (...headers: Buffer[]) => Buffer.concat([...headers, endOfArchive]);

test.each([
  ['a path that leads outside', [entry('a/../../x')]],
  ['an absolute path', [entry('/etc/x')]],
  ['another path than the one asked for', [entry('b')]],
  ['a file through a link', [entry('a/l', { type: 'symlink', linkPath: 'd' }), entry('a/l/x')]],
])('%s is refused', async (_, headers) => {
  await expect(extract(archiveOf(...headers), 'a', fresh())).rejects.toThrow(/outside|is a folder in the container/);
});

test('links that lead outside, and devices, are left out and named', async () => {
  const headers = [
    entry('a/up', { type: 'symlink', linkPath: '../../x' }),
    entry('a/abs', { type: 'symlink', linkPath: '/etc/passwd' }),
    entry('a/hard', { type: 'link', linkPath: '/etc/passwd' }),
    entry('a/ok', { type: 'symlink', linkPath: 'b/../c' }),
  ];
  expect((await extract(archiveOf(...headers), 'a', fresh())).refused).toEqual(['a/up', 'a/abs', 'a/hard']);
});

test('a size of more than 8 GiB', () => {
  const header = entry('big', { size: 9 * 2 ** 30 });
  expect(header.readUIntBE(124 + 6, 6)).toBe(9 * 2 ** 30);
});

test('what is no archive is refused', async () => {
  await expect(new TarReader(new Extract('a', fresh())).push(Buffer.alloc(512, 'x'))).rejects.toThrow('no tar archive');
});

test.each([
  [
    'tar: x: Cannot open: Read-only file system\ntar: Exiting with failure status due to previous errors\n',
    'x: Cannot open: Read-only file system',
  ],
  ["tar: can't open 'x': No such file or directory\n", "can't open 'x': No such file or directory"],
  [
    'tar: Removing leading `/` from member names\ntar: a: Permission denied\ntar: error exit delayed from previous errors',
    'a: Permission denied',
  ],
  [
    "mkdir: cannot create directory '/x': Read-only file system\n",
    "cannot create directory '/x': Read-only file system",
  ],
  ["sh: cd: line 8: can't cd to /x: No such file or directory", "can't cd to /x: No such file or directory"],
  ["sh: 9: cd: can't cd to /x", "can't cd to /x"],
  ['', ''],
])('of %j, people are shown the cause', (stderr, want) => {
  expect(tarProblem(stderr)).toBe(want);
});
