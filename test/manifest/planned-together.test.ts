import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { formatFieldError } from '../../packages/structural-schema/field-error.js';
import { type BatchRunObjects, batchRunInputs, batchRunObjects } from '../../plan/batch-run/resolve.js';
import { checkObject } from '../../plan/manifest/object/checked-object.js';
import { compositions } from '../../plan/manifest/together/composition.js';
import { knownObjects, ofKind } from '../../plan/manifest/together/known-objects.js';
import { objectProblems } from '../../plan/manifest/together/object-problems.js';

interface Made extends KubernetesObject {
  readonly spec: object;
}

const make = (kind: string, name: string, spec: object, namespace?: string): Made => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  spec,
});
const task = (spec: object = {}, namespace?: string) =>
  make('Task', 't', { steps: [{ image: 'busybox', script: 'x' }], ...spec }, namespace);
const taskRun = (spec: object = { taskRef: 't' }, namespace?: string) => make('TaskRun', 'tr', spec, namespace);
const workspace = (spec: object, name = 'default', namespace?: string) =>
  make('WorkspaceConfig', name, spec, namespace);
const batch = (spec: object = { variableContexts: [[]] }, name = 'b', namespace?: string) =>
  make('Batch', name, spec, namespace);
const batchRun = (spec: object = { batchRef: 'b' }, namespace?: string) => make('BatchRun', 'br', spec, namespace);

const reserved = { env: [{ name: 'TASK_NAME', value: 'x' }] };
const wantsParam = { params: [{ name: 'p' }] };
const overlapping = { type: 'Repository', repository: { org: 'o', repo: 'r', branch: 'main' } };

/** `Kind/name: problem`, in the order in which they are found. */
const problems = (...objects: readonly Made[]): string[] =>
  objectProblems(objects.map(checkObject)).map(
    (problem) => `${problem.owner.kind}/${problem.owner.metadata.name}: ${formatFieldError(problem)}`,
  );

