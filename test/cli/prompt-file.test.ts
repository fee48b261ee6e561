import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readPromptFile } from '../../cli/args/prompt-file.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'test-prompt-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (name: string, bytes: string | Uint8Array): string => {
  writeFileSync(join(folder, name), bytes);
  return readPromptFile(name, folder);
};

test('a text, as it is', () => expect(read('ok.md', 'Fix it.\nß\n')).toBe('Fix it.\nß\n'));

test.each<[string, string | Uint8Array, string]>([
  ['empty.md', ' \n', 'Cannot use empty.md as a prompt: it is empty'],
  ['latin1.md', new Uint8Array([0xdf, 0x20]), 'Cannot use latin1.md as a prompt: it is not text in UTF-8'],
  ['zip.md', 'PK\0\0', 'Cannot use zip.md as a prompt: it is not text in UTF-8'],
  [
    'long.md',
    'x'.repeat(1_048_577),
    'Cannot use long.md as a prompt: it has 1048577 bytes, and a ConfigMap holds 1048576',
  ],
])('%s: an error', (name, bytes, want) => expect(() => read(name, bytes)).toThrow(want));

test.each(['no.md', '.'])('%s, which cannot be read: an error that names it', (name) =>
  expect(() => readPromptFile(name, folder)).toThrow(`Cannot read ${name}: `),
);
