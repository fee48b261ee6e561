import { expect, test } from '@jest/globals';
import type { BatchSpec, Context, WorkspaceConfigSpec } from '../../../api/generated/kinds.js';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import { batchRunProblems } from '../../../plan/batch-run/problems.js';
import { taskRunProblems } from '../../../plan/task-run/problems.js';
import { makeBatch, makeFile, makeInputs, makeRepository, makeTaskInputs } from '../sample.js';

const gemini: WorkspaceConfigSpec = { agent: { preset: 'gemini-cli' } };
const reading = (promptFile: string, others: WorkspaceConfigSpec = {}): WorkspaceConfigSpec => ({
  ...others,
  agent: { preset: 'gemini-cli', promptFile },
});
const custom = (promptFile?: string): WorkspaceConfigSpec => ({
  ...{ agentImage: 'mine:v1', command: ['run'] },
  agent: { preset: 'custom', ...(promptFile !== undefined && { promptFile }) },
});
const secretRef = { name: 's', key: 'k' };
const http: Context = { type: 'Http', http: { url: 'https://example.org/p', filePath: '/workspace/task.md' } };
const writing = (...paths: string[]): BatchSpec =>
  makeBatch({ commonContext: paths.map((path) => makeFile(path, 'Say ok.')) });

const missing = (path: string, rest: string) => [`workspace spec.agent.promptFile: Invalid value: "${path}": ${rest}`];
const add = 'add a context of type File with this filePath';

const cases: Record<string, { workspace: WorkspaceConfigSpec; batch: BatchSpec; want: string[] }> = {
  'no agent: nothing': { workspace: {}, batch: writing('/workspace/a.md'), want: [] },
  'a common file at the usual path': { workspace: gemini, batch: writing('/workspace/task.md'), want: [] },
  'no file at the usual path: names the files and who writes them': {
    workspace: gemini,
    batch: writing('/workspace/Task.md', '/workspace/prompt.md'),
    want: missing(
      '/workspace/task.md',
      `is where the agent reads its prompt, and no context of any task writes it; ${add}, or name a file that a context writes: /workspace/Task.md (spec.commonContext[0].file); /workspace/prompt.md (spec.commonContext[1].file)`,
    ),
  },
  'another workspace: its task.md': {
    workspace: { ...gemini, workspaceDir: '/work' },
    batch: writing('/workspace/task.md'),
    want: missing(
      '/work/task.md',
      `is where the agent reads its prompt, and no context of any task writes it; ${add}, or name a file that a context writes: /workspace/task.md (spec.commonContext[0].file)`,
    ),
  },
  'a path that no context writes': {
    workspace: reading('/workspace/p.md'),
    batch: makeBatch({ commonContext: [], variableContexts: [[makeRepository()]] }),
    want: missing('/workspace/p.md', `no context of the task writes it; ${add}; the contexts write no file`),
  },
  'one task of three has none: names it': {
    workspace: gemini,
    batch: makeBatch({
      commonContext: [],
      variableContexts: [[makeFile('/workspace/task.md', 'a')], [makeFile('/workspace/b.md', 'b')], [http]],
    }),
    want: missing(
      '/workspace/task.md',
      `is where the agent reads its prompt, and no context of spec.variableContexts[1] writes it; ${add}, or name a file that a context writes: /workspace/b.md (spec.variableContexts[1][0].file)`,
    ),
  },
  'two named tasks of three have none': {
    workspace: reading('/workspace/p.md'),
    batch: {
      tasks: [
        { name: 'a', contexts: [makeFile('/workspace/p.md', 'a')] },
        { name: 'b', contexts: [makeRepository()] },
        { name: 'c', contexts: [makeRepository({ repo: 'service-b' })] },
      ],
    },
    want: missing(
      '/workspace/p.md',
      `no context of spec.tasks[1] and 1 more task writes it; ${add}; the contexts write no file`,
    ),
  },
  'the WorkspaceConfig writes it': {
    workspace: { ...gemini, defaultContexts: [makeFile('/workspace/task.md', 'a')] },
    batch: writing(),
    want: [],
  },
  'a file that is fetched': { workspace: gemini, batch: makeBatch({ commonContext: [http] }), want: [] },
  'a file of the repository may be there': {
    workspace: reading('/workspace/service-a/PROMPT.md'),
    batch: makeBatch({ commonContext: [], variableContexts: [[makeRepository()]] }),
    want: [],
  },
  'the folder of the clone itself is no file': {
    workspace: reading('/workspace/service-a'),
    batch: makeBatch({ commonContext: [], variableContexts: [[makeRepository()]] }),
    want: missing('/workspace/service-a', `no context of the task writes it; ${add}; the contexts write no file`),
  },
  "outside the workspace, in the preset's image": {
    workspace: reading('/prompts/p.md'),
    batch: writing('/workspace/task.md'),
    want: missing(
      '/prompts/p.md',
      `no context of any task writes it; ${add}, or name a file that a context writes: /workspace/task.md (spec.commonContext[0].file)`,
    ),
  },
  'outside the workspace, in an image of the user': {
    workspace: reading('/prompts/p.md', { agentImage: 'mine:v1' }),
    batch: writing(),
    want: [],
  },
  'a credential at the path': {
    workspace: reading('/etc/prompt', { credentials: [{ name: 'p', secretRef, mountPath: '/etc/prompt' }] }),
    batch: writing(),
    want: [],
  },
  'custom without a prompt: nothing': { workspace: custom(), batch: writing(), want: [] },
  'custom with a prompt that nobody writes': {
    workspace: custom('/workspace/p.md'),
    batch: makeBatch({ commonContext: [], variableContexts: [[makeRepository()]] }),
    want: missing('/workspace/p.md', `no context of the task writes it; ${add}; the contexts write no file`),
  },
  'an empty prompt': {
    workspace: gemini,
    batch: makeBatch({ commonContext: [makeFile('/workspace/task.md', ' \n')] }),
    want: [
      'template spec.commonContext[0].file.source.inline: Invalid value: " \\n": is the prompt of the agent; say what it has to do',
    ],
  },
  'an empty part of a prompt': {
    workspace: gemini,
    batch: makeBatch({ commonContext: [makeFile('/workspace/task.md', ''), makeFile('/workspace/task.md', 'a')] }),
    want: [],
  },
};
test.each(Object.entries(cases))('%s', (_, { workspace, batch, want }) =>
  expect(
    batchRunProblems(makeInputs({ workspace, batch: { name: 'b', spec: batch } })).map(
      (problem) => `${problem.owner} ${formatFieldError(problem)}`,
    ),
  ).toEqual(want),
);

const ofTask = (spec: Parameters<typeof makeTaskInputs>[0]) =>
  taskRunProblems(makeTaskInputs({ workspace: gemini, ...spec })).map(formatFieldError);

test('a Task with contexts needs the prompt as well', () =>
  expect(ofTask({ task: { name: 't', spec: { contexts: [makeRepository()] } } })).toEqual([
    `spec.agent.promptFile: Invalid value: "/workspace/task.md": is where the agent reads its prompt, and no context of the task writes it; ${add}; the contexts write no file`,
  ]));

test('a template says something once its parameters are known', () =>
  expect(
    batchRunProblems(
      makeInputs({
        workspace: gemini,
        batch: {
          name: 'b',
          spec: makeBatch({
            params: [{ name: 'what', default: '' }],
            commonContext: [makeFile('/workspace/task.md', { inline: '$' + '{params.what}', template: true })],
          }),
        },
      }),
    ),
  ).toEqual([]));

test('a Task with steps has no agent', () => expect(ofTask({})).toEqual([]));
