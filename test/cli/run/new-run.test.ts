import { describe, expect, test } from '@jest/globals';
import type { Param } from '../../../api/generated/kinds.js';
import { baseName, runOfTemplate } from '../../../cli/run/new-run.js';
import { rerunOfRun } from '../../../cli/run/rerun-of-run.js';
import type { Run } from '../../../cli/run/run-state.js';
import { makeBatch, makeBatchRun, makeTask, makeTaskRun } from '../sample.js';

const apiVersion = 'kubetask.io/v1alpha1';

describe('runOfTemplate', () => {
  const task = makeTask({
    params: [
      { name: 'who', default: 'world' },
      { name: 'branch', description: 'where to' },
    ],
    steps: [],
  });
  const given = (...names: string[]): Param[] => names.map((name) => ({ name, value: '1' }));

  test('a Task: the run has its name and only the given parameters', () => {
    expect(runOfTemplate(task, { params: given('branch') }, 'team')).toEqual({
      apiVersion,
      kind: 'TaskRun',
      metadata: { generateName: 'hello-run-', namespace: 'team' },
      spec: { taskRef: 'hello', params: [{ name: 'branch', value: '1' }] },
    });
  });
  test('a Batch', () => {
    expect(runOfTemplate(makeBatch(), {}, 'team')).toStrictEqual({
      apiVersion,
      kind: 'BatchRun',
      metadata: { generateName: 'deps-run-', namespace: 'team' },
      spec: { batchRef: 'deps' },
    });
  });

  const refused: Record<string, { params: Param[]; want: [message: string, ...hints: string[]] }> = {
    'a value is missing': {
      params: [],
      want: ['Cannot start task/hello: it needs a value for branch', '-p branch=…  where to'],
    },
    'a name misspelt': {
      params: given('branch', 'whoo'),
      want: ['Cannot start task/hello: it has no parameter whoo', 'did you mean who?'],
    },
    'an unknown name': {
      params: given('branch', 'colour'),
      want: ['Cannot start task/hello: it has no parameter colour', 'its parameters: who, branch'],
    },
    'two unknown names': {
      params: given('colour', 'size'),
      want: ['Cannot start task/hello: it has no parameter colour, size', 'its parameters: who, branch'],
    },
  };
  test.each(Object.entries(refused))('%s: refused', (_, { params, want: [message, ...hints] }) => {
    expect(() => runOfTemplate(task, { params }, 'team')).toThrow(expect.objectContaining({ message, hints }));
  });
  test('two values are missing, and a Batch that declares no parameter', () => {
    const two = makeTask({ params: [{ name: 'a' }, { name: 'b' }], steps: [] });
    expect(() => runOfTemplate(two, {}, 'team')).toThrow(
      expect.objectContaining({
        message: 'Cannot start task/hello: it needs a value for a, b',
        hints: ['-p a=…', '-p b=…'],
      }),
    );
    expect(() => runOfTemplate(makeBatch(), { params: given('a') }, 'team')).toThrow(
      expect.objectContaining({ hints: ['its parameters: none'] }),
    );
  });
  test('a misspelt name that is near to two: both', () => {
    const near = makeTask({ params: ['cat', 'car'].map((name) => ({ name, default: '' })), steps: [] });
    expect(() => runOfTemplate(near, { params: given('cas') }, 'team')).toThrow(
      expect.objectContaining({ hints: ['did you mean car or cat?'] }),
    );
  });
  test('a Task without parameters: the run has only its name', () => {
    expect(runOfTemplate(makeTask(), {}, 'team').spec).toStrictEqual({ taskRef: 'hello' });
  });
  test('a salt for a Batch: it is the run that has it', () => {
    expect(runOfTemplate(makeBatch(), { keySalt: '2026-12' }, 'team').spec).toEqual({
      batchRef: 'deps',
      keySalt: '2026-12',
    });
  });
  test('a salt for a Task: refused', () => {
    expect(() => runOfTemplate(makeTask({ steps: [] }), { keySalt: 'x' }, 'team')).toThrow(
      expect.objectContaining({
        message: 'Cannot start task/hello with --key-salt: only a Batch takes one',
        hints: ['another value of a parameter gives a TaskRun another key'],
      }),
    );
  });
  test('parameters for a Batch that declares them: the run has them', () => {
    const batch = makeBatch({ params: [{ name: 'x' }] });
    expect(runOfTemplate(batch, { params: given('x') }, 'team').spec).toEqual({ batchRef: 'deps', params: given('x') });
  });
  test('parameters for a Batch that declares none: an error', () => {
    expect(() => runOfTemplate(makeBatch(), { params: given('x') }, 'team')).toThrow(
      'Cannot start batch/deps: it has no parameter x',
    );
  });
  test('a Batch with a parameter that has no default: it is asked for', () => {
    expect(() => runOfTemplate(makeBatch({ params: [{ name: 'x' }] }), {}, 'team')).toThrow(
      'Cannot start batch/deps: it needs a value for x',
    );
  });
});

