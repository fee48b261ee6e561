import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { BatchSpec, Context, NamedTask, WorkspaceConfigSpec } from '../../../api/generated/kinds.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import { planBatchRun } from '../../../plan/batch-run/plan.js';
import { batchRunProblems } from '../../../plan/batch-run/problems.js';
import { makeFile, makeInputs, makeRepository, writtenTexts } from '../sample.js';

const inputsOf = (spec: BatchSpec, workspace: WorkspaceConfigSpec = {}, run = 'deps') =>
  makeInputs({
    run: { name: run, namespace: 'team', jobs: 'synthesized' },
    batch: { name: 'deps', spec: { commonContext: [makeFile('/workspace/task.md', 'Update.')], ...spec } },
    workspace,
  });
const planOf = (tasks: NamedTask[], spec: BatchSpec = {}, workspace?: WorkspaceConfigSpec) =>
  planBatchRun(inputsOf({ tasks, ...spec }, workspace));
const problemsOf = (spec: BatchSpec, run?: string) => batchRunProblems(inputsOf(spec, {}, run)).map(formatFieldError);

/** Every object of the plan by name, as text. */
function objectsOf(tasks: NamedTask[], spec: BatchSpec = {}): ReadonlyMap<string, string> {
  const plan = planOf(tasks, spec);
  const objects: KubernetesObject[] = [
    ...plan.configMaps,
    ...plan.tasks.flatMap((task) => [...task.texts(), task.job()]),
  ];
  return new Map(objects.map((object) => [object.metadata.name, JSON.stringify(object)]));
}

const onRepository = (repo: string, ...more: Context[]): Context[] => [makeRepository({ repo }), ...more];
const task = (name: string, ...more: Context[]): NamedTask => ({ name, contexts: onRepository(name, ...more) });
const notes = (text: string) => makeFile('/workspace/notes.md', text);

test('the Job is called after the run, the task, the beginning of its key, and a hash of everything else', () => {
  const [first] = planOf([task('payments')]).tasks;
  const { key = '', branch } = first?.identity() ?? {};
  expect(first?.name).toMatch(new RegExp(`^deps-payments-${key.slice(0, 8)}-[0-9a-f]{8}$`));
  expect(branch).toBe(`kubetask/${key.slice(0, 12)}`);
});

test('the Job and its Pod say the name and no position, and the agent gets the name', () => {
  const job = planOf([task('payments')]).tasks[0]?.job() as unknown as {
    metadata: { labels: object };
    spec: { template: { spec: { containers: { env: { name: string; value?: string }[] }[] } } };
  };
  expect(job.metadata.labels).toEqual({
    'kubetask.io/batch': 'deps',
    'kubetask.io/batch-run': 'deps',
    'kubetask.io/task-name': 'payments',
  });
  const env = job.spec.template.spec.containers[0]?.env ?? [];
  expect(env.filter(({ name }) => name.startsWith('KUBETASK_TASK_'))).toEqual([
    { name: 'KUBETASK_TASK_NAME', value: 'payments' },
    { name: 'KUBETASK_TASK_KEY', value: expect.any(String) },
  ]);
});

describe('a task without a written name', () => {
  const cases: Record<string, { contexts: Context[]; want: string }> = {
    'is called after its repository': { contexts: onRepository('Pay.ments'), want: 'myorg-pay-ments' },
    'after its own rather than a shared one': {
      contexts: [makeRepository({ url: 'https://git.example.org/a/b/own.git' })],
      want: 'b-own',
    },
    'with the folder of the clone': {
      contexts: [makeRepository({ repo: 'r', path: 'sub/Folder' })],
      want: 'myorg-r-sub-folder',
    },
    'without a repository': { contexts: [notes('x')], want: 'task' },
    'with a repository of which no letter is left': {
      contexts: [makeRepository({ url: 'https://git.example.org/日本/語.git' })],
      want: 'task',
    },
  };
  test.each(Object.entries(cases))('%s', (_, { contexts, want }) => {
    const [only] = planOf([{ contexts }]).tasks;
    expect([only?.displayName(), only?.name.startsWith(`deps-${want}-`)]).toEqual([want, true]);
  });

  test('of a repository that another task has, too: the key makes the difference, and the Jobs stay as they were', () => {
    const [alone] = planOf([{ contexts: onRepository('a', notes('1')) }]).tasks;
    const [first, second] = planOf([
      { contexts: onRepository('a', notes('1')) },
      { contexts: onRepository('a', notes('2')) },
    ]).tasks;
    expect(first?.displayName()).toBe(`myorg-a-${first?.identity().key.slice(0, 8)}`);
    expect(first?.displayName()).not.toBe(second?.displayName());
    expect(first?.name).toBe(alone?.name);
  });
});

