import { expect, test } from '@jest/globals';
import { formatManifestProblem } from '../../../plan/manifest/yaml/manifest-problem.js';
import { readTaskFile } from '../../../plan/task-file/read-task-file.js';

const read = (text: string, flavor?: string) => readTaskFile({ name: 'kubetask.yaml', text }, flavor);
const problemsOf = (text: string, flavor?: string) => read(text, flavor).problems.map(formatManifestProblem);

const seed = `
tasks:
  migrate:
    script: npx prisma migrate deploy
    executor: container           # or "local"
    executors: [container, local] # priority order
kubernetes:
  namespace: \${env:K8S_NAMESPACE:-default}
flavors:
  staging:
    patch:
      - op: add
        path: /kubernetes/namespace
        value: staging
`;

test('the examples of the executor that the file is taken from are accepted', () => {
  expect(read(seed)).toMatchObject({
    problems: [],
    file: { kubernetes: { namespace: expect.stringContaining('K8S_NAMESPACE') } },
  });
});

test('a flavor changes the file', () => {
  expect(read(seed, 'staging').file.kubernetes).toEqual({ namespace: 'staging' });
});

test('an empty file has no tasks', () => {
  expect(read('')).toMatchObject({ problems: [], file: {} });
});

test('all mistakes are found at once, with line, column and the nearest name', () => {
  const text = `tasks:
  build:
    scirpt: make
  test:
    script: 7
    pre: [buld]
    executors: [docker]
compnents: {}
`;
  expect(problemsOf(text)).toEqual([
    'kubetask.yaml:3:5: tasks.build.scirpt: Forbidden: unknown field; did you mean script?',
    'kubetask.yaml:5:13: tasks.test.script: Invalid value: is of type integer; must be a text; write it in quotes',
    'kubetask.yaml:7:17: tasks.test.executors[0]: Unsupported value: "docker": supported values: "local", "container", "kubernetes", "job"',
    'kubetask.yaml:8:1: compnents: Forbidden: unknown field; did you mean components?',
  ]);
});

test.each([
  [
    'a task that waits for no task',
    'tasks: { a: { pre: [bui] }, build: { script: x } }',
    'no such task; did you mean build?',
  ],
  ['a task that does nothing', 'tasks: { a: {} }', 'a task has a script, or tasks in pre'],
  ['a circle', 'tasks: { a: { pre: [b] }, b: { pre: [c] }, c: { pre: [a] } }', 'a -> b -> c -> a'],
  ['a task that waits for itself', 'tasks: { a: { pre: [a] } }', 'a -> a'],
  [
    'a component that is nearly there',
    'tasks: { a: { script: x, component: appi } }\ncomponents: { api: {} }',
    'did you mean api?',
  ],
  ['a name that is no word', 'tasks: { "a b": { script: x } }', 'a task name begins with a letter'],
  ['a variable that no shell can have', 'tasks: { a: { script: x, env: { a-b: x } } }', 'a shell cannot have'],
  ['a timeout that is no duration', 'tasks: { a: { script: x, timeout: soon } }', 'timeout'],
  ['two documents', 'tasks: {}\n---\ntasks: {}', 'a task file has one document'],
  ['what is not YAML', 'tasks: {', 'cannot read YAML'],
  ['a key that is there twice', 'tasks: {}\ntasks: {}', 'Map keys must be unique'],
])('%s is one problem', (_, text, message) => {
  expect(problemsOf(text)).toEqual([expect.stringContaining(message)]);
});

test('each of two circles is a problem, at the first of its tasks', () => {
  const text = 'tasks:\n  d: { pre: [c] }\n  c: { pre: [d] }\n  b: { pre: [a] }\n  a: { pre: [b] }\n';
  expect(problemsOf(text)).toEqual([
    'kubetask.yaml:3:8: tasks.c.pre: Invalid value: ["d"]: the tasks wait for each other: c -> d -> c',
    'kubetask.yaml:5:8: tasks.a.pre: Invalid value: ["b"]: the tasks wait for each other: a -> b -> a',
  ]);
});

test('ten thousand tasks may wait one for the next', () => {
  const chain = Array.from({ length: 10_000 }, (_, i) => `  t${i}: { script: x, pre: [t${i + 1}] }\n`);
  expect(problemsOf(`tasks:\n${chain.join('')}  t10000: { script: x }\n`)).toEqual([]);
});

test.each([
  ['a list', '[1]', 'array'],
  ['a text', 'hello', 'string'],
])('%s is no task file', (_, text, kind) => {
  expect(problemsOf(text)).toEqual([
    `kubetask.yaml:1:1: the file is of type ${kind}; a task file is a map, such as tasks: { hello: { script: echo hello } }`,
  ]);
});

test.each([
  [
    'an object of the cluster',
    'apiVersion: kubetask.io/v1alpha1\nkind: Batch\nmetadata: { name: deps }\nspec: {}',
    'kubetask.yaml:2:1: the file holds the Kubernetes object batch/deps, and no tasks; to run the object, name it: batch/deps',
  ],
  ['a part of one', 'metadata: {}\ntasks: {}', 'kubetask.yaml:1:1: metadata: Forbidden: unknown field; a task file is'],
])('%s is no task file', (_, text, message) => {
  expect(problemsOf(text)).toContainEqual(expect.stringContaining(message));
});

