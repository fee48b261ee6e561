import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { argoCustomizations } from '../../constructs/gitops/argocd/customizations.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { checkObject } from '../../plan/manifest/object/checked-object.js';
import { now, runLua } from './lua.js';
import { makeRun, type StatusObject } from './states.js';

interface Actions {
  readonly 'discovery.lua': string;
  readonly definitions: readonly { readonly name: string; readonly 'action.lua': string }[];
}

const actionsOf = (kind: string) =>
  load(argoCustomizations()[`resource.customizations.actions.kubetask.io_${kind}`] ?? '') as Actions;

/** The names of the buttons that can be pressed. */
function enabled(object: { readonly kind: string }): string[] {
  const found = runLua(actionsOf(object.kind)['discovery.lua'], object) as Record<string, { disabled: boolean }>;
  return Object.keys(found)
    .filter((name) => !found[name]?.disabled)
    .sort();
}

const press = (name: string, object: { readonly kind: string }): unknown =>
  runLua(actionsOf(object.kind).definitions.find((one) => one.name === name)?.['action.lua'] ?? '', object);

/** The one object that an action creates. */
function created(name: string, object: { readonly kind: string }): KubernetesObject {
  const [{ operation, resource }, ...others] = press(name, object) as [
    { operation: string; resource: KubernetesObject },
  ];
  expect({ operation, others }).toEqual({ operation: 'create', others: [] });
  expect(checkObject(resource).errors).toEqual([]);
  return resource;
}

const taskRun = 'kubetask.io/v1alpha1/TaskRun';
const contexts = (repo: string) => [{ type: 'Repository', repository: { org: 'o', repo } }];
const batchSpec = { commonContext: [], variableContexts: ['a', 'b', 'c'].map(contexts), keySalt: 'x' };

const withTasks = (run: StatusObject): StatusObject => ({
  ...run,
  status: {
    ...run.status,
    tasks: ['Succeeded', 'Failed', 'Failed'].map((phase, index) => ({ index, phase })),
  },
});

const failedInline = withTasks(makeRun('Failed', { spec: { batchSpec, suspend: false, jobs: 'synthesized' } }));
const failedOfBatch = withTasks(makeRun('Failed', { spec: { batchRef: 'b', maxConcurrency: 3, suspend: true } }));

describe('which actions there are', () => {
  const cases: Record<string, { object: { readonly kind: string }; want: string[] }> = {
    'a run that runs': { object: makeRun('Running'), want: ['cancel', 'pause'] },
    'a paused run': { object: makeRun('Paused', { spec: { suspend: true } }), want: ['cancel', 'resume'] },
    'a run that is being cancelled': { object: makeRun('Running', { spec: { cancel: true } }), want: [] },
    'a run that succeeded': { object: makeRun('Succeeded', { spec: { batchRef: 'b' } }), want: ['rerun'] },
    'a failed run of a Batch, whose tasks Lua cannot read': { object: failedOfBatch, want: ['rerun'] },
    'a failed run with its own spec': { object: failedInline, want: ['rerun', 'retry'] },
    'a stalled run, which may continue': { object: makeRun('Failed', { isStalled: true }), want: ['cancel', 'pause'] },
    'a TaskRun that runs': { object: makeRun('Running', { kind: taskRun }), want: ['cancel', 'pause'] },
    'a TaskRun that failed': { object: makeRun('Failed', { kind: taskRun }), want: ['retry'] },
    'a Batch': { object: { kind: 'Batch', spec: { variableContexts: [contexts('a')] } } as never, want: ['start'] },
    'a Batch without a task': { object: { kind: 'Batch', spec: {} } as never, want: [] },
    'a Task': { object: { kind: 'Task', spec: { steps: [] } } as never, want: ['start'] },
    'a Task whose parameters have defaults': {
      object: { kind: 'Task', spec: { params: [{ name: 'a', default: '' }] } } as never,
      want: ['start'],
    },
    'a Task with a parameter that somebody has to give': {
      object: { kind: 'Task', spec: { params: [{ name: 'a' }] } } as never,
      want: [],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { object, want }) =>
    expect(enabled({ ...{ metadata: {} }, ...object })).toEqual(want),
  );

  test('paused by the annotation: resume', () => {
    const run = makeRun('Paused');
    const metadata = { ...run.metadata, annotations: { 'kubetask.io/pause': 'true', other: 'x' } };
    expect(enabled({ ...run, metadata } as never)).toEqual(['cancel', 'resume']);
    expect(press('resume', { ...run, metadata } as never)).toMatchObject({
      metadata: { annotations: { other: 'x' } },
      spec: { suspend: false },
    });
  });
});

