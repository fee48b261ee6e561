import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { makeHome } from '../../../cli/local/machine/places.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'home-'));
  mkdirSync(join(folder, 'elsewhere'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const home = () => join(folder, '.kubetask');

test('none yet: made, and ignored by git', () => {
  makeHome(folder);
  makeHome(folder);
  expect(readFileSync(join(home(), '.gitignore'), 'utf8')).toBe('*\n');
});

test.each([
  ['a link to another folder', () => symlinkSync('elsewhere', home())],
  ['a link to nothing', () => symlinkSync('nothing', home())],
  ['a file', () => writeFileSync(home(), '')],
])('%s, as a repository may bring it: refused, and nothing is written there', (_, bring) => {
  bring();
  expect(() => makeHome(folder)).toThrow('Cannot use .kubetask: it is a link or no folder; remove it');
  expect(readdirSync(join(folder, 'elsewhere'))).toEqual([]);
});

test('a link in the place of .gitignore: stays, and nothing is written through it', () => {
  mkdirSync(home());
  symlinkSync('../elsewhere/ignore', join(home(), '.gitignore'));
  makeHome(folder);
  expect(lstatSync(join(home(), '.gitignore')).isSymbolicLink()).toBe(true);
  expect(readdirSync(join(folder, 'elsewhere'))).toEqual([]);
});
