import { describe, expect, test } from '@jest/globals';
import type { Role } from '../../../api/kinds/kind.js';
import { complete, completionLines, type Lookups } from '../../../cli/completion/complete.js';
import { globalsIn } from '../../../cli/completion/lookups.js';
import { buildProgram } from '../../../cli/program.js';

const objects: Record<Role, string[]> = {
  run: ['batchrun/deps-1', 'taskrun/hello-1'],
  template: ['batch/deps', 'task/hello'],
  service: ['agent/helper'],
  build: ['agentbuild/helper'],
  config: [],
};

const lookups: Lookups = {
  namespaces: async () => ['default', 'team'],
  contexts: async () => ['dev'],
  objects: async (...roles) => roles.flatMap((role) => objects[role]),
  tasks: async () => ['migrate', 'seed'],
  flavors: async () => ['production', 'staging'],
};

const completed = async (...words: string[]) =>
  (
    await complete(
      buildProgram(async () => undefined),
      words,
      lookups,
    )
  ).candidates.map(({ word }) => word);

describe('complete', () => {
  const cases: Record<string, { words: string[]; want: string[] }> = {
    'a command': { words: ['re'], want: ['results', 'resume', 'retry', 'rerun'] },
    'a command after a global option and its value': { words: ['-n', 'team', 'des'], want: ['describe'] },
    "a command's option": { words: ['logs', '--f'], want: ['--follow', '--failed'] },
    'options of local': {
      words: ['local', '--'],
      want: expect.arrayContaining(['--agent', '--keep', '--max-pods']) as never,
    },
    'a global option': { words: ['logs', '--names'], want: ['--namespace'] },
    "an option's choices": { words: ['start', 'x', '--dry-run', ''], want: ['client', 'server'] },
    'a namespace': { words: ['list', '-n', 't'], want: ['team'] },
    'a run': { words: ['wait', ''], want: ['@latest', 'batchrun/deps-1', 'taskrun/hello-1', 'agentbuild/helper'] },
    'a run that can be paused': { words: ['pause', ''], want: ['@latest', 'batchrun/deps-1', 'taskrun/hello-1'] },
    'a run without its kind': { words: ['wait', 'hel'], want: ['hello-1', 'helper'] },
    'a build': { words: ['delete', 'agentbuild/'], want: ['agentbuild/helper'] },
    'a flavor of the task file': { words: ['run', 'migrate', '--flavor', 's'], want: ['staging'] },
    'a second run': { words: ['cancel', 'taskrun/hello-1', 'batchrun/'], want: ['batchrun/deps-1'] },
    'a template': { words: ['start', 'task/'], want: ['task/hello'] },
    'an agent, for a verb that takes one': { words: ['logs', 'agent/'], want: ['agent/helper'] },
    'an agent, for a verb that takes runs only': { words: ['wait', 'agent/'], want: [] },
    'a kind': { words: ['list', 'batch'], want: ['batches', 'batchruns'] },
    'a reason': { words: ['explain', 'Pending'], want: ['PendingTimeout'] },
    'a shell': { words: ['completion', 'po'], want: ['powershell'] },
    'by an alias': { words: ['rm', '--ol'], want: ['--older'] },
    'what to do with a fleet': { words: ['fleet', ''], want: ['list'] },
    'a file for a fleet: no names of ours': { words: ['fleet', 'list', '-o', ''], want: [] },
    'no match': { words: ['start', 'zzz'], want: [] },
  };
  test.each(Object.entries(cases))('%s', async (_, { words, want }) => {
    expect(await completed(...words)).toEqual(want);
  });

  test.each([
    ['plan', '-f', ''],
    ['local', '-f', ''],
    ['local', '--agent', './a'],
  ])('%s %s: a file, left to the shell', async (...words) => {
    const completion = await complete(
      buildProgram(async () => undefined),
      words,
      lookups,
    );
    expect(completionLines(completion)).toEqual([':0']);
  });
  test('the output has the format that kubectl reads', () => {
    const candidates = [{ word: 'logs', description: 'print the logs' }, { word: 'x' }];
    expect(completionLines({ candidates, files: false })).toEqual(['logs\tprint the logs', 'x', ':4']);
  });
});

test('global options are found in a half-written line', () => {
  expect(globalsIn(['logs', '-n', 'team', '--context=dev', '--follow', 'x'])).toEqual({
    namespace: 'team',
    context: 'dev',
  });
});

test('the task file likewise, whatever else -f may mean', () => {
  expect(globalsIn(['run', '-f', 'tasks.yaml', '-n', 'team'])).toEqual({ taskFile: 'tasks.yaml', namespace: 'team' });
  expect(globalsIn(['logs', '-f', '-n', 'team'])).toMatchObject({ namespace: 'team' });
});
