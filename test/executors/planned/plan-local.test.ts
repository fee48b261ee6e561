import { describe, expect, test } from '@jest/globals';
import { planLocal } from '../../../executors/index.js';
import { makeBatch, makeTask, makeWorkspace, planBatch, planTask } from './sample.js';

const repository = (url: string) => [{ type: 'Repository', repository: { url } }] as const;
const batch = makeBatch({
  variableContexts: [[...repository('https://h.example/a/one')], [...repository('https://h.example/a/two')]],
});
const workspace = makeWorkspace('echo');
const failure = (action: () => unknown) => {
  try {
    return action();
  } catch (error) {
    const { message, hints } = error as { readonly message: string; readonly hints: readonly string[] };
    return [message, ...hints];
  }
};

describe('the task of a Batch', () => {
  const key = planBatch(batch, workspace, '1').pod.metadata.annotations?.['kubetask.io/task-key'];
  test.each([['1'], [key], ['a/two']])('%s names it: index, key or name', (task) => {
    expect(planBatch(batch, workspace, task).name).toBe('b-run-task-1');
  });
  test.each([
    ['none of several is named', undefined, 'Cannot choose a task: batch/b has 2; name one with --task'],
    ['an index that is too high', '2', 'Cannot find task 2: batch/b has no such task; its tasks are 0 to 1'],
    ['a name that no task has', 'three', 'Cannot find task three: batch/b has no such task'],
  ])('%s: the list', (_, task, want) => {
    expect(failure(() => planBatch(batch, workspace, task))).toEqual([
      want,
      expect.stringMatching(/^0 {2}[0-9a-f]{16} {2}a\/one$/),
      expect.stringMatching(/^1 {2}[0-9a-f]{16} {2}a\/two$/),
    ]);
  });
  test('a task with a name: by that, also where it looks like an index, and with its own texts', () => {
    const file = { type: 'File', file: { filePath: '/workspace/a', source: { inline: 'a' } } } as const;
    const named = makeBatch({ tasks: [{ name: '1', contexts: [file] }, { name: 'two' }] });
    const plan = planBatch(named, workspace, '1');
    expect([plan.name, plan.configMaps.length]).toEqual([expect.stringMatching(/^b-run-1(-[0-9a-f]{8}){2}$/), 1]);
  });
  test('the only one needs no name', () => {
    expect(planBatch(makeBatch({ variableContexts: [[]] }), workspace).name).toBe('b-run-task-0');
  });
});

describe('what cannot be planned: one failure with everything', () => {
  test('a WorkspaceConfig that does not exist', () => {
    const other = makeBatch({ variableContexts: [[]], workspaceConfigRef: 'other' });
    expect(failure(() => planBatch(other, workspace))).toEqual([
      'Cannot plan BatchRun b-run',
      'WorkspaceConfig other does not exist in namespace ns; create it',
    ]);
  });
  test('a parameter without a value', () => {
    const task = makeTask({ params: [{ name: 'who' }], steps: [{ image: 'busybox:1', script: 'echo' }] });
    expect(failure(() => planTask([task]))).toEqual([
      'Cannot plan TaskRun t-run',
      'TaskRun t-run: spec.params: Required value: give a value for who, which has no default',
    ]);
  });
  test('an object that is not there', () => {
    expect(failure(() => planLocal([], { target: { kind: 'Task', name: 'x' } }))).toEqual([
      'Cannot find Task x among the objects',
    ]);
  });
});

test('a TaskRun is planned as it is, with its parameters and its timeout', () => {
  const run = {
    apiVersion: 'kubetask.io/v1alpha1',
    kind: 'TaskRun',
    metadata: { name: 'r', namespace: 'ns' },
    spec: {
      timeout: '2m',
      params: [{ name: 'who', value: 'you' }],
      taskSpec: { params: [{ name: 'who' }], steps: [{ image: 'busybox:1', script: 'echo' }] },
    },
  };
  const plan = planLocal([run], { target: { kind: 'TaskRun', name: 'r', namespace: 'ns' } });
  expect(plan).toMatchObject({ name: 'r-pod', timeoutSeconds: 120, work: ['step-0'] });
  expect(plan.pod.spec.containers[0]?.env).toContainEqual({ name: 'PARAM_WHO', value: 'you' });
});
