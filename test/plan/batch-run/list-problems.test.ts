import { describe, expect, test } from '@jest/globals';
import type { BatchSpec, Param, WorkspaceConfigSpec } from '../../../api/generated/kinds.js';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import { namedListProblems } from '../../../plan/batch-run/named-list-problems.js';
import { batchParamProblems, withRunParams } from '../../../plan/batch-run/params.js';
import { planBatchRun } from '../../../plan/batch-run/plan.js';
import { batchRunProblems } from '../../../plan/batch-run/problems.js';
import { queueProblems } from '../../../plan/batch-run/queue-problems.js';
import { repeatedTaskProblems } from '../../../plan/batch-run/repeated-tasks.js';
import { makeBatch, makeFile, makeInputs, makeRepository } from '../sample.js';

const owned = (problems: ReturnType<typeof batchRunProblems>) =>
  problems.map((problem) => `${problem.owner} ${formatFieldError(problem)}`);
const contexts = [makeRepository()];

describe('a list of tasks as such', () => {
  const cases: Record<string, { batch: BatchSpec; want: string[] }> = {
    'no list': { batch: {}, want: [] },
    'tasks without names may repeat': { batch: { tasks: [{ contexts }, { contexts }] }, want: [] },
    'a name that comes three times: the first of them is named': {
      batch: { tasks: ['a', 'b', 'a', 'a'].map((name) => ({ name, contexts })) },
      want: [
        'spec.tasks[2].name: Invalid value: "a": is also the name of tasks[0]; choose another name',
        'spec.tasks[3].name: Invalid value: "a": is also the name of tasks[0]; choose another name',
      ],
    },
    'both lists': {
      batch: { tasks: [{ contexts }], variableContexts: [contexts] },
      want: ['spec.tasks: Invalid value: "1 tasks": give either tasks or variableContexts'],
    },
    'a suffix without names': {
      batch: { variableContexts: [contexts], branchSuffix: 'TaskName' },
      want: [
        'spec.branchSuffix: Invalid value: "TaskName": needs tasks with names; write spec.tasks instead of variableContexts',
      ],
    },
    'a suffix with names': { batch: { tasks: [{ contexts }], branchSuffix: 'TaskName' }, want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { batch, want }) => {
    expect(namedListProblems(batch).map(formatFieldError)).toEqual(want);
  });
});