describe('what a change of the list changes', () => {
  const fleet = [task('a', notes('a')), task('b', notes('b')), task('c')];
  const before = objectsOf(fleet);
  /** The names of the objects that are new or other than before. */
  const changed = (after: ReadonlyMap<string, string>) =>
    [...after].filter(([name, text]) => before.get(name) !== text).map(([name]) => name);
  const gone = (after: ReadonlyMap<string, string>) => [...before.keys()].filter((name) => !after.has(name));
  const isOf = (name: string) => expect.stringMatching(new RegExp(`^deps-${name}-`));

  const cases: Record<string, { after: NamedTask[]; added: string[]; removed: string[] }> = {
    'a task inserted': { after: [task('x'), ...fleet], added: ['x'], removed: [] },
    'a task removed': { after: fleet.slice(1), added: [], removed: ['a', 'a'] },
    'the order reversed': { after: [...fleet].reverse(), added: [], removed: [] },
    "one task's text": { after: [task('a', notes('A')), ...fleet.slice(1)], added: ['a', 'a'], removed: ['a', 'a'] },
    'one task renamed': {
      after: [fleet[0], fleet[1], { ...task('c'), name: 'd' }] as NamedTask[],
      added: ['d'],
      removed: ['c'],
    },
  };
  test.each(Object.entries(cases))('%s: no other object', (_, { after, added, removed }) => {
    const objects = objectsOf(after);
    expect(changed(objects)).toEqual(added.map(isOf));
    expect(gone(objects)).toEqual(removed.map(isOf));
  });

  test('in any order of any tasks, an object that has the name of one before is that object', () => {
    const tasks = fc.uniqueArray(
      fc.record({ repo: fc.constantFrom('a', 'b', 'c', 'd'), text: fc.constantFrom('1', '2') }),
      {
        selector: ({ repo }) => repo,
        minLength: 1,
      },
    );
    const listed = (some: readonly { repo: string; text: string }[]) =>
      some.map(({ repo, text }) => task(repo, notes(text)));
    fc.assert(
      fc.property(tasks, tasks, (one, other) => {
        const [first, second] = [objectsOf(listed(one)), objectsOf(listed(other))];
        for (const [name, text] of second) expect(first.get(name) ?? text).toBe(text);
      }),
      { numRuns: 50 },
    );
  });
});

describe('texts', () => {
  const plan = planOf([task('a', notes('mine')), task('b', notes('Update.')), task('c')]);
  test('those that all tasks share are in one ConfigMap, and each task has its own in its own', () => {
    expect(writtenTexts(plan.configMaps)).toEqual([['Update.']]);
    expect(plan.tasks.map((one) => writtenTexts(one.texts()))).toEqual([[['mine']], [], []]);
  });
  test('the Pod mounts both', () => {
    const names = [...plan.configMaps, ...(plan.tasks[0]?.texts() ?? [])].map(({ metadata }) => metadata.name);
    const job = JSON.stringify(plan.tasks[0]?.job());
    expect(names.filter((name) => job.includes(`"name":"${name}"`))).toEqual(names);
  });
});

