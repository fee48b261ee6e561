import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { writeFilesScript } from '../../../plan/pod/write-files-script.js';
import { shells } from './shells.js';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'write-files-')));
  for (const one of ['.git', 'a']) mkdirSync(join(folder, 'ws/repo', one), { recursive: true });
  writeFileSync(join(folder, 'outside'), 'kept');
});
afterEach(() => rmSync(folder, { recursive: true }));

type Shell = readonly [string, ...string[]];
const [defaultShell = ['/bin/sh'] as const] = shells.map(([, shell]) => shell);

/** Runs the init container's script on one file; undefined is a missing optional part. */
function write(path: string, parts: readonly (string | undefined)[], [program, ...args]: Shell = defaultShell) {
  const own = join(folder, 'parts', '000');
  mkdirSync(own, { recursive: true });
  parts.forEach((part, i) => {
    if (part !== undefined) writeFileSync(join(own, String(i).padStart(3, '0')), part);
  });
  const [message, target] = [join(folder, 'message'), join(folder, path)];
  const env = {
    PATH: process.env['PATH'],
    WORKSPACE_DIR: join(folder, 'ws'),
    KUBETASK_PARTS: join(folder, 'parts'),
    KUBETASK_MESSAGE: message,
  };
  const { status } = spawnSync(program, [...args, '-c', writeFilesScript, 'write-files', target], { env });
  const said = existsSync(message) ? readFileSync(message, 'utf8').replaceAll(folder, '') : '';
  return { status, message: said, text: status === 0 ? readFileSync(target, 'utf8') : undefined };
}

const cases: Record<string, { parts: (string | undefined)[]; want: string }> = {
  'one part: verbatim, with its last newline': { parts: ['a\n'], want: 'a\n' },
  'one part without a newline: verbatim': { parts: ['$(a) `b` %s \\n'], want: '$(a) `b` %s \\n' },
  'two parts: wrapped, one blank line between': {
    parts: ['a', 'b'],
    want: '<context index="0">\na\n</context>\n\n<context index="1">\nb\n</context>',
  },
  'an empty part in between: not counted': {
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

describe.each(shells)('%s', (_, shell) => {
  test.each(Object.entries(cases))('%s', (_case, { parts, want }) => {
    expect(write('ws/deep/task.md', parts, shell).text).toBe(want);
    expect(write('files/0', parts, shell).text).toBe(want);
  });

  test('a path of all kinds of characters', () => {
    const { status, text } = write('ws/-n/* $(a)\'"\\t/?.md', ['x'], shell);
    expect({ status, text }).toEqual({ status: 0, text: 'x' });
  });

  describe('something at the path of the file', () => {
    const place = () => join(folder, 'ws/repo/CLAUDE.md');
    const brought: Record<string, () => void> = {
      'a link to a tracked file': () => symlinkSync('../../outside', place()),
      'an absolute link out of the workspace': () => symlinkSync(join(folder, 'outside'), place()),
      'a link to /dev/null': () => symlinkSync('/dev/null', place()),
      'a link to nothing': () => symlinkSync('nothing', place()),
      'a link to a folder': () => symlinkSync('..', place()),
      'a link to itself': () => symlinkSync('CLAUDE.md', place()),
      'a FIFO': () => void spawnSync('mkfifo', [place()]),
      'a file that is read-only': () => writeFileSync(place(), 'long before', { mode: 0o444 }),
    };
    test.each(Object.entries(brought))('%s: replaced', (_case, bring) => {
      bring();
      expect(write('ws/repo/CLAUDE.md', ['prompt'], shell)).toEqual({ status: 0, message: '', text: 'prompt' });
      expect(lstatSync(place()).isFile()).toBe(true);
      expect(readFileSync(join(folder, 'outside'), 'utf8')).toBe('kept');
    });

    test('an executable: stays executable', () => {
      writeFileSync(place(), '#!/bin/sh\n');
      chmodSync(place(), 0o755);
      write('ws/repo/CLAUDE.md', ['#!/bin/sh\n:'], shell);
      expect(lstatSync(place()).mode & 0o777).toBe(0o755);
    });
  });

  describe('something at a parent of the path', () => {
    const link = ' is a symbolic link of a repository; name a path without links';
    const refused: Record<string, { path: string; bring: () => void; want: string }> = {
      'a link to a folder of the repository': {
        path: 'ws/repo/docs/a/task.md',
        bring: () => symlinkSync('.git', join(folder, 'ws/repo/docs')),
        want: `/ws/repo/docs${link}`,
      },
      'a link out of the workspace': {
        path: 'ws/repo/docs/task.md',
        bring: () => symlinkSync(folder, join(folder, 'ws/repo/docs')),
        want: `/ws/repo/docs${link}`,
      },
      'a link upwards, further down': {
        path: 'ws/repo/a/b/c/task.md',
        bring: () => symlinkSync('../..', join(folder, 'ws/repo/a/b')),
        want: `/ws/repo/a/b${link}`,
      },
      'a link to nothing': {
        path: 'ws/repo/docs/task.md',
        bring: () => symlinkSync('/nowhere/at-all', join(folder, 'ws/repo/docs')),
        want: `/ws/repo/docs${link}`,
      },
      'a file': {
        path: 'ws/repo/docs/task.md',
        bring: () => writeFileSync(join(folder, 'ws/repo/docs'), ''),
        want: '/ws/repo/docs is a file of a repository, not a folder',
      },
      'a FIFO': {
        path: 'ws/repo/docs/task.md',
        bring: () => void spawnSync('mkfifo', [join(folder, 'ws/repo/docs')]),
        want: '/ws/repo/docs is a file of a repository, not a folder',
      },
      'a folder at the path': {
        path: 'ws/repo/docs',
        bring: () => mkdirSync(join(folder, 'ws/repo/docs')),
        want: 'it is a folder of a repository',
      },
    };
    test.each(Object.entries(refused))('%s: refused', (_case, { path, bring, want }) => {
      bring();
      const { status, message } = write(path, ['prompt'], shell);
      expect({ status, message }).toEqual({ status: 1, message: `cannot write /${path}: ${want}` });
      expect(readFileSync(join(folder, 'outside'), 'utf8')).toBe('kept');
      expect(existsSync(join(folder, 'task.md')) || existsSync(join(dirname(folder), 'task.md'))).toBe(false);
    });
  });
});