describe('parameters of a Batch and their values in a run', () => {
  const value = (name: string, text = '1'): Param => ({ name, value: text });
  const params = [{ name: 'who' }, { name: 'how', default: 'fast' }];

  test('a value takes the place of the default', () => {
    expect(withRunParams({ params, keySalt: 'x' }, [value('who', 'you')])).toEqual({
      keySalt: 'x',
      params: [{ name: 'who', default: 'you' }, params[1]],
    });
  });
  test('no value, or no parameter: the same Batch', () => {
    const batch = { params };
    const none = { keySalt: 'x' };
    expect([withRunParams(batch), withRunParams(batch, []), withRunParams(none, [value('a')])]).toEqual([
      batch,
      batch,
      none,
    ]);
    expect(withRunParams(batch)).toBe(batch);
    expect(withRunParams(none, [value('a')])).toBe(none);
  });

  const cases: Record<string, { batch: BatchSpec; given?: Param[]; want: string[] }> = {
    'neither parameters nor values': { batch: {}, want: [] },
    'a value is missing': {
      batch: { params },
      want: ['run spec.params: Required value: give a value for who, which has no default'],
    },
    'a value that no parameter takes': {
      batch: { params: [{ name: 'how', default: 'fast' }] },
      given: [value('how'), value('what')],
      want: ['run spec.params[1].name: Unsupported value: "what": supported values: "how"'],
    },
    'a value for a Batch without parameters': {
      batch: {},
      given: [value('what')],
      want: ['run spec.params[0].name: Forbidden: the Batch declares no parameters'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { batch, given, want }) => {
    expect(owned(batchParamProblems(batch, given))).toEqual(want);
  });
});

test('limits beside a queue: each at its object, and why', () => {
  const workspace: WorkspaceConfigSpec = { queue: { name: 'q' }, concurrency: { limitKey: 'a', limit: 1 } };
  const why = 'the WorkspaceConfig names a queue, and Kueue limits what runs; remove one of them';
  const inputs = makeInputs({
    run: { name: 'r', maxConcurrency: 1 },
    batch: { name: 'b', spec: makeBatch({ maxConcurrency: 2 }) },
    workspace,
  });
  expect(owned(queueProblems(inputs))).toEqual([
    `run spec.maxConcurrency: Forbidden: ${why}`,
    `template spec.maxConcurrency: Forbidden: ${why}`,
    `workspace spec.concurrency: Forbidden: ${why}`,
  ]);
});

describe('tasks that would push over the branch of another', () => {
  const linesOf = (spec: BatchSpec) =>
    repeatedTaskProblems(makeInputs({ batch: { name: 'b', spec } })).map(formatFieldError);
  const two = [makeRepository(), makeRepository({ repo: 'b' })];
  const wanted = (other: string, names = 'list them in tasks with names and branchSuffix: TaskName') =>
    `repeats ${other}: the same repository with the same contexts, so one would push over the other's branch; remove one of them, ${names}, or give them contexts that differ`;
  const urls = (...repos: string[]) => repos.map((repo) => `https://github.com/myorg/${repo}.git`).join(', ');
  const cases: Record<string, { spec: BatchSpec; want: string[] }> = {
    'each repository once': {
      spec: { variableContexts: [[makeRepository()], [makeRepository({ repo: 'b' })]] },
      want: [],
    },
    'two repositories in another task, too': {
      spec: { variableContexts: [two, [makeRepository()], two] },
      want: [`spec.variableContexts[2]: Invalid value: "${urls('service-a', 'b')}": ${wanted('variableContexts[0]')}`],
    },
    'three of one repository: two problems, both name the first': {
      spec: { variableContexts: [contexts, contexts, contexts] },
      want: [1, 2].map(
        (i) => `spec.variableContexts[${i}]: Invalid value: "${urls('service-a')}": ${wanted('variableContexts[0]')}`,
      ),
    },
    'with names: how they get branches of their own': {
      spec: {
        tasks: [
          { name: 'x', contexts },
          { name: 'y', contexts },
        ],
      },
      want: [
        `spec.tasks[1]: Invalid value: "${urls('service-a')}": ${wanted('tasks[0]', 'set branchSuffix: TaskName')}`,
      ],
    },
    'no repository: they push nothing': {
      spec: { variableContexts: [[], []], commonContext: [makeFile('/a', 'x')] },
      want: [],
    },
    'one repository with contexts that differ': {
      spec: { variableContexts: [contexts, [...contexts, makeFile('/a', 'x')]] },
      want: [],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { spec, want }) => expect(linesOf(spec)).toEqual(want));
});

describe('where a problem is', () => {
  test('of no task: at the template', () => {
    expect(owned(batchRunProblems(makeInputs({ batch: { spec: {} } })))).toEqual([
      expect.stringMatching(/^template spec\.variableContexts: Required value: /),
    ]);
  });
  test('a problem that every task has is one', () => {
    const spec = makeBatch({ commonContext: [makeFile('/kubetask/a', 'x')] });
    expect(batchRunProblems(makeInputs({ batch: { spec } }))).toHaveLength(1);
  });
});

describe('the objects of a plan', () => {
  const planOf = (spec: BatchSpec, namespace?: string) =>
    planBatchRun(
      makeInputs({ run: { name: 'r', ...(namespace === undefined ? {} : { namespace }) }, batch: { name: 'b', spec } }),
    );
  /** The texts of the contexts; a script of ours may lie beside them. */
  const textsOf = (objects: readonly object[]) =>
    objects.flatMap((one) =>
      Object.values((one as { data: Record<string, string> }).data).filter((text) => !text.startsWith('set -eu')),
    );

  test.each(['team', undefined])('are in namespace %s', (namespace) => {
    const { configMaps, tasks } = planOf({ variableContexts: [[makeFile('/a', 'x')]] }, namespace);
    const all = [...configMaps, ...tasks.map((task) => task.job())];
    expect(all.map(({ metadata }) => metadata.namespace)).toEqual(all.map(() => namespace));
  });

  test('texts: those that all tasks share first, then those of each task, each once', () => {
    const spec = {
      commonContext: [makeFile('/c', 'common')],
      variableContexts: [[makeFile('/a', 'own')], [], [makeFile('/a', 'own')]],
    };
    expect(textsOf(planOf(spec).configMaps)).toEqual(['common', 'own']);
    expect(textsOf(planOf({ variableContexts: [[]] }).configMaps)).toEqual([]);
    expect(planOf(spec).tasks.map((task) => task.texts())).toEqual([[], [], []]);
  });

  test('texts of templates: what each task gets, and not the template', () => {
    const template = makeFile('/a', { inline: `task $\{task.index}`, template: true });
    const spec = { commonContext: [template, makeFile('/c', 'common')], variableContexts: [[], []] };
    expect(textsOf(planOf(spec).configMaps)).toEqual(['common', 'task 0', 'task 1']);
  });

  test('tasks with names keep their own texts', () => {
    const spec = {
      commonContext: [makeFile('/c', 'common')],
      tasks: [
        { name: 'a', contexts: [makeFile('/a', 'own a')] },
        { name: 'b', contexts: [makeFile('/a', 'common')] },
      ],
    };
    const { configMaps, tasks } = planOf(spec);
    expect([textsOf(configMaps), ...tasks.map((task) => textsOf(task.texts()))]).toEqual([['common'], ['own a'], []]);
  });

  test('what a task is called: its name; with the key where others share one that nobody chose', () => {
    const { tasks } = planOf({
      tasks: [
        { name: 'myorg-service-a', contexts: [] },
        { contexts },
        { contexts: [...contexts, makeFile('/a', 'x')] },
      ],
    });
    const [written, ...others] = tasks.map((task) => task.displayName());
    expect(written).toBe('myorg-service-a');
    expect(others).toEqual(tasks.slice(1).map((task) => `myorg-service-a-${task.identity().key.slice(0, 8)}`));
    expect(planOf({ tasks: [{ contexts }] }).tasks[0]?.displayName()).toBe('myorg-service-a');
    expect(planOf({ variableContexts: [contexts] }).tasks[0]?.displayName()).toBe('myorg/service-a');
  });

  test('the labels of a Job: the run, the Batch unless the spec is inline, and the place or the name', () => {
    const labelsOf = (spec: BatchSpec) => planOf(spec).tasks[0]?.job().metadata.labels;
    const own = { 'kubetask.io/batch': 'b', 'kubetask.io/batch-run': 'r' };
    expect(labelsOf({ variableContexts: [[]] })).toEqual({ ...own, 'kubetask.io/task-index': '0' });
    expect(labelsOf({ tasks: [{ name: 'a', contexts: [] }] })).toEqual({ ...own, 'kubetask.io/task-name': 'a' });
    const inline = planBatchRun(makeInputs({ run: { name: 'r' }, batch: { spec: { variableContexts: [[]] } } }));
    expect(inline.tasks[0]?.job().metadata.labels).toEqual({
      'kubetask.io/batch-run': 'r',
      'kubetask.io/task-index': '0',
    });
  });
});
