import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { commandsOnInput } from '../../node/exec/commands-on-input.js';
import { MappedCommands } from '../../node/exec/mapped-commands.js';

const cases: Record<string, { command: string[]; want: object | undefined }> = {
  'a shell without words: all of it': { command: ['sh'], want: {} },
  'a shell with options': { command: ['/bin/bash', '-eu'], want: {} },
  'a shell with arguments for its input': { command: ['sh', '-s', 'a'], want: {} },
  'a shell that runs a file: data': { command: ['sh', 'run.sh'], want: undefined },
  'a shell that runs words: data': { command: ['sh', '-ec', 'cat'], want: undefined },
  'words that announce commands': {
    command: ['sh', '-c', 'm=END # input: commands up to END\nwhile read -r l; do :; done', 'sh', 'a'],
    want: { until: 'END' },
  },
  'words that announce them later: data': {
    command: ['sh', '-c', 'cat\n# input: commands up to END'],
    want: undefined,
  },
  'another program: data': { command: ['tar', '-xf', '-'], want: undefined },
};
test.each(Object.entries(cases))('%s', (_, { command, want }) => {
  expect(commandsOnInput(command)).toEqual(want);
});

describe('paths in commands that come in', () => {
  const mappings = [{ path: '/work', target: '/tmp/é/w' }];
  const passed = (chunks: readonly string[], until?: string) =>
    text(
      Readable.from(chunks.map((chunk) => Buffer.from(chunk))).pipe(
        new MappedCommands(mappings, until === undefined ? {} : { until }),
      ),
    );
  const inputs: Record<string, { chunks: string[]; until?: string; want: string }> = {
    'are mapped': { chunks: ['cd /work\nls'], want: 'cd /tmp/é/w\nls' },
    'are mapped when they come in pieces': { chunks: ['cd /w', 'ork', '\n/work/a'], want: 'cd /tmp/é/w\n/tmp/é/w/a' },
    'other text stays': { chunks: ['漢 /working\n'], want: '漢 /working\n' },
    'up to the last line': { chunks: ['cd /work\nEND\n/work'], until: 'END', want: 'cd /tmp/é/w\nEND\n/work' },
    'up to a last line that comes in pieces': {
      chunks: ['cd /work\nE', 'N', 'D\n', '/work', '\n/work\n'],
      until: 'END',
      want: 'cd /tmp/é/w\nEND\n/work\n/work\n',
    },
    'no commands at all': { chunks: ['END\n/work'], until: 'END', want: 'END\n/work' },
    'the last line within a line': { chunks: ['xEND\n/work\nEND\n'], until: 'END', want: 'xEND\n/tmp/é/w\nEND\n' },
  };
  test.each(Object.entries(inputs))('%s', async (_, { chunks, until, want }) => {
    expect(await passed(chunks, until)).toBe(want);
  });
});
