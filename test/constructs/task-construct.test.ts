import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Duration } from 'cdk8s';
import { TaskConstruct, type TaskProps, WorkspaceConstruct } from '../../constructs/index.js';
import { problemsOf, serviceA, synthesize, synthesizeObjects } from './sample.js';

const hello = { image: 'busybox', script: 'echo hello' };
const taskOf =
  (props: Partial<TaskProps> = {}) =>
  (chart: ConstructorParameters<typeof TaskConstruct>[0]) =>
    new TaskConstruct(chart, 'hello', { steps: [hello], ...props } as TaskProps);

test('a Task with every field and a TaskRun of it: golden', () => {
  const yaml = synthesize(
    taskOf({
      metadata: { labels: { team: 'payments' } },
      params: [
        { name: 'who', description: 'Whom to greet.' },
        { name: 'greeting', default: 'hello' },
      ],
      steps: [
        { name: 'prepare', image: 'busybox', command: ['touch'], args: ['ready'], workingDir: '/workspace' },
        {
          name: 'greet',
          script: '#!/bin/bash\necho "$PARAM_GREETING $PARAM_WHO"\n',
          env: [{ name: 'MODE', value: 'x' }],
        },
      ],
      workspace: 'claude',
      run: { runId: '001', params: { who: 'world' }, timeout: Duration.minutes(5) },
    }),
    { namespace: 'team' },
  );
  expect(yaml).toBe(readFileSync(new URL('golden/task.yaml', import.meta.url), 'utf8'));
});

describe('what is emitted', () => {
  const cases: Record<string, { props: Partial<TaskProps>; want: string[] }> = {
    'no run: the Task alone': { props: {}, want: ['Task hello'] },
    'a run: its Pod is left to the reconciler': {
      props: { run: { name: 'friday' } },
      want: ['Task hello', 'TaskRun friday'],
    },
    'a name in metadata: instead of the id': {
      props: { metadata: { name: 'other' }, run: { runId: '1' } },
      want: ['Task other', 'TaskRun other-1'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { props, want }) => {
    const objects = synthesizeObjects(taskOf(props));
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(want);
  });
});

test('a content suffix: other values or another task give another run', () => {
  const params = [{ name: 'who', default: 'me' }];
  const suffix = 'content';
  const nameOf = (props: Partial<TaskProps>) => synthesizeObjects(taskOf(props))[1]?.metadata.name;
  const [first, again, other, bare] = [
    { params, run: { suffix } },
    { params, run: { suffix } },
    { params, run: { suffix, params: { who: 'you' } } },
    { run: { suffix } },
  ].map((props) => nameOf(props as Partial<TaskProps>));
  expect(again).toBe(first);
  expect(new Set([first, other, bare]).size).toBe(3);
});

describe('problems, all at once', () => {
  const cases: Record<string, { props: Partial<TaskProps>; want: string[] }> = {
    'a valid task with a run': { props: { run: { runId: '1' } }, want: [] },
    'parameters that do not match': {
      props: { params: [{ name: 'who' }], run: { runId: '1', params: { whoo: 'x' } } },
      want: [
        'TaskRun hello-1: spec.params: Required value: give a value for who, which has no default',
        'TaskRun hello-1: spec.params[0].name: Unsupported value: "whoo": supported values: "who"',
      ],
    },
    'two steps of one name, which the schema refuses': {
      props: {
        steps: [
          { ...hello, name: 'a' },
          { ...hello, name: 'a' },
        ],
      },
      want: ['Task hello: spec.steps: Invalid value: step names must be unique'],
    },
    'a step that the planner refuses, without a run': {
      props: { params: [{ name: 'who' }], steps: [{ ...hello, name: 'clone-0' }] },
      want: [
        'Task hello: spec.steps[0].name: Invalid value: "clone-0": is a container of kubetask; choose another name',
      ],
    },
    'clones of one folder': {
      props: { steps: undefined, contexts: [serviceA, serviceA] } as unknown as Partial<TaskProps>,
      want: [
        'Task hello: spec.contexts[1].repository.path: Invalid value: "service-a": overlaps with the clone at spec.contexts[0].repository; give another path',
      ],
    },
    'an empty timeout': {
      props: { run: { runId: '1', timeout: Duration.seconds(0) } },
      want: [
        'TaskRun hello-1: spec.timeout: Invalid value: "0s": must be a duration from 1s to 8760h, such as 90s or 1h30m',
      ],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { props, want }) => expect(problemsOf(taskOf(props))).toEqual(want));

  test("a variable of the workspace that is also a parameter's: at the WorkspaceConfig", () => {
    const found = problemsOf((chart) => {
      const env = [{ name: 'PARAM_WHO', value: 'x' }];
      const workspace = new WorkspaceConstruct(chart, 'w', { spec: { env } });
      taskOf({ params: [{ name: 'who', default: '' }], workspace })(chart);
    });
    expect(found).toEqual([
      'WorkspaceConfig w: spec.env[0].name: Invalid value: "PARAM_WHO": is the variable of parameter who; choose another name',
    ]);
  });
});
