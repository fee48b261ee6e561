import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { V1Container, V1Job, V1Pod, V1PodSpec } from '@kubernetes/client-node';
import fc from 'fast-check';
import { dump } from 'js-yaml';
import type { Context, WorkspaceConfigSpec } from '../../../api/generated/kinds.js';
import { expandVariables } from '../../../packages/embedded-cluster/testing.js';
import { literal } from '../../../packages/kubernetes-conventions/literal.js';
import { planBatchRun } from '../../../plan/batch-run/plan.js';
import { planTaskRun, type TaskRunInputs } from '../../../plan/task-run/plan.js';
import { restrictedViolations } from '../pod/restricted.js';
import { makeFile, makeRepository, makeTaskInputs } from '../sample.js';

function podOf(inputs: Partial<TaskRunInputs>): V1PodSpec {
  const { spec } = planTaskRun(makeTaskInputs(inputs)).pod as unknown as V1Pod;
  if (!spec) throw new Error('no spec');
  return spec;
}

function containersOf(inputs: Partial<TaskRunInputs>): V1Container[] {
  const { initContainers = [], containers } = podOf(inputs);
  return [...initContainers, ...containers];
}

const stepsOf = (...steps: NonNullable<TaskRunInputs['task']['spec']['steps']>) => ({ task: { spec: { steps } } });
const variables = (container: V1Container | undefined) =>
  Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));

const identity = new Set(['TASK_NAME', 'KUBETASK_TASK_KEY', 'KUBETASK_BRANCH']);
const anonymous = (spec: V1PodSpec | undefined) => ({
  ...spec,
  containers: spec?.containers.map(({ env = [], ...rest }) => ({
    ...rest,
    env: env.filter(({ name }) => !identity.has(name)),
  })),
});

const shebang = '#!/usr/bin/env python3\nprint("built")\n';

test('two steps with parameters and a timeout: golden Pod and ConfigMap', () => {
  const { configMaps, pod } = planTaskRun(
    makeTaskInputs({
      run: { name: 'hello-run-1', namespace: 'team', params: [{ name: 'who', value: 'you' }], timeout: '1m30s' },
      task: {
        name: 'hello',
        spec: {
          params: [{ name: 'who' }, { name: 'target-branch', default: '$(HOME)' }],
          steps: [
            { name: 'build', image: 'python:3', script: shebang },
            { image: 'busybox', script: 'echo "$(date) $$ $PARAM_WHO"' },
          ],
        },
      },
    }),
  );
  const golden = readFileSync(new URL('../golden/steps-pod.yaml', import.meta.url), 'utf8');
  const yaml = [pod, ...configMaps].map((one) => dump(one, { noRefs: true, lineWidth: -1, quoteStyle: 'double' }));
  expect(yaml.join('---\n')).toBe(golden);
});

describe('steps', () => {
  test('three: the last is the main container, the others init containers in order', () => {
    const pod = podOf(stepsOf({ image: 'a' }, { name: 'two', image: 'b' }, { image: 'c' }));
    expect(pod.initContainers?.map(({ name }) => name)).toEqual(['step-0', 'two']);
    expect(pod.containers.map(({ name }) => name)).toEqual(['step-2']);
  });

  test('one: no init container', () => expect(podOf(stepsOf({ image: 'a' })).initContainers).toEqual([]));

  test("a step without an image: the agent's image and tools, which no other step gets", () => {
    const workspace = { agentImage: 'agent:v1', toolsImage: 'tools:v1' };
    const [copy, own, other] = containersOf({ ...stepsOf({ script: 'x' }, { image: 'go', script: 'x' }), workspace });
    expect([copy?.name, own?.image, other?.image]).toEqual(['copy-tools', 'agent:v1', 'go']);
    expect([variables(own)['PATH'], variables(other)['PATH']]).toEqual([expect.stringMatching(/^\/tools/), undefined]);
  });

  test('every step has an image: the tools are not copied', () => {
    const [first] = containersOf({ ...stepsOf({ image: 'go', script: 'x' }), workspace: { toolsImage: 'tools:v1' } });
    expect(first?.name).toBe('step-0');
  });

  test("the step's environment, working directory and resources replace the workspace's", () => {
    const workspace = {
      env: [
        { name: 'MODE', value: 'slow' },
        { name: 'TEAM', value: 'x' },
      ],
    };
    const resources = { limits: { memory: '1Gi' } };
    const step = { image: 'a', env: [{ name: 'MODE', value: 'fast' }], workingDir: '/workspace/app', resources };
    const [container] = containersOf({ ...stepsOf(step), workspace: { ...workspace, resources: {} } });
    expect(variables(container)).toMatchObject({ MODE: 'fast', TEAM: 'x' });
    expect(container).toMatchObject({ workingDir: '/workspace/app', resources });
  });

  test('every step has its name in a variable and a path for its result', () => {
    const [first] = containersOf(stepsOf({ image: 'a' }, { image: 'b' }));
    const { TASK_NAME, KUBETASK_RUN, KUBETASK_TASK_INDEX, KUBETASK_RESULT } = variables(first);
    expect([TASK_NAME, KUBETASK_RUN, KUBETASK_TASK_INDEX]).toEqual(['hello-run-1', 'hello-run-1', '0']);
    expect(first?.terminationMessagePath).toBe(KUBETASK_RESULT);
  });

  test('a script above the argument limit of Linux: a file for the shell', () => {
    const [container] = containersOf(stepsOf({ image: 'a', script: `echo ${'x'.repeat(110 * 1024)}` }));
    expect(container?.command).toEqual(['/bin/sh', '-e', '/kubetask/scripts/step-0']);
  });
});

