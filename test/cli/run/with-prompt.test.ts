import { describe, expect, test } from '@jest/globals';
import type { BatchSpec, Context } from '../../../api/generated/kinds.js';
import { promptMark, promptPath, withPrompt } from '../../../cli/run/with-prompt.js';
import { planBatchRun } from '../../../plan/batch-run/plan.js';

const file = (filePath: string, inline: string): Context => ({ type: 'File', file: { filePath, source: { inline } } });
const repository: Context = { type: 'Repository', repository: { org: 'o', repo: 'a' } };
const task = '/workspace/task.md';
const rules = file('/workspace/rules.md', 'be kind');
const prompt = file(task, 'new');

const cases: Record<string, { batch: BatchSpec; want: BatchSpec }> = {
  'the text of all tasks': {
    batch: { commonContext: [file(task, 'old'), rules], variableContexts: [[repository]] },
    want: { commonContext: [rules, prompt], variableContexts: [[repository]] },
  },
  'a text of its own for each task': {
    batch: { variableContexts: [[repository, file(task, 'one')], [file(task, 'two')]] },
    want: { commonContext: [prompt], variableContexts: [[repository], []] },
  },
  'a text that is fetched, and one that a command writes': {
    batch: {
      commonContext: [{ type: 'Http', http: { filePath: task, url: 'https://a.example' } }],
      variableContexts: [[{ type: 'Command', command: { filePath: task, image: 'a', script: 'date' } }]],
    },
    want: { commonContext: [prompt], variableContexts: [[]] },
  },
  'a template: replaced by a text that is none': {
    batch: {
      commonContext: [{ type: 'File', file: { filePath: task, source: { inline: `$\{task.name}`, template: true } } }],
      variableContexts: [[]],
    },
    want: { commonContext: [prompt], variableContexts: [[]] },
  },
  'tasks with names': {
    batch: { tasks: [{ name: 'a', contexts: [file(task, 'one'), repository] }] },
    want: { commonContext: [prompt], tasks: [{ name: 'a', contexts: [repository] }] },
  },
};
test.each(Object.entries(cases))('%s', (_, { batch, want }) => {
  expect(withPrompt(batch, task, 'new')).toEqual(want);
});

describe('a path that no context writes', () => {
  test.each<[BatchSpec, string]>([
    [{ commonContext: [rules], variableContexts: [[]] }, 'the contexts write /workspace/rules.md'],
    [{ variableContexts: [[repository]] }, 'the contexts write no file'],
  ])('%j: an error that names those that are written', (batch, hint) => {
    expect(() => withPrompt(batch, task, 'new')).toThrow(
      expect.objectContaining({
        message: 'Cannot replace /workspace/task.md: no context of the tasks writes that file',
        hints: [expect.stringContaining(hint)],
      }),
    );
  });
});

test('where the agent reads its prompt', () => {
  expect(promptPath({})).toBe(task);
  expect(promptPath({ workspaceDir: '/work' })).toBe('/work/task.md');
  expect(promptPath({ agent: { preset: 'aider', promptFile: '/workspace/p.md' } })).toBe('/workspace/p.md');
});

test('another text is another key and branch, and its mark tells texts apart without their words', () => {
  const batch: BatchSpec = { commonContext: [file(task, 'old')], variableContexts: [[repository]] };
  const identity = (spec: BatchSpec) =>
    planBatchRun({ run: { name: 'r' }, batch: { spec }, workspace: {} }).tasks[0]?.identity();
  const [before, after] = [identity(batch), identity(withPrompt(batch, task, 'new'))];
  expect(after?.key).not.toBe(before?.key);
  expect(after?.branch).not.toBe(before?.branch);
  expect(promptMark(task, 'new')).toBe(`${task} sha256:11507a0e2f5e`);
});
