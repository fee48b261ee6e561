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
    expect(runOfTemplate(makeBatch(), {}, 'team')).toEqual({
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
  };
  test.each(Object.entries(refused))('%s: refused', (_, { params, want: [message, ...hints] }) => {
    expect(() => runOfTemplate(task, { params }, 'team')).toThrow(expect.objectContaining({ message, hints }));
  });
  test('a salt for a Batch: it is the run that has it', () => {
    expect(runOfTemplate(makeBatch(), { keySalt: '2026-12' }, 'team').spec).toEqual({
      batchRef: 'deps',
      keySalt: '2026-12',
    });
  });
  test('a salt for a Task: refused', () => {
    expect(() => runOfTemplate(makeTask({ steps: [] }), { keySalt: 'x' }, 'team')).toThrow('only a Batch takes one');
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
  const cases: Record<string, { run: Run; want: [generateName: string, spec: object] }> = {
    'a BatchRun of a Batch: runtime Jobs': {
      run: makeBatchRun({ spec: { batchRef: 'deps', jobs: 'synthesized' } }),
      want: ['deps-run-', { batchRef: 'deps' }],
    },
    'a salt: the same branches': {
      run: makeBatchRun({ spec: { batchRef: 'deps', keySalt: '2026-12' } }),
      want: ['deps-run-', { batchRef: 'deps', keySalt: '2026-12' }],
    },
    'an inline spec: named after the run': {
      run: makeBatchRun({ spec: { batchSpec: {} } }),
      want: ['deps-rerun-', { batchSpec: {} }],
    },
    'a cancelled TaskRun: the new run is not cancelled': {
      run: makeTaskRun({
        spec: { taskRef: 'hello', params: [{ name: 'a', value: '1' }], timeout: '5m', cancel: true },
      }),
      want: ['hello-run-', { taskRef: 'hello', params: [{ name: 'a', value: '1' }], timeout: '5m' }],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { run, want }) => {
    const { metadata, spec } = rerunOfRun(run);
    expect([metadata.generateName, spec, metadata.annotations]).toEqual([
      ...want,
      { 'kubetask.io/rerun-of': run.metadata.name },
    ]);
  });
});

describe('baseName', () => {
  const cases: Record<string, { name: string; want: string }> = {
    'a generated name': { name: 'deps-run-abc12', want: 'deps' },
    'a rerun of a retry of a run': { name: 'deps-run-abc12-retry-abc12-rerun-abc12', want: 'deps' },
    "a person's name": { name: 'update-deps-001', want: 'update-deps-001' },
  };
  test.each(Object.entries(cases))('%s', (_, { name, want }) => expect(baseName(name)).toBe(want));
});