describe('names that are long', () => {
  const run = 'a-campaign-with-a-very-long-name-that-goes-on';
  const jobs = planBatchRun(
    inputsOf(
      {
        tasks: [
          task(`${'x'.repeat(62)}a`),
          task(`${'x'.repeat(62)}b`),
          { contexts: [makeRepository({ repo: 'r'.repeat(128) })] },
        ],
      },
      {},
      run,
    ),
  ).tasks;
  test('fit, end in the key, and stay apart', () => {
    expect(jobs.map(({ name }) => name.length <= 63)).toEqual([true, true, true]);
    expect(jobs.map((one) => one.name.slice(0, -9).endsWith(one.identity().key.slice(0, 8)))).toEqual([
      true,
      true,
      true,
    ]);
    expect(new Set(jobs.map(({ name }) => name.slice(0, -18))).size).toBe(3);
  });
  test('are labels that Kubernetes takes', () => {
    const labels = jobs.map((one) => one.job().metadata.labels?.['kubetask.io/task-name'] ?? '');
    expect(labels.filter((label) => !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(label))).toEqual([]);
  });
});

describe('problems', () => {
  const twins: NamedTask[] = [
    { name: 'one', contexts: onRepository('a') },
    { name: 'two', contexts: onRepository('a') },
  ];
  const cases: Record<string, { spec: BatchSpec; want: string[] }> = {
    'names that are unique': { spec: { tasks: [task('a'), task('b')] }, want: [] },
    'a name twice: the error names both': {
      spec: { tasks: [task('a'), task('b'), { name: 'a', contexts: onRepository('c') }] },
      want: ['spec.tasks[2].name: Invalid value: "a": is also the name of tasks[0]; choose another name'],
    },
    'both lists': {
      spec: { tasks: [task('a')], variableContexts: [onRepository('b')] },
      want: ['spec.tasks: Invalid value: "1 tasks": give either tasks or variableContexts'],
    },
    'two names for the same work on one repository': {
      spec: { tasks: twins },
      want: [
        expect.stringMatching(
          /repeats tasks\[0\]: the same repository with the same contexts, .*; remove one of them, set branchSuffix: TaskName, or give them contexts that differ$/,
        ) as unknown as string,
      ],
    },
    'the same, where branches end in the name': { spec: { tasks: twins, branchSuffix: 'TaskName' }, want: [] },
    'the same without names: still one branch': {
      spec: { tasks: twins.map(({ contexts = [] }) => ({ contexts })), branchSuffix: 'TaskName' },
      want: [
        expect.stringContaining('would have the same Job as tasks[0]') as unknown as string,
        expect.stringContaining('remove one of them, give them names, or give them contexts') as unknown as string,
      ],
    },
    'the same without names and suffix: both are wanted': {
      spec: { tasks: twins.map(({ contexts = [] }) => ({ contexts })) },
      want: [
        expect.stringContaining('would have the same Job as tasks[0]') as unknown as string,
        expect.stringContaining('give them names and set branchSuffix: TaskName, or') as unknown as string,
      ],
    },
    'a suffix without names': {
      spec: { variableContexts: [onRepository('a')], branchSuffix: 'TaskName' },
      want: [
        'spec.branchSuffix: Invalid value: "TaskName": needs tasks with names; write spec.tasks instead of variableContexts',
      ],
    },
    'the same work without a repository and without names': {
      spec: { tasks: [{ contexts: [notes('x')] }, { contexts: [notes('x')] }] },
      want: [
        'spec.tasks[1]: Invalid value: "task": would have the same Job as tasks[0], because both do the same; give each a name',
      ],
    },
    'a problem of a context: its place in the list': {
      spec: { tasks: [task('a'), task('b', makeRepository({ repo: 'x', path: 'b' }))] },
      want: [
        expect.stringMatching(
          /^spec\.tasks\[1\]\.contexts\[1\]\.repository\.path: .*overlaps with the clone at spec\.tasks\[1\]\.contexts\[0\]/,
        ) as unknown as string,
      ],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { spec, want }) => expect(problemsOf(spec)).toEqual(want));
});

test('branchSuffix: the branch ends in the name, which is part of the key', () => {
  const plan = planOf(
    [
      { name: 'one', contexts: onRepository('a') },
      { name: 'two', contexts: onRepository('a') },
    ],
    {
      branchSuffix: 'TaskName',
    },
  );
  const [one, two] = plan.tasks.map((each) => each.identity());
  expect(one?.branch).toBe(`kubetask/${one?.key.slice(0, 12)}-one`);
  expect(one?.key).not.toBe(two?.key);
});
