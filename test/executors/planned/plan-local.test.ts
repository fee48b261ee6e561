import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { execute, executors, planLocal, runPlanned } from '../../../executors/index.js';
import { writtenTexts } from '../../plan/sample.js';
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
    expect([plan.name, writtenTexts(plan.configMaps)]).toEqual([
      expect.stringMatching(/^b-run-1(-[0-9a-f]{8}){2}$/),
      [[expect.any(String)]],
    ]);
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

describe('what only a program without types can give: one failure with everything', () => {
  const target = { kind: 'Batch', name: 'b', namespace: 'ns' } as const;
  const bad: Record<string, { objects: unknown; options: unknown; want: string[] }> = {
    'no list of objects': {
      objects: batch,
      options: { target },
      want: ['objects: an object: must be a list of Kubernetes objects'],
    },
    'no objects in it': {
      objects: [null, 'x', {}, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '' } }],
      options: { target },
      want: [
        'objects[0]: null: must be a Kubernetes object',
        'objects[1]: "x": must be a Kubernetes object',
        'objects[2].apiVersion: undefined: must be a string that is not empty',
        'objects[2].kind: undefined: must be a string that is not empty',
        'objects[2].metadata: undefined: must be an object',
        'objects[3].metadata.name: "": must be a string that is not empty',
      ],
    },
    'no options': { objects: [], options: undefined, want: ['options: undefined: must be an object with a target'] },
    'a target of a misspelt kind': {
      objects: [],
      options: { target: { kind: 'Bach', name: 'b' } },
      want: ['target.kind: "Bach": must be one of Batch, BatchRun, Task, TaskRun; did you mean Batch?'],
    },
    'values that are no texts, and are not shown': {
      objects: [],
      options: { target, env: { TOKEN: 7 }, task: 3, params: [null] },
      want: [
        'task: 3: must be a string that is not empty',
        'params[0]: null: must be { name, value }',
        'env.TOKEN: a value of type number: must be a string',
      ],
    },
  };
  test.each(Object.entries(bad))('%s', (_, { objects, options, want }) => {
    expect(failure(() => planLocal(objects as never, options as never))).toEqual([
      'Cannot plan a task: its inputs are invalid',
      ...want,
    ]);
  });

  test('a parameter of a run: it has values of its own', () => {
    const run = { apiVersion: 'kubetask.io/v1alpha1', kind: 'BatchRun', metadata: { name: 'r', namespace: 'ns' } };
    const options = {
      target: { ...target, kind: 'BatchRun', name: 'r' },
      params: [{ name: 'a', value: 'b' }],
    } as const;
    expect(failure(() => planLocal([run, batch], options))).toEqual([
      'Cannot give parameter a to BatchRun r: a run has its own values',
      'plan its Batch instead',
    ]);
  });

  test('a parameter that the Batch does not have', () => {
    const options = { target, task: '0', params: [{ name: 'a', value: 'b' }] };
    expect(failure(() => planLocal([batch], options))).toEqual([
      'Cannot plan BatchRun b-run',
      'BatchRun b-run: spec.params[0].name: Forbidden: the Batch declares no parameters',
    ]);
  });

  test('execute and runPlanned', async () => {
    const wrong = { name: '', script: 7, args: 'a', env: [], timeoutSeconds: 0 };
    await expect(execute(wrong as never, {} as never)).rejects.toMatchObject({
      hints: [
        'name: "": must be a string that is not empty',
        'script: 7: must be a string',
        'args: "a": must be a list of strings',
        'env: a list: must be an object of strings',
        'timeoutSeconds: 0: must be a number of seconds above 0; leave it out for no limit',
        'stdout: undefined: must be a writable stream, such as process.stdout',
        'stderr: undefined: must be a writable stream, such as process.stderr',
      ],
    });
    const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
    await expect(runPlanned(undefined as never, streams)).rejects.toMatchObject({
      hints: ['plan: undefined: must be what planLocal returns'],
    });
  });
});

test.each([
  ['kubernetes', {}, ['component: undefined: must be a string', 'connection: undefined: must be what loadConnection']],
  ['job', { image: 'a', connection: 5 }, ['connection: 5: must be what loadConnection']],
  ['container', null, ['options: null: must be an object']],
] as const)('executors.%s(%j): one failure', (name, options, want) => {
  expect(failure(() => executors[name](options as never))).toEqual([
    `Cannot make executor ${name}: its options are invalid`,
    ...want.map((line) => expect.stringContaining(line)),
  ]);
});
