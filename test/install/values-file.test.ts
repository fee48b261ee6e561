import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readValuesFile } from '../../scripts/values-file.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubetask-values-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

const written = (text: string) => {
  const path = join(folder, 'values.yaml');
  writeFileSync(path, text);
  return path;
};

test('a values file: its props', () => {
  expect(readValuesFile(written('replicas: 2\n'))).toEqual({ props: { replicas: 2 }, errors: [] });
});

test('invalid values: each with its line and column', () => {
  const path = written('replicas: 0\nresurces: {}\n');
  expect(readValuesFile(path).errors).toEqual([
    expect.stringMatching(/values\.yaml:1:11: replicas: Invalid value: 0/),
    expect.stringMatching(/values\.yaml:2:1: resurces: Forbidden: unknown field/),
  ]);
});

test('a file that does not exist: one line, without a stack trace', () => {
  const path = join(folder, 'nothing.yaml');
  expect(readValuesFile(path).errors).toEqual([
    `Cannot read ${path}: it does not exist; give the path of a values file`,
  ]);
});