describe('rerunOfRun', () => {
  const cases: Record<string, { run: Run; want: [kind: string, generateName: string, spec: object] }> = {
    'a BatchRun of a Batch: runtime Jobs': {
      run: makeBatchRun({ spec: { batchRef: 'deps', jobs: 'synthesized' } }),
      want: ['BatchRun', 'deps-run-', { batchRef: 'deps' }],
    },
    'parameters: the same values': {
      run: makeBatchRun({ spec: { batchRef: 'deps', params: [{ name: 'a', value: '1' }] } }),
      want: ['BatchRun', 'deps-run-', { batchRef: 'deps', params: [{ name: 'a', value: '1' }] }],
    },
    'a salt: the same branches': {
      run: makeBatchRun({ spec: { batchRef: 'deps', keySalt: '2026-12' } }),
      want: ['BatchRun', 'deps-run-', { batchRef: 'deps', keySalt: '2026-12' }],
    },
    'an inline spec: named after the run': {
      run: makeBatchRun({ spec: { batchSpec: {} } }),
      want: ['BatchRun', 'deps-rerun-', { batchSpec: {} }],
    },
    'a cancelled TaskRun: the new run is not cancelled': {
      run: makeTaskRun({
        spec: { taskRef: 'hello', params: [{ name: 'a', value: '1' }], timeout: '5m', cancel: true },
      }),
      want: ['TaskRun', 'hello-run-', { taskRef: 'hello', params: [{ name: 'a', value: '1' }], timeout: '5m' }],
    },
    'a TaskRun of a Task, without values': {
      run: makeTaskRun(),
      want: ['TaskRun', 'hello-run-', { taskRef: 'hello' }],
    },
    'a TaskRun with its own spec: named after the run': {
      run: makeTaskRun({ spec: { taskSpec: { steps: [{ name: 'a', script: 'make' }] } } }),
      want: ['TaskRun', 'hello-rerun-', { taskSpec: { steps: [{ name: 'a', script: 'make' }] } }],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { run, want }) => {
    const { kind, metadata, spec } = rerunOfRun(run);
    expect([kind, metadata.generateName, spec, metadata.annotations]).toStrictEqual([
      ...want,
      { 'kubetask.io/rerun-of': run.metadata.name },
    ]);
  });
});

describe('baseName', () => {
  const cases: Record<string, { name: string; want: string }> = {
    'a generated name': { name: 'deps-run-abc12', want: 'deps' },
    'a rerun of a retry of a run': { name: 'deps-run-abc12-retry-abc12-rerun-abc12', want: 'deps' },
    'a name that only begins like a generated one': { name: 'deps-run-abc12-again', want: 'deps-run-abc12-again' },
    "a person's name": { name: 'update-deps-001', want: 'update-deps-001' },
  };
  test.each(Object.entries(cases))('%s', (_, { name, want }) => expect(baseName(name)).toBe(want));
});