const isReserved = 'Invalid value: "TASK_NAME": is set by kubetask; choose another name';
const paramX = { env: [{ name: 'PARAM_X', value: 'v' }] };
const isParam = (at: string) => `${at}: Invalid value: "PARAM_X": is the variable of parameter x; choose another name`;
const ofTasks: Record<string, { objects: readonly Made[]; want: readonly string[] }> = {
  'a valid Task with its run: nothing': { objects: [task(), taskRun()], want: [] },
  'a reserved variable in a step, planned alone: at the Task': {
    objects: [task({ steps: [{ image: 'i', script: 'x', ...reserved }] })],
    want: [`Task/t: spec.steps[0].env[0].name: ${isReserved}`],
  },
  'the same found again by a run: reported once': {
    objects: [task({ steps: [{ image: 'i', script: 'x', ...reserved }] }), taskRun()],
    want: [`Task/t: spec.steps[0].env[0].name: ${isReserved}`],
  },
  'a reserved variable in an inline taskSpec: at the run': {
    objects: [taskRun({ taskSpec: { steps: [{ image: 'i', script: 'x', ...reserved }] } })],
    want: [`TaskRun/tr: spec.taskSpec.steps[0].env[0].name: ${isReserved}`],
  },
  'a reserved variable in the default WorkspaceConfig: at the WorkspaceConfig': {
    objects: [task(), workspace(reserved)],
    want: [`WorkspaceConfig/default: spec.env[0].name: ${isReserved}`],
  },
  'a WorkspaceConfig that the Task names: at that one': {
    objects: [task({ workspaceConfigRef: 'w' }), workspace(reserved, 'w')],
    want: [`WorkspaceConfig/w: spec.env[0].name: ${isReserved}`],
  },
  'a parameter without a value: at the run that lacks it, and only there': {
    objects: [task(wantsParam), taskRun()],
    want: ['TaskRun/tr: spec.params: Required value: give a value for p, which has no default'],
  },
  'a parameter of a Task alone: any run may give it': { objects: [task(wantsParam)], want: [] },
  'an unknown parameter: at the run': {
    objects: [task(), taskRun({ taskRef: 't', params: [{ name: 'x', value: '1' }] })],
    want: ['TaskRun/tr: spec.params[0].name: Forbidden: the task declares no parameters'],
  },
  'a run whose Task is not in the file: accepted, it may be in the cluster': {
    objects: [taskRun({ taskRef: 'no' })],
    want: [],
  },
  'a Task of another namespace: not the one that the run names': {
    objects: [task(wantsParam, 'a'), taskRun({ taskRef: 't' }, 'b')],
    want: [],
  },
  'a variable of the default WorkspaceConfig that is also a parameter’s: at the WorkspaceConfig': {
    objects: [task({ params: [{ name: 'x', default: '' }] }), workspace(paramX)],
    want: [isParam('WorkspaceConfig/default: spec.env[0].name')],
  },
  'a variable of the named WorkspaceConfig that is also a parameter’s: at that one': {
    objects: [
      task({ params: [{ name: 'x', default: '' }], workspaceConfigRef: 'w' }),
      workspace(paramX, 'w'),
      workspace(paramX),
    ],
    want: [isParam('WorkspaceConfig/w: spec.env[0].name')],
  },
  'a variable of a step that is also a parameter’s of an inline taskSpec: at the run': {
    objects: [
      taskRun({
        taskSpec: { params: [{ name: 'x', default: '' }], steps: [{ image: 'i', script: 'x', ...paramX }] },
      }),
    ],
    want: [isParam('TaskRun/tr: spec.taskSpec.steps[0].env[0].name')],
  },
  'a variable that is also a parameter’s, of the WorkspaceConfig of an inline taskSpec': {
    objects: [
      taskRun({
        taskSpec: {
          workspaceConfigRef: 'w',
          params: [{ name: 'x', default: '' }],
          steps: [{ image: 'i', script: 'x' }],
        },
      }),
      workspace(paramX, 'w'),
    ],
    want: [isParam('WorkspaceConfig/w: spec.env[0].name')],
  },
  'an invalid Task: only its own problem': {
    objects: [task({ steps: [{ image: 'i', script: 'x', ...reserved }], timeout: 7 }), taskRun()],
    want: [expect.stringContaining('Task/t: spec.timeout: ') as never],
  },
  'an invalid WorkspaceConfig: only its own problem': {
    objects: [task(), workspace({ ...reserved, agentImage: 7 })],
    want: [
      'WorkspaceConfig/default: spec.agentImage: Invalid value: "integer": spec.agentImage in body must be of type string: "integer"',
    ],
  },
};
test.each(Object.entries(ofTasks))('%s', (_, { objects, want }) => {
  expect(problems(...objects)).toEqual(want);
});

const ofBatches: Record<string, { objects: readonly Made[]; want: readonly string[] }> = {
  'a Batch with its run: nothing': { objects: [batch(), batchRun()], want: [] },
  'a reserved variable in the WorkspaceConfig of a Batch: at the WorkspaceConfig': {
    objects: [batch({ variableContexts: [[]], workspaceConfigRef: 'w' }), workspace(reserved, 'w'), batchRun()],
    want: [`WorkspaceConfig/w: spec.env[0].name: ${isReserved}`],
  },
  'a WorkspaceConfig of another namespace: validated alone': {
    objects: [batch({ variableContexts: [[]] }, 'b', 'x'), workspace(reserved, 'default', 'y')],
    want: [`WorkspaceConfig/default: spec.env[0].name: ${isReserved}`],
  },
  'an invalid WorkspaceConfig: the Batch is validated too': {
    objects: [batch({ variableContexts: [[overlapping, overlapping]] }), workspace({ agentImage: 7 })],
    want: [
      'WorkspaceConfig/default: spec.agentImage: Invalid value: "integer": spec.agentImage in body must be of type string: "integer"',
      expect.stringMatching(/^Batch\/b: spec\.variableContexts\[0\]\[1\]\.repository\.path: .* overlaps /) as never,
    ],
  },
  'a Batch without tasks and without a run: accepted': { objects: [batch({ variableContexts: [] })], want: [] },
  'two Batches: a run validates its own, the other is validated alone': {
    objects: [batch({ variableContexts: [[overlapping, overlapping]] }, 'other'), batch(), batchRun()],
    want: [expect.stringMatching(/^Batch\/other: spec\.variableContexts\[0\]\[1\]/) as never],
  },
};
test.each(Object.entries(ofBatches))('%s', (_, { objects, want }) => {
  expect(problems(...objects)).toEqual(want);
});

