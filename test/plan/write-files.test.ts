import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { writeFilesScript } from '../../plan/pod/write-files-script.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the init container's script on one file; undefined stands for an optional part that is missing. */
function aggregate(parts: readonly (string | undefined)[]): string {
  const own = join(folder, 'parts', '000');
  mkdirSync(own, { recursive: true });
  parts.forEach((part, i) => {
    if (part !== undefined) writeFileSync(join(own, String(i).padStart(3, '0')), part);
  });
  const target = join(folder, 'deep', 'task.md');
  const env = { PATH: process.env['PATH'], KUBETASK_PARTS: join(folder, 'parts'), KUBETASK_MESSAGE: join(folder, 'm') };
  execFileSync('/bin/sh', ['-c', writeFilesScript, 'write-files', target], { env });
  return readFileSync(target, 'utf8');
}

const cases: Record<string, { parts: (string | undefined)[]; want: string }> = {
  'one part: verbatim, with its last newline': { parts: ['a\n'], want: 'a\n' },
  'one part without a newline: verbatim': { parts: ['$(a) `b` %s \\n'], want: '$(a) `b` %s \\n' },
  'two parts: wrapped, one blank line between': {
    parts: ['a', 'b'],
    want: '<context index="0">\na\n</context>\n\n<context index="1">\nb\n</context>',
  },
  'an empty part between: not counted': {
    parts: ['a', '', 'b'],
    want: '<context index="0">\na\n</context>\n\n<context index="1">\nb\n</context>',
  },
  'one of two is empty: verbatim': { parts: ['', 'b'], want: 'b' },
  'an optional part is missing: verbatim': { parts: [undefined, 'b'], want: 'b' },
  'all missing: an empty file': { parts: [undefined, undefined], want: '' },
  'eleven parts: in order': {
    parts: Array.from({ length: 11 }, (_, i) => `p${i}`),
    want: Array.from({ length: 11 }, (_, i) => `<context index="${i}">\np${i}\n</context>`).join('\n\n'),
  },
};

test.each(Object.entries(cases))('%s', (_, { parts, want }) => expect(aggregate(parts)).toBe(want));
