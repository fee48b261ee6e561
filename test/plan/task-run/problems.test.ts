import { expect, test } from '@jest/globals';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import type { TaskRunInputs } from '../../../plan/task-run/plan.js';
import { taskRunProblems } from '../../../plan/task-run/problems.js';
import { makeFile, makeRepository, makeTaskInputs } from '../sample.js';

const step = { image: 'a', script: 'x' };
const run = { name: 'r' };

const cases: Record<string, { inputs: Partial<TaskRunInputs>; want: string[] }> = {
  'a valid run: nothing': { inputs: {}, want: [] },
  'values missing and unknown: all of them': {
    inputs: {
      run: { name: 'r', params: [{ name: 'whoo', value: 'you' }] },
      task: { spec: { params: [{ name: 'who' }, { name: 'n', default: '1' }, { name: 'to' }], steps: [step] } },
    },
    want: [
      'run spec.params: Required value: give a value for who, which has no default',
      'run spec.params: Required value: give a value for to, which has no default',
      'run spec.params[0].name: Unsupported value: "whoo": supported values: "who", "n", "to"',
    ],
  },
  'a script whose interpreter ends in a carriage return: refused': {
    inputs: { task: { spec: { steps: [step, { ...step, name: 'crlf', script: '#!/bin/sh\r\necho\r\n' }] } } },
    want: [
      'template spec.steps[1].script: Invalid value: "#!/bin/sh\\r": its interpreter ends in a carriage return; write the script with Unix line ends (LF), not CRLF',
    ],
  },
  'a value for a task without parameters: the error says so': {
    inputs: { run: { name: 'r', params: [{ name: 'who', value: 'you' }] } },
    want: ['run spec.params[0].name: Forbidden: the task declares no parameters'],
  },
  'an empty value: accepted': {
    inputs: {
      run: { name: 'r', params: [{ name: 'who', value: '' }] },
      task: { spec: { params: [{ name: 'who' }], steps: [step] } },
    },
    want: [],
  },
  'two parameters with one variable: the error names the other': {
    inputs: {
      task: {
        spec: {
          params: [
            { name: 'to-do', default: '' },
            { name: 'TO_DO', default: '' },
          ],
          steps: [step],
        },
      },
    },
    want: [
      'template spec.params[1].name: Invalid value: "TO_DO": has the variable PARAM_TO_DO, as has to-do; choose another name',
    ],
  },
  'a variable that kubetask sets, and one of a parameter: both refused': {
    inputs: {
      task: {
        spec: {
          params: [{ name: 'who', default: '' }],
          steps: [{ ...step, env: [{ name: 'KUBETASK_RUN' }, { name: 'PARAM_WHO' }, { name: 'PARAM_OTHER' }] }],
        },
      },
    },
    want: [
      'template spec.steps[0].env[0].name: Invalid value: "KUBETASK_RUN": is set by kubetask; choose another name',
      'template spec.steps[0].env[1].name: Invalid value: "PARAM_WHO": is the variable of parameter who; choose another name',
    ],
  },
  'a step that replaces a variable of the workspace: accepted': {
    inputs: {
      task: { spec: { steps: [{ ...step, env: [{ name: 'MODE' }] }] } },
      workspace: { env: [{ name: 'MODE' }] },
    },
    want: [],
  },
  'a step with the name of a kubetask container: refused': {
    inputs: { task: { spec: { steps: [{ ...step, name: 'copy-tools' }] } } },
    want: ['template spec.steps[0].name: Invalid value: "copy-tools": is a container of kubetask; choose another name'],
  },
  'a step with the default name of another: refused': {
    inputs: { task: { spec: { steps: [{ ...step, name: 'step-1' }, step] } } },
    want: ['template spec.steps[1].name: Duplicate value: "step-1"'],
  },
  'overlapping clones: refused as in a batch': {
    inputs: { run, task: { spec: { contexts: [makeRepository(), makeRepository()] } } },
    want: [
      'template spec.contexts[1].repository.path: Invalid value: "service-a": overlaps with the clone at spec.contexts[0].repository; give another path',
    ],
  },
  "steps: the workspace's contexts are ignored": {
    inputs: { workspace: { defaultContexts: [makeFile('/kubetask/x', 'x')] } },
    want: [],
  },
};

test.each(Object.entries(cases))('%s', (_, { inputs, want }) => {
  expect(
    taskRunProblems(makeTaskInputs(inputs)).map((problem) => `${problem.owner} ${formatFieldError(problem)}`),
  ).toEqual(want);
});
