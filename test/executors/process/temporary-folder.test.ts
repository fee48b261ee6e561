import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { afterEach, expect, test } from '@jest/globals';
import {
  makeTemporaryFolder,
  sweepTemporaryFolders,
  temporaryPath,
} from '../../../executors/process/temporary-folder.js';

/** No system has a process of this id. */
const GONE = 2 ** 30;
const ofGone = (path: string) => path.replace(`-${process.pid}-`, `-${GONE}-`);
const made: string[] = [];

function make(path: string): string {
  mkdirSync(path, { recursive: true });
  made.push(path);
  return path;
}

afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

test('the folder of a process that is gone is removed, and no other', () => {
  const own = make(makeTemporaryFolder());
  const left = make(`${ofGone(own)}`);
  make(`${left}/sub`);
  const ofAnotherMachine = make(left.replace(/kubetask-[0-9a-f]{8}-/, 'kubetask-00000000-'));
  const ofAPerson = make(`${left}-notes`);
  sweepTemporaryFolders();
  expect([own, left, ofAnotherMachine, ofAPerson].map((path) => existsSync(path))).toEqual([true, false, true, true]);
});

test('a path that is made later is swept, too', () => {
  const later = make(ofGone(temporaryPath()));
  sweepTemporaryFolders();
  expect(existsSync(later)).toBe(false);
});
