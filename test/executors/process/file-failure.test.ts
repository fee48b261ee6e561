import { mkdtempSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { fileFailure } from '../../../executors/process/file-failure.js';

/** What a call of the file system throws. */
function errorOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

test('no temporary folder: its path, and what to do', () => {
  const error = errorOf(() => mkdtempSync('/nonexistent/kubetask-'));
  expect(fileFailure(error, 'Cannot run task a')).toMatchObject({
    message: 'Cannot run task a: cannot use /nonexistent/kubetask-*: there is no such folder',
    hints: ['set TMPDIR to a folder that you can write to'],
    exitCode: 125,
  });
});

test('an error of another kind stays what it is', () => {
  const error = errorOf(() => JSON.parse('{'));
  expect(fileFailure(error, '')).toBe(error);
  const reading = errorOf(() => readFileSync('/'));
  expect(fileFailure(reading, '')).toBe(reading);
});