describe('what is planned together', () => {
  /** `run batch workspace`; a run that is none of the objects begins with `?`. */
  const shapes = (...made: readonly Made[]) => {
    const objects = made.map(checkObject);
    const { runs, templates, workspaces } = compositions(objects, knownObjects(objects));
    const shape = (mark: string) => (one: BatchRunObjects) =>
      mark + [one.run, one.batch, one.workspace].map((part) => part?.metadata.name ?? '-').join(' ');
    return [...runs.map(shape('')), ...[...templates, ...workspaces].map(shape('?'))];
  };
  const cases: Record<string, { objects: readonly Made[]; want: readonly string[] }> = {
    'a run with everything that it names': { objects: [workspace({}), batch(), batchRun()], want: ['br b default'] },
    'a Batch that no run names': { objects: [workspace({}), batch()], want: ['?b-run b default'] },
    'a Batch beside the one that a run names': {
      objects: [batch(), batch({}, 'c'), batchRun()],
      want: ['br b -', '?c-run c -'],
    },
    'a WorkspaceConfig that nothing uses': { objects: [workspace({}, 'w')], want: ['?run - w'] },
    'a WorkspaceConfig that an inline spec names': {
      objects: [batchRun({ batchSpec: { workspaceConfigRef: 'w' } }), workspace({}, 'w')],
      want: ['br - w'],
    },
    'a run whose Batch is not in the file: its WorkspaceConfig is unknown': {
      objects: [batchRun({ batchRef: 'no' }), workspace({})],
      want: ['br - -', '?run - default'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { objects, want }) => {
    expect(shapes(...objects)).toEqual(want);
  });

  test('a reference names an object of its own kind, name and namespace', () => {
    const objects = [batch({}, 'b', 'x'), batch({}, 'c', 'y'), task({}, 'y')].map(checkObject);
    const known = knownObjects(objects);
    expect(known.batch('b', 'y')).toBeUndefined();
    expect(known.batch('t', 'y')).toBeUndefined();
    expect(known.batch('c', 'y')?.metadata.namespace).toBe('y');
  });

  test('of two objects of one name the first counts', () => {
    const known = knownObjects([batch({ backoffLimit: 1 }), batch({ backoffLimit: 2 })].map(checkObject));
    expect(known.batch('b', undefined)?.spec.backoffLimit).toBe(1);
  });

  const inputsOf = (run: Made, ...others: readonly Made[]) => {
    const objects = [run, ...others].map(checkObject);
    const [checked] = ofKind(objects, 'BatchRun');
    return checked && batchRunInputs(batchRunObjects(checked.stored, knownObjects(objects)));
  };

  test('the planner gets the fields of the run, and the Batch by its name', () => {
    const run = batchRun({ batchRef: 'b', jobs: 'synthesized', maxConcurrency: 3 }, 'n');
    expect(
      inputsOf(run, batch({ variableContexts: [[]] }, 'b', 'n'), workspace({ agentImage: 'i' }, 'default', 'n')),
    ).toMatchObject({
      run: { name: 'br', namespace: 'n', jobs: 'synthesized', maxConcurrency: 3 },
      batch: { name: 'b', spec: { variableContexts: [[]] } },
      workspace: { agentImage: 'i' },
    });
  });

  test('fields that the run does not set are absent', () => {
    const inputs = inputsOf(batchRun({ batchSpec: { variableContexts: [[]] } }));
    expect(Object.keys(inputs?.run ?? {})).not.toContain('namespace');
    expect(Object.keys(inputs?.batch ?? {})).toEqual(['spec']);
    expect(inputs?.workspace).toEqual({});
  });

  test('a run whose Batch is elsewhere: nothing to plan from', () => {
    expect(inputsOf(batchRun({ batchRef: 'no' }), workspace({}))).toBeUndefined();
  });
});
