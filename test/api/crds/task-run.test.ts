import { describe, expect, test } from '@jest/globals';
import { crds } from '../../../api/generated/crds.js';
import type { Step, TaskRunSpec, TaskSpec } from '../../../api/generated/kinds.js';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import { validateObject } from '../../../packages/structural-schema/validate-schema.js';

const schemaOf = (kind: 'Task' | 'TaskRun') => crds[kind].spec.versions[0]?.schema.openAPIV3Schema ?? {};

function problems(kind: 'Task' | 'TaskRun', spec: unknown, oldSpec?: unknown): string[] {
  const old = oldSpec === undefined ? {} : { oldObject: { spec: oldSpec } };
  return validateObject(schemaOf(kind), { spec }, old).map(formatFieldError);
}

const hello: Step = { image: 'busybox', script: 'echo hello' };

describe('a Task', () => {
  const cases: Record<string, { spec: TaskSpec; want: string[] }> = {
    'steps: accepted': { spec: { steps: [hello, { ...hello, name: 'again' }] }, want: [] },
    'contexts: accepted': { spec: { contexts: [] }, want: [] },
    'both steps and contexts: refused': {
      spec: { steps: [hello], contexts: [] },
      want: ['spec: Invalid value: give exactly one of steps and contexts'],
    },
    'neither: refused': { spec: {}, want: ['spec: Invalid value: give exactly one of steps and contexts'] },
    'no step: refused': {
      spec: { steps: [] },
      want: ['spec.steps: Invalid value: 0: spec.steps in body should have at least 1 items'],
    },
    'two steps of one name: refused': {
      spec: {
        steps: [
          { ...hello, name: 'a' },
          { ...hello, name: 'a' },
        ],
      },
      want: ['spec.steps: Invalid value: step names must be unique'],
    },
    'a step name that is not a container name: refused': {
      spec: { steps: [{ ...hello, name: 'Build It' }] },
      want: [
        'spec.steps[0].name: Invalid value: "Build It": spec.steps[0].name in body should match \'^[a-z0-9]([-a-z0-9]*[a-z0-9])?$\'',
      ],
    },
    'a script and args: refused': {
      spec: { steps: [{ ...hello, args: ['x'] }] },
      want: ['spec.steps[0]: Invalid value: give either script, or command and args'],
    },
    'a step without anything to run: refused': {
      spec: { steps: [{ args: ['x'] }] },
      want: ['spec.steps[0]: Invalid value: give image, script or command'],
    },
    'two parameters of one name: refused': {
      spec: { steps: [hello], params: [{ name: 'who' }, { name: 'who' }] },
      want: ['spec.params[1]: Duplicate value: {"name":"who"}'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { spec, want }) => expect(problems('Task', spec)).toEqual(want));
});

describe('a TaskRun', () => {
  const duration = 'Invalid value: "$": must be a duration from 1s to 8760h, such as 90s or 1h30m';
  const cases: Record<string, { spec: TaskRunSpec; want: string[] }> = {
    'a Task by name: accepted': { spec: { taskRef: 'hello', timeout: '1h30m' }, want: [] },
    'a Task inline: accepted': { spec: { taskSpec: { steps: [hello] } }, want: [] },
    'both: refused': {
      spec: { taskRef: 'hello', taskSpec: { steps: [hello] } },
      want: ['spec: Invalid value: give exactly one of taskRef and taskSpec'],
    },
    'a timeout that is not a duration: refused once': {
      spec: { taskRef: 'hello', timeout: '10 minutes' },
      want: [`spec.timeout: ${duration.replace('$', '10 minutes')}`],
    },
    'a timeout below a second: refused': {
      spec: { taskRef: 'hello', timeout: '500ms' },
      want: [`spec.timeout: ${duration.replace('$', '500ms')}`],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { spec, want }) => expect(problems('TaskRun', spec)).toEqual(want));
});

describe('a change of a TaskRun', () => {
  const before: TaskRunSpec = { taskRef: 'hello', params: [{ name: 'who', value: 'me' }] };
  const immutable = ['spec: Invalid value: only suspend and cancel of a run may change; create another TaskRun'];
  const final = ['spec.cancel: Invalid value: a cancelled run stays cancelled; create another TaskRun'];
  const cases: Record<string, { before?: TaskRunSpec; after: TaskRunSpec; want: string[] }> = {
    'suspended, as by pause: accepted': { after: { ...before, suspend: true }, want: [] },
    'resumed: accepted': { before: { ...before, suspend: true }, after: { ...before, suspend: false }, want: [] },
    'cancelled: accepted': { after: { ...before, cancel: true }, want: [] },
    'cancel set to false: refused': {
      before: { ...before, cancel: true },
      after: { ...before, cancel: false },
      want: final,
    },
    'cancel removed: refused': { before: { ...before, cancel: true }, after: before, want: final },
    'another Task: refused': { after: { ...before, taskRef: 'other' }, want: immutable },
    'an inline Task instead: refused': {
      after: { taskSpec: { steps: [hello] }, params: before.params ?? [] },
      want: immutable,
    },
    'another value of a parameter: refused': {
      after: { ...before, params: [{ name: 'who', value: 'you' }] },
      want: immutable,
    },
    'parameters removed: refused': { after: { taskRef: 'hello' }, want: immutable },
    'a timeout added: refused': { after: { ...before, timeout: '1h' }, want: immutable },
  };
  test.each(Object.entries(cases))('%s', (_, { before: old = before, after, want }) =>
    expect(problems('TaskRun', after, old)).toEqual(want),
  );
});
