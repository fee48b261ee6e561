import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { absoluteCommand } from '../../../cli/local/input/agent-command.js';

const folder = mkdtempSync(join(tmpdir(), 'test-command-'));
const spaced = join(folder, "it's here");
beforeAll(() => {
  mkdirSync(join(folder, 'bin'));
  mkdirSync(spaced);
  for (const path of ['agent.sh', 'bin/agent', "it's here/agent.sh"])
    writeFileSync(join(folder, path), '#!/bin/sh\n', { mode: 0o755 });
  writeFileSync(join(folder, 'notes.txt'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('absoluteCommand', () => {
  const cases: Record<string, { command: string; want: string; from?: string }> = {
    'a program in the working directory': { command: './agent.sh', want: `${folder}/agent.sh` },
    'with arguments': { command: './agent.sh --yes', want: `${folder}/agent.sh --yes` },
    'in a folder below': { command: 'bin/agent --yes', want: `${folder}/bin/agent --yes` },
    'in a folder above': { command: '../agent.sh', from: 'bin', want: `${folder}/agent.sh` },
    'in quotes': { command: '"./agent.sh" --yes', want: `${folder}/agent.sh --yes` },
    'behind a variable': { command: 'A=1 ./agent.sh', want: `A=1 ${folder}/agent.sh` },
    'the script of an interpreter': { command: 'sh agent.sh', want: `sh ${folder}/agent.sh` },
    'an option that names a file': {
      command: 'my-agent --config=./notes.txt',
      want: `my-agent --config=${folder}/notes.txt`,
    },
    'a folder with shell characters: quoted': {
      command: './agent.sh',
      from: "it's here",
      want: `'${folder}/it'\\''s here/agent.sh'`,
    },
    'a path that does not exist: unchanged, for the workspace': { command: 'my-agent ./src', want: 'my-agent ./src' },
    'a file of the workspace without ./: unchanged': { command: 'my-agent notes.txt', want: 'my-agent notes.txt' },
    'an absolute path: unchanged': { command: '/bin/sh -c true', want: '/bin/sh -c true' },
  };
  test.each(Object.entries(cases))('%s', (_, { command, from = '', want }) => {
    expect(absoluteCommand(command, join(folder, from))).toBe(want);
  });

  const mistakes: Record<string, { command: string; want: RegExp }> = {
    'no such program': {
      command: './missing --yes',
      want: /^Cannot run \.\/missing: the file does not exist in \/.*test-command/,
    },
    'not executable': { command: './notes.txt', want: /^Cannot run \.\/notes\.txt: it is not executable/ },
    'a folder': { command: './bin', want: /^Cannot run \.\/bin: it is a folder/ },
  };
  test.each(Object.entries(mistakes))('%s: refused before anything starts', (_, { command, want }) => {
    expect(() => absoluteCommand(command, folder)).toThrow(want);
  });
});
