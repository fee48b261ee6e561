import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { argoCustomizations } from '../../constructs/gitops/argocd/customizations.js';
import { argoKinds } from '../../constructs/gitops/argocd/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { checkObject } from '../../plan/manifest/object/checked-object.js';
import { luaCompiles, now, runLua } from './lua.js';
import { makeRun, type StatusObject } from './states.js';

interface Actions {
  readonly 'discovery.lua': string;
  readonly definitions: readonly { readonly name: string; readonly 'action.lua': string }[];
}

const customizations = argoCustomizations();
const actionsOf = (kind: string) =>
  load(
    ['kubetask.io', 'beeai.dev']
      .map((group) => customizations[`resource.customizations.actions.${group}_${kind}`])
      .join(''),
  ) as Actions;

/** The names of the buttons; each can be pressed. */
function enabled(object: { readonly kind: string }): string[] {
  const found = runLua(actionsOf(object.kind)['discovery.lua'], object) as Record<string, { disabled: boolean }>;
  expect(Object.values(found).filter(({ disabled }) => disabled)).toEqual([]);
  return Object.keys(found).sort();
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

const keyOf = (index: number) => `000000000000000${index}`;
const withTasks = (run: StatusObject): StatusObject => ({
  ...run,
  status: {
    ...run.status,
    progress: { total: 3, failed: 2 },
    tasks: ['Succeeded', 'Failed', 'Failed'].map((phase, index) => ({ index, phase, key: keyOf(index) })),
  },
});

const failedInline = withTasks(makeRun('Failed', { spec: { batchSpec, suspend: false, jobs: 'synthesized' } }));
/** Of a large run, whose status has no room for all entries. */
const partlyListed: StatusObject = {
  ...failedInline,
  status: { ...failedInline.status, progress: { total: 900, failed: 600 } },
};
const failedOfBatch = withTasks(makeRun('Failed', { spec: { batchRef: 'b', maxConcurrency: 3, suspend: true } }));

const build = (phase: string, ended: object = { completionTime: 'x' }) =>
  ({ kind: 'AgentBuild', spec: {}, status: { observedGeneration: 1, phase, ...ended } }) as never;

describe('which actions there are', () => {
  const cases: Record<string, { object: { readonly kind: string }; want: string[] }> = {
    'a run that runs': { object: makeRun('Running'), want: ['cancel', 'pause'] },
    'a paused run': { object: makeRun('Paused', { spec: { suspend: true } }), want: ['cancel', 'resume'] },
    'a run that is being cancelled': { object: makeRun('Running', { spec: { cancel: true } }), want: [] },
    'a run that succeeded': { object: makeRun('Succeeded', { spec: { batchRef: 'b' } }), want: ['rerun'] },
    'a failed run of a Batch': { object: failedOfBatch, want: ['rerun', 'retry'] },
    'a failed run of a Batch whose entries have no keys': {
      object: {
        ...failedOfBatch,
        status: { ...failedOfBatch.status, tasks: [{ phase: 'Failed', index: 0 }], progress: { failed: 1 } },
      } as never,
      want: ['rerun'],
    },
    'a failed run with its own spec': { object: failedInline, want: ['rerun', 'retry'] },
    'a stalled run, which may continue': { object: makeRun('Failed', { isStalled: true }), want: ['cancel', 'pause'] },
    'a TaskRun that runs': { object: makeRun('Running', { kind: taskRun }), want: ['cancel', 'pause'] },
    'a failed run whose status has no room for all that failed': { object: partlyListed, want: ['rerun'] },
    'a cancelled run with its own spec, none of whose tasks failed': {
      object: makeRun('Cancelled', { spec: { batchSpec, cancel: true } }),
      want: ['rerun'],
    },
    'a run without a status yet': {
      object: { kind: 'BatchRun', spec: { batchRef: 'b' } } as never,
      want: ['cancel', 'pause'],
    },
    'a TaskRun that is paused': {
      object: makeRun('Paused', { kind: taskRun, spec: { suspend: true } }),
      want: ['cancel', 'resume'],
    },
    'a TaskRun that failed': { object: makeRun('Failed', { kind: taskRun }), want: ['rerun', 'retry'] },
    'a TaskRun that was cancelled': { object: makeRun('Cancelled', { kind: taskRun }), want: ['rerun', 'retry'] },
    'a TaskRun that succeeded': { object: makeRun('Succeeded', { kind: taskRun }), want: ['rerun'] },
    'a run that is being deleted': {
      object: { ...failedInline, metadata: { ...failedInline.metadata, deletionTimestamp: 'x' } } as never,
      want: [],
    },
    'a run whose name leaves no room for another': {
      object: { ...failedInline, metadata: { ...failedInline.metadata, name: 'x'.repeat(233) } } as never,
      want: [],
    },
    'an Agent': { object: { kind: 'Agent', spec: {}, status: { observedGeneration: 1 } } as never, want: ['restart'] },
    'an Agent that the controller has not seen': {
      object: { kind: 'Agent', spec: {}, status: { observedGeneration: -1 } } as never,
      want: [],
    },
    'an AgentBuild that builds': { object: build('Running', {}), want: [] },
    'an AgentBuild that failed': { object: build('Failed'), want: ['retry'] },
    'an AgentBuild that was cancelled': { object: build('Cancelled'), want: ['retry'] },
    'an AgentBuild that succeeded': { object: build('Succeeded'), want: ['rebuild'] },
    'an AgentBuild that cannot be planned, so nothing was built': { object: build('Failed', {}), want: [] },
    'a Batch': { object: { kind: 'Batch', spec: { variableContexts: [contexts('a')] } } as never, want: ['start'] },
    'a Batch with named tasks': {
      object: { kind: 'Batch', spec: { tasks: [{ contexts: contexts('a') }] } } as never,
      want: ['start'],
    },
    'a Batch with a parameter that somebody has to give': {
      object: { kind: 'Batch', spec: { variableContexts: [contexts('a')], params: [{ name: 'a' }] } } as never,
      want: [],
    },
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
      metadata: {
        name: `x-retry-${now}`,
        annotations: { 'kubetask.io/retry-of': 'x', 'kubetask.io/retry-tasks': '1,2' },
      },
      spec: { batchSpec: { variableContexts: [contexts('b'), contexts('c')], keySalt: 'x' }, jobs: 'runtime' },
    }));

  test('retry a run with its own named tasks: those that failed alone, with their names', () => {
    const tasks = ['a', 'b', 'c'].map((name) => ({ name, contexts: contexts(name) }));
    const named = withTasks(makeRun('Failed', { spec: { batchSpec: { tasks }, jobs: 'synthesized' } }));
    expect(created('retry', named)).toMatchObject({ spec: { batchSpec: { tasks: tasks.slice(1) }, jobs: 'runtime' } });
  });

  test('retry a run of a Batch: the failed tasks, by their keys', () =>
    expect(created('retry', failedOfBatch)).toMatchObject({
      metadata: { annotations: { 'kubetask.io/retry-of': 'x', 'kubetask.io/retry-tasks': '1,2' } },
      spec: { batchRef: 'b', maxConcurrency: 3, jobs: 'runtime', taskKeys: [keyOf(1), keyOf(2)] },
    }));

  test('retry a retry: those of its tasks that failed', () => {
    const spec = { batchRef: 'b', jobs: 'runtime', taskKeys: [0, 1, 2].map(keyOf) };
    expect(created('retry', withTasks(makeRun('Failed', { spec })))).toHaveProperty('spec.taskKeys', [
      keyOf(1),
      keyOf(2),
    ]);
    expect(created('rerun', withTasks(makeRun('Failed', { spec })))).toHaveProperty('spec.taskKeys', spec.taskKeys);
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

  test('retry: the ledger of its Batch, its parameters and its salt are kept', () => {
    const spec = { batchSpec, reuseFrom: 'b', params: [{ name: 'a', value: '' }], keySalt: 'y', suspend: true };
    expect(created('retry', withTasks(makeRun('Failed', { spec })))).toMatchObject({
      spec: { reuseFrom: 'b', params: [{ name: 'a', value: '' }], keySalt: 'y' },
    });
  });

  test('what is empty is left out, since Lua would write a list; an empty list of contexts keeps its place', () => {
    const lists = { variableContexts: [[], contexts('b'), []] };
    const run = created('rerun', makeRun('Failed', { spec: { batchSpec: { commonContext: [], ...lists } } }));
    expect(run).toHaveProperty('spec.batchSpec', lists);
    const steps = [{ name: 'a', image: 'i', resources: { limits: {} }, env: [{ name: 'A', value: '' }] }];
    const task = created('rerun', makeRun('Failed', { kind: taskRun, spec: { taskSpec: { steps } } }));
    expect(task).toHaveProperty('spec.taskSpec.steps', [{ name: 'a', image: 'i', env: [{ name: 'A', value: '' }] }]);
  });

  test.each(['retry', 'rerun'])('%s a TaskRun: the same again', (name) => {
    const spec = { taskRef: 't', params: [{ name: 'a', value: 'b' }], cancel: true };
    const run = created(name, makeRun('Cancelled', { kind: taskRun, spec }));
    expect(run).toMatchObject({
      kind: 'TaskRun',
      metadata: { name: `x-rerun-${now}`, annotations: { 'kubetask.io/rerun-of': 'x' } },
      spec: { taskRef: 't', params: [{ name: 'a', value: 'b' }] },
    });
    expect(run).not.toHaveProperty('spec.cancel');
  });

  test('pause, resume, cancel a TaskRun: only their field changes', () => {
    const run = makeRun('Running', { kind: taskRun, spec: { taskRef: 't' } });
    expect(press('pause', run)).toEqual({ ...run, spec: { taskRef: 't', suspend: true } });
    expect(press('resume', run)).toEqual({ ...run, spec: { taskRef: 't', suspend: false } });
    expect(press('cancel', run)).toEqual({ ...run, spec: { taskRef: 't', cancel: true } });
  });

  test.each([
    ['Agent', 'restart', 'beeai.dev/restarted-at'],
    ['AgentBuild', 'retry', 'beeai.dev/build-again'],
    ['AgentBuild', 'rebuild', 'beeai.dev/build-again'],
  ])('%s: %s writes the time to an annotation, and nothing to the spec, which is Git’s', (kind, name, annotation) => {
    const object = { kind, metadata: { name: 'x' }, spec: { image: 'i' } } as never as StatusObject;
    expect(press(name, object)).toEqual({ ...object, metadata: { name: 'x', annotations: { [annotation]: now } } });
    const metadata = { name: 'x', annotations: { a: 'b', [annotation]: 'before' } };
    expect(press(name, { ...object, metadata } as never)).toHaveProperty('metadata.annotations', {
      a: 'b',
      [annotation]: now,
    });
  });

  test('every action of every kind has a script, and every script compiles', () => {
    const scripts = argoKinds.flatMap(({ actions }) => actions.map(({ lua }) => lua));
    expect(scripts.filter((lua) => !luaCompiles(lua))).toEqual([]);
  });
});