test('literal: Kubernetes expands any text to the text itself', () => {
  const text = fc.array(fc.constantFrom('$', '(', ')', 'HOME', 'x', '$(HOME)', '$$')).map((parts) => parts.join(''));
  fc.assert(fc.property(text, (one) => expandVariables(literal(one), new Map([['HOME', '/root']])) === one));
});

describe('contexts', () => {
  const contexts: Context[] = [makeRepository(), makeFile('/workspace/task.md', 'Fix it.')];
  const workspace: WorkspaceConfigSpec = {
    agentImage: 'agent:v1',
    toolsImage: 'tools:v1',
    defaultContexts: [makeFile('/workspace/rules.md', 'Be kind.')],
  };

  /** A TaskRun has no second attempt. */
  const withoutAttempt = (spec: V1PodSpec | undefined): V1PodSpec =>
    JSON.parse(JSON.stringify(spec), (_, value: unknown) =>
      Array.isArray(value) ? value.filter((each) => !attemptNames.has(each?.name)) : value,
    );
  const attemptNames = new Set(['KUBETASK_ATTEMPT', 'KUBETASK_LAST_REASON']);

  test('the Pod is that of a task of a batch, except for names and attempts', () => {
    const run = { name: 'r' };
    const { pod, configMaps } = planTaskRun({ run, task: { spec: { contexts } }, workspace });
    const batch = planBatchRun({ run, batch: { spec: { variableContexts: [contexts] } }, workspace });
    const job = batch.tasks[0]?.job() as unknown as V1Job;
    expect(anonymous((pod as unknown as V1Pod).spec)).toEqual(anonymous(withoutAttempt(job.spec?.template.spec)));
    const dataOf = (list: typeof configMaps) => list.map((one) => (one as unknown as { data: object }).data);
    expect(dataOf(configMaps)).toEqual(dataOf(batch.configMaps));
  });

  test('parameters reach the agent, not the init containers', () => {
    const params = [{ name: 'depth', default: '3' }];
    const all = containersOf({ task: { spec: { params, contexts } }, workspace });
    expect(all.map((one) => variables(one)['PARAM_DEPTH'])).toEqual([undefined, undefined, undefined, '3']);
  });
});

describe('Pod Security restricted', () => {
  const cases: Record<string, Partial<TaskRunInputs>> = {
    'steps: no violation': stepsOf({ image: 'a', script: shebang }, { script: 'x' }),
    'contexts: no violation': { task: { spec: { contexts: [makeRepository()] } } },
  };
  test.each(Object.entries(cases))('%s', (_, inputs) => expect(restrictedViolations(podOf(inputs))).toEqual([]));
});

describe('the timeout', () => {
  const cases: Record<string, { timeout: string; want: number }> = {
    '90s': { timeout: '90s', want: 90 },
    '1h30m': { timeout: '1h30m', want: 5400 },
    '1500ms: rounded up': { timeout: '1500ms', want: 2 },
    '0.1h': { timeout: '0.1h', want: 360 },
    '1.1s and 900ms: exactly two': { timeout: '1.1s900ms', want: 2 },
  };
  test.each(Object.entries(cases))('%s', (_, { timeout, want }) =>
    expect(podOf({ run: { name: 'r', timeout } }).activeDeadlineSeconds).toBe(want),
  );
});

describe('the task key', () => {
  const keyOf = (inputs: Partial<TaskRunInputs>) => variables(containersOf(inputs)[0])['KUBETASK_TASK_KEY'];
  const params = [{ name: 'who', default: 'me' }];
  const task = { name: 'hello', spec: { params, steps: [{ image: 'a', script: 'x' }] } };
  const cases: Record<string, { inputs: Partial<TaskRunInputs>; want: boolean }> = {
    'another run: the same key': { inputs: { run: { name: 'other' }, task }, want: true },
    'the default value written out: the same key': {
      inputs: { run: { name: 'r', params: [{ name: 'who', value: 'me' }] }, task },
      want: true,
    },
    'another value: another key': {
      inputs: { run: { name: 'r', params: [{ name: 'who', value: 'you' }] }, task },
      want: false,
    },
    'another script: another key': {
      inputs: { task: { spec: { params, steps: [{ image: 'a', script: 'y' }] } } },
      want: false,
    },
  };
  test.each(Object.entries(cases))('%s', (_, { inputs, want }) => expect(keyOf(inputs) === keyOf({ task })).toBe(want));
});

test('a long run name: the Pod and its ConfigMap have names that fit', () => {
  const run = { name: 'a'.repeat(80) };
  const { pod, configMaps } = planTaskRun(makeTaskInputs({ run, ...stepsOf({ image: 'a', script: shebang }) }));
  const names = [pod, ...configMaps].flatMap(({ metadata }) => [
    metadata.name,
    ...Object.values(metadata.labels ?? {}),
  ]);
  expect(Math.max(...names.map((name) => name.length))).toBe(63);
});
