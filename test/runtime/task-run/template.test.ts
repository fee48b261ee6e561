import { describe, expect, test } from '@jest/globals';
import type { Task, TaskRun, WorkspaceConfig } from '../../../api/generated/kinds.js';
import { type TaskRunObjects, taskRunObjects } from '../../../plan/task-run/resolve.js';
import { isMissing, resolveTemplate } from '../../../runtime/task-run/template/template.js';
import { makeRun, makeTask, step } from './world.js';

const workspace = { apiVersion: 'kubetask.io/v1alpha1', kind: 'WorkspaceConfig', metadata: { name: 'gpu' }, spec: {} };
const objects = (run: TaskRun, task?: Task, found?: WorkspaceConfig): TaskRunObjects => ({
  ...{ run, task, workspace: found },
});
const inline = (taskSpec: object) => makeRun({ taskSpec } as Partial<TaskRun['spec']>);

describe('the WorkspaceConfig of a run', () => {
  const cases: Record<string, { run: TaskRun; task?: Task; want: string[] }> = {
    'its Task names one: that': {
      run: makeRun(),
      task: makeTask({ steps: [step('one')], workspaceConfigRef: 'gpu' }),
      want: ['gpu'],
    },
    'its own spec names one: that': { run: inline({ steps: [], workspaceConfigRef: 'gpu' }), want: ['gpu'] },
    'nobody names one: default': { run: makeRun(), task: makeTask(), want: ['default'] },
    'its Task is not there: not known': { run: makeRun(), want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { run, task, want }) => {
    const asked: string[] = [];
    const workspaceNamed = (name: string) => void asked.push(name);
    taskRunObjects(run, { task: () => task, workspace: workspaceNamed });
    expect(asked).toEqual(want);
  });
});

describe('what a run comes to', () => {
  const cases: Record<string, { objects: TaskRunObjects; want: { kind: string; message?: string } }> = {
    'all is there: a plan': {
      objects: objects(makeRun(), makeTask(), workspace as WorkspaceConfig),
      want: { kind: 'Planned' },
    },
    'the default WorkspaceConfig is not there: a plan without one': {
      objects: objects(makeRun(), makeTask()),
      want: { kind: 'Planned' },
    },
    'its Task is not there: says which': {
      objects: objects(makeRun()),
      want: { kind: 'TaskNotFound', message: 'Task hello does not exist in namespace team; create it' },
    },
    'its WorkspaceConfig is not there: says which': {
      objects: objects(makeRun(), makeTask({ steps: [step('one')], workspaceConfigRef: 'gpu' })),
      want: {
        kind: 'WorkspaceConfigNotFound',
        message: 'WorkspaceConfig gpu does not exist in namespace team; create it',
      },
    },
    'a Task of the wrong shape: says whose field it is': {
      objects: objects(makeRun(), { ...makeTask(), spec: { steps: [{ name: 7 }] } } as unknown as Task),
      want: {
        kind: 'InvalidSpec',
        message: expect.stringMatching(/^Task hello: spec\.steps\[0\]\./) as unknown as string,
      },
    },
    'a Task that cannot be planned: says whose field it is': {
      objects: objects(makeRun(), makeTask({ steps: [step('copy-tools')] })),
      want: {
        kind: 'InvalidSpec',
        message:
          'Task hello: spec.steps[0].name: Invalid value: "copy-tools": is a container of kubetask; choose another name',
      },
    },
    'a name that is not fit for a Pod: the path is in the run': {
      objects: objects(makeRun({}, undefined, { name: 'Not_A_Name' }), makeTask()),
      want: {
        kind: 'InvalidSpec',
        message: expect.stringMatching(/TaskRun Not_A_Name: metadata\.name: /) as unknown as string,
      },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { objects: found, want }) => {
    expect(resolveTemplate(found)).toMatchObject(want);
  });

  test('only what may still be created is missing', () => {
    const kinds = ['TaskNotFound', 'WorkspaceConfigNotFound', 'InvalidSpec'] as const;
    expect(kinds.map((kind) => isMissing({ kind, message: '' }))).toEqual([true, true, false]);
  });

  test('the timeout of the run is the deadline of its Pod, in its namespace', () => {
    const template = resolveTemplate(objects(makeRun({ timeout: '2m' }), makeTask()));
    expect(template).toMatchObject({
      plan: { pod: { metadata: { namespace: 'team' }, spec: { activeDeadlineSeconds: 120 } } },
    });
  });
});
