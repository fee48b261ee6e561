import { describe, expect, test } from '@jest/globals';
import {
  readWrapperOptions,
  type WrapperOptions,
  wrapperArguments,
} from '../../../plan/agent-preset/wrapper-options.js';

const usual: WrapperOptions = {
  promptBy: 'stdin',
  waitSeconds: 60,
  silenceSeconds: 600,
  graceSeconds: 25,
  maskEnv: [],
  maskFiles: [],
  homeFiles: {},
  command: ['run'],
};

describe('what was written is read again', () => {
  const cases: Record<string, WrapperOptions> = {
    'what is usual': usual,
    'a prompt by the input': { ...usual, promptFile: '/workspace/task.md' },
    'a prompt as an argument': { ...usual, promptFile: '/a=b.md', promptBy: 'argument', command: ['x', '{prompt}'] },
    'other times': { ...usual, waitSeconds: 0, silenceSeconds: 999_999, graceSeconds: 1 },
    'secrets and files': {
      ...usual,
      maskEnv: ['A', 'B'],
      maskFiles: ['/etc/a=b', '/etc/c'],
      homeFiles: { '.a/b.json': '{"c":"d=e"}', empty: '' },
    },
    'a command with arguments that look like ours': { ...usual, command: ['run', '--', '--wait-seconds=x', ''] },
  };
  test.each(Object.entries(cases))('%s', (_, options) =>
    expect(readWrapperOptions(wrapperArguments(options))).toEqual(options),
  );
});

describe('what is read', () => {
  const cases: Record<string, { args: string[]; want: Partial<WrapperOptions> }> = {
    'a command alone: the rest is as usual': { args: ['--', 'run'], want: usual },
    'an option twice: the last one counts': {
      args: ['--wait-seconds=1', '--wait-seconds=2', '--prompt-file=a', '--prompt-file=b', '--', 'run'],
      want: { ...usual, waitSeconds: 2, promptFile: 'b' },
    },
    'an unknown way of the prompt: the input': { args: ['--prompt-by=x', '--', 'run'], want: usual },
    'an option without a value': { args: ['--mask-env', '--', 'run'], want: { ...usual, maskEnv: [''] } },
  };
  test.each(Object.entries(cases))('%s', (_, { args, want }) => expect(readWrapperOptions(args)).toEqual(want));
});

describe('what is an error', () => {
  const cases: Record<string, { args: string[]; want: string }> = {
    nothing: { args: [], want: 'Cannot start an agent: its command is missing; give it after --' },
    'options without an end': {
      args: ['--wait-seconds=1'],
      want: 'Cannot start an agent: its command is missing; give it after --',
    },
    'no command': { args: ['--'], want: 'Cannot start an agent: its command is missing; give it after --' },
    'an unknown option, without its value': {
      args: ['--key=secret', '--', 'run'],
      want: 'Cannot read the argument key: it is not known',
    },
    'a word': { args: ['run', '--', 'run'], want: 'Cannot read the argument run: it is not known' },
    'an option with one dash': {
      args: ['-wait-seconds=1', '--', 'run'],
      want: 'Cannot read the argument -wait-seconds: it is not known',
    },
    'a known name without dashes': {
      args: ['mask-env=A', '--', 'run'],
      want: 'Cannot read the argument mask-env: it is not known',
    },
    ...Object.fromEntries(
      ['', '-1', '1.5', '10s', ' 1', '1000000'].map((text) => [
        `"${text}" as seconds`,
        {
          args: [`--grace-seconds=${text}`, '--', 'run'],
          want: `Cannot read --grace-seconds=${text}: give whole seconds`,
        },
      ]),
    ),
  };
  test.each(Object.entries(cases))('%s', (_, { args, want }) =>
    expect(() => readWrapperOptions(args)).toThrow(new Error(want)),
  );
});