test.each([
  [
    'tasks: { a: echo hi }',
    'tasks.a: Invalid value: is of type string; a task is a mapping, such as { script: echo hello }',
  ],
  ['tasks: { a: }', 'tasks.a: Invalid value: is of type null; a task is a mapping, such as { script: echo hello }'],
  ['tasks: [a]', 'tasks: Invalid value: is of type array; must be a mapping of tasks by name'],
  [
    'tasks: { a: { script: x, env: [A=b] } }',
    'tasks.a.env: Invalid value: is of type array; must be a mapping of values',
  ],
  ['tasks: { a: { script: x, env: { A: } } }', 'must be a text or a whole number; for an empty text, write ""'],
  [
    'tasks: { a: { script: x, timeout: 0s } }',
    'tasks.a.timeout: Invalid value: "0s": must be more than 0; leave it out',
  ],
  [
    'tasks: { a: { script: x } }\ndefaults: { timeout: 0h0m }',
    'defaults.timeout: Invalid value: "0h0m": must be more than 0',
  ],
  ['tasks: { a: { script: "a\\0b" } }', 'tasks.a.script: Invalid value: contains a null character'],
  ['tasks: { a: { script: x, env: { A: "a\\0" } } }', 'tasks.a.env.A: Invalid value: contains a null character'],
])('%s: what to write', (text, message) => {
  expect(problemsOf(text)).toEqual([expect.stringContaining(message)]);
});

test('a flavor of a file without flavors', () => {
  const { problems } = readTaskFile({ name: 'kubetask.yaml', text: 'tasks: { a: { script: x } }' }, 'ci');
  expect(problems.map(formatManifestProblem)).toEqual([
    'kubetask.yaml:1:1: flavors: Invalid value: "ci": the file has no flavors; leave --flavor out, or add flavors',
  ]);
});

test('a name with control characters is shown in one line, and has no effect on a terminal', () => {
  expect(problemsOf('tasks: { "a\\n\\e[2J": { script: x } }')).toEqual([
    expect.stringContaining('tasks.a\\u000a\\u001b[2J: Forbidden: a task name begins'),
  ]);
});

test.each([
  ['that is not there', 'stagin', 'flavors: Unsupported value: "stagin": supported values: "broken", "lost", "odd"'],
  ['that is misspelt', 'brokn', 'supported values: "broken", "lost", "odd"; did you mean broken?'],
  [
    'whose place is missing',
    'lost',
    'flavors.lost.patch[0].path: Invalid value: "/kubernetes/namespace": no such place',
  ],
  ['that breaks the file', 'broken', 'is of type integer; must be a text; write it in quotes (with flavor broken)'],
  ['that lacks a value', 'odd', 'op add needs a value'],
])('a flavor %s', (_, flavor, message) => {
  const text = `tasks: { a: { script: x } }
flavors:
  lost: { patch: [{ op: add, path: /kubernetes/namespace, value: x }] }
  broken: { patch: [{ op: replace, path: /tasks/a/script, value: 7 }] }
  odd: { patch: [{ op: add, path: /vars }] }
`;
  expect(problemsOf(text, flavor)).toEqual([expect.stringContaining(message)]);
});

test.each(['y', 'on', 'no', 'off', 'true', '1', '010', '1.10', '1_000', '0x10', '12:30'])(
  'a task named %s has this name, also for the tasks that wait for it',
  (name) => {
    const { file, problems } = read(`tasks: { ${name}: { script: x }, last: { pre: [${name}] } }`);
    expect({ problems, names: Object.keys(file.tasks ?? {}), pre: file.tasks?.['last']?.pre }).toEqual({
      problems: [],
      names: [name, 'last'],
      pre: [name],
    });
  },
);

test.each(['yes', 'on', 'true', '0644', '0x1F', '1.10', '1.5', '1_000', '12:30', '12345678901234567890', '2026-01-31'])(
  'a value %s of a variable is the text that is written',
  (value) => {
    const text = `tasks: { a: { script: x, env: { A: ${value} }, vars: { a: ${value} } } }\nvars: { b: ${value} }`;
    expect(read(text)).toMatchObject({
      problems: [],
      file: { tasks: { a: { env: { A: value }, vars: { a: value } } }, vars: { b: value } },
    });
  },
);

test('a task named null has this name', () => {
  expect(read('tasks: { null: { script: x } }').names).toEqual(['null']);
});

test('a value of a flavor likewise', () => {
  const patch = '[{ op: add, path: /vars, value: { a: 010, b: 1.5 } }]';
  const { file } = read(`tasks: { a: { script: x } }\nflavors: { f: { patch: ${patch} } }`, 'f');
  expect(file.vars).toEqual({ a: '010', b: '1.5' });
});

test('only true and false are booleans', () => {
  expect(problemsOf('tasks: { a: { script: x, interactive: true }, b: { script: x, interactive: yes } }')).toEqual([
    expect.stringMatching(
      /^kubetask.yaml:1:76: tasks.b.interactive: .* of type string; must be true or false, without quotes/,
    ),
  ]);
});

test('a key that is there twice is named, whatever YAML would make of it', () => {
  expect(problemsOf('tasks: { 1: { script: x }, "1": { script: x } }')).toEqual([
    'kubetask.yaml:1:28: cannot read YAML: Map keys must be unique: "1" is there twice',
  ]);
});

test('tasks are in the order of the file, also if they are called like numbers; those of a flavor come last', () => {
  const patch = '[{ op: add, path: /tasks/0, value: { script: x } }]';
  const text = `tasks: { b: { script: x }, 2: { script: x }, 1: { script: x } }\nflavors: { f: { patch: ${patch} } }`;
  expect(read(text, 'f').names).toEqual(['b', '2', '1', '0']);
});