describe('what they do', () => {
  const template = (kind: string, spec: object) => ({
    ...{ apiVersion: 'kubetask.io/v1alpha1', kind, metadata: { name: 'x', namespace: 'team', uid: 'u' }, spec },
  });
  const owner = (kind: string) => [{ apiVersion: 'kubetask.io/v1alpha1', kind, name: 'x', uid: 'u' }];

  test('pause, cancel: only their field changes', () => {
    const run = makeRun('Running', { spec: { batchRef: 'b' } });
    expect(press('pause', run)).toEqual({ ...run, spec: { batchRef: 'b', suspend: true } });
    expect(press('cancel', run)).toEqual({ ...run, spec: { batchRef: 'b', cancel: true } });
  });

  test('start a Batch: a BatchRun that it owns, named by the time', () =>
    expect(created('start', template('Batch', { variableContexts: [contexts('a')] }))).toEqual({
      apiVersion: 'kubetask.io/v1alpha1',
      kind: 'BatchRun',
      metadata: { name: `x-${now}`, namespace: 'team', ownerReferences: owner('Batch') },
      spec: { batchRef: 'x', jobs: 'runtime' },
    }));

  test('start a Task: a TaskRun', () =>
    expect(created('start', template('Task', { steps: [] }))).toMatchObject({
      kind: 'TaskRun',
      spec: { taskRef: 'x' },
    }));

  test('retry a run with its own spec: the failed tasks alone', () =>
    expect(created('retry', failedInline)).toMatchObject({
      kind: 'BatchRun',
      metadata: { name: `x-retry-${now}`, annotations: { 'kubetask.io/retry-of': 'x' } },
      spec: { batchSpec: { variableContexts: [contexts('b'), contexts('c')], keySalt: 'x' }, jobs: 'runtime' },
    }));

  test('retry a run with its own named tasks: those that failed alone, with their names', () => {
    const tasks = ['a', 'b', 'c'].map((name) => ({ name, contexts: contexts(name) }));
    const named = withTasks(makeRun('Failed', { spec: { batchSpec: { tasks }, jobs: 'synthesized' } }));
    expect(created('retry', named)).toMatchObject({ spec: { batchSpec: { tasks: tasks.slice(1) }, jobs: 'runtime' } });
  });

  test('rerun: all tasks; neither a pause nor a cancellation is copied', () =>
    expect(created('rerun', failedOfBatch)).toMatchObject({
      metadata: { name: `x-rerun-${now}`, annotations: { 'kubetask.io/rerun-of': 'x' } },
      spec: { batchRef: 'b', maxConcurrency: 3, jobs: 'runtime' },
    }));

  test('rerun has no other fields', () =>
    expect(Object.keys((created('rerun', failedOfBatch) as unknown as { spec: object }).spec).sort()).toEqual([
      'batchRef',
      'jobs',
      'maxConcurrency',
    ]));

  test('retry a TaskRun: the same again', () => {
    const spec = { taskRef: 't', params: [{ name: 'a', value: 'b' }], cancel: true };
    const run = created('retry', makeRun('Cancelled', { kind: taskRun, spec }));
    expect(run).toMatchObject({ kind: 'TaskRun', spec: { taskRef: 't', params: [{ name: 'a', value: 'b' }] } });
    expect(run).not.toHaveProperty('spec.cancel');
  });
});
