import { expect, test } from '@jest/globals';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import type { BatchRunInputs } from '../../../plan/batch-run/inputs.js';
import { batchRunProblems } from '../../../plan/batch-run/problems.js';
import { makeBatch, makeFile, makeInputs, makeRepository } from '../sample.js';

const batchOf = (spec: Parameters<typeof makeBatch>[0]) => ({ batch: { name: 'b', spec: makeBatch(spec) } });
const secretRef = { name: 's', key: 'k' };

const cases: Record<string, { inputs: Partial<BatchRunInputs>; want: string[] }> = {
  'a valid batch: nothing': { inputs: {}, want: [] },
  'no task: the error says what is missing': {
    inputs: batchOf({ variableContexts: [] }),
    want: [
      'template spec.variableContexts: Required value: give one list of contexts per task; without one there is no task',
    ],
  },
  'two clones in one folder: the error names the other': {
    inputs: batchOf({ variableContexts: [[makeRepository(), makeRepository({ org: 'other' })]] }),
    want: [
      'template spec.variableContexts[0][1].repository.path: Invalid value: "service-a": overlaps with the clone at spec.variableContexts[0][0].repository; give another path',
    ],
  },
  'a clone inside another: refused': {
    inputs: batchOf({ variableContexts: [[makeRepository({ path: 'a' }), makeRepository({ path: 'a/b' })]] }),
    want: [
      'template spec.variableContexts[0][1].repository.path: Invalid value: "a/b": overlaps with the clone at spec.variableContexts[0][0].repository; give another path',
    ],
  },
  'a file that is also a folder, shared by two tasks: one problem': {
    inputs: batchOf({ commonContext: [makeFile('/w/a', 'x'), makeFile('/w/a/b', 'y')] }),
    want: [
      'template spec.commonContext[0].file.filePath: Invalid value: "/w/a": cannot be a file and the folder of /w/a/b',
    ],
  },
  'a file where a clone lies': {
    inputs: batchOf({ variableContexts: [[makeRepository(), makeFile('/workspace/service-a', 'x')]] }),
    want: [
      'template spec.variableContexts[0][1].file.filePath: Invalid value: "/workspace/service-a": cannot be a file and the folder of the clone at spec.variableContexts[0][0].repository; give another path',
    ],
  },
  'a file above a clone': {
    inputs: batchOf({
      commonContext: [makeFile('/workspace/a', 'x')],
      variableContexts: [[makeRepository({ path: 'a/b' })]],
    }),
    want: [
      'template spec.commonContext[0].file.filePath: Invalid value: "/workspace/a": cannot be a file and the folder of the clone at spec.variableContexts[0][0].repository; give another path',
    ],
  },
  "a file in kubetask's own folder: reserved": {
    inputs: batchOf({ commonContext: [makeFile('/kubetask/result.json', 'x')] }),
    want: [
      'template spec.commonContext[0].file.filePath: Invalid value: "/kubetask/result.json": /kubetask is reserved; choose another folder',
    ],
  },
  'a 2 MB prompt: the error names the limit, not the prompt': {
    inputs: batchOf({ commonContext: [makeFile('/workspace/task.md', 'x'.repeat(2_000_000))] }),
    want: [
      'template spec.commonContext[0].file.source.inline: Invalid value: "2000000 bytes": must be at most 1048576 bytes, the limit of a ConfigMap; split it, or put it into the image or a repository',
    ],
  },
  'a variable that kubetask sets, and one set twice: both': {
    inputs: {
      workspace: {
        env: [{ name: 'TASK_NAME', value: 'x' }, { name: 'TOKEN' }],
        credentials: [{ name: 'c', secretRef, env: 'TOKEN' }],
      },
    },
    want: [
      'workspace spec.env[0].name: Invalid value: "TASK_NAME": is set by kubetask; choose another name',
      'workspace spec.credentials[0].env: Invalid value: "TOKEN": is already set by WorkspaceConfig.spec.env[1].name',
    ],
  },
  'a credential at the path of a context file: refused': {
    inputs: { workspace: { credentials: [{ name: 'c', secretRef, mountPath: '/workspace/task.md' }] } },
    want: ['workspace spec.credentials[0].mountPath: Duplicate value: "/workspace/task.md"'],
  },
  'two credentials at one path: refused at the second': {
    inputs: {
      workspace: {
        credentials: [
          { name: 'c', secretRef, mountPath: '/secrets/a' },
          { name: 'd', secretRef, mountPath: '/secrets/a' },
        ],
      },
    },
    want: ['workspace spec.credentials[1].mountPath: Duplicate value: "/secrets/a"'],
  },
  'a run name in upper case: refused': {
    inputs: { run: { name: 'Run' } },
    want: [
      `run metadata.name: Invalid value: "Run": must consist of lower case letters, digits, '-' and '.', and start and end with a letter or digit`,
    ],
  },
};

test.each(Object.entries(cases))('%s', (_, { inputs, want }) => {
  expect(
    batchRunProblems(makeInputs(inputs)).map((problem) => `${problem.owner} ${formatFieldError(problem)}`),
  ).toEqual(want);
});
