import { describe, expect, test } from '@jest/globals';
import { changesOf, type JobSpec } from './sample.js';

const work = (fields: object, name = 'agent'): JobSpec => ({
  pod: { containers: [{ name, image: 'agent:1', ...fields }] },
});
const setup = (name: string, fields: object): JobSpec => ({ pod: { initContainers: [{ name, ...fields }] } });
const env = (...variables: readonly (readonly [string, unknown])[]) => ({
  env: variables.map(([name, value]) => (typeof value === 'object' ? { name, valueFrom: value } : { name, value })),
});

type Cases = Record<string, { before: JobSpec; after: JobSpec; want: string[] }>;

const containers: Cases = {
  nothing: { before: work({}), after: work({}), want: [] },
  'another image': { before: work({}), after: work({ image: 'agent:2' }), want: ['Image agent: agent:1 -> agent:2'] },
  'another container beside it': {
    before: work({}),
    after: {
      pod: {
        containers: [
          { name: 'agent', image: 'agent:1' },
          { name: 'proxy', image: 'p' },
        ],
      },
    },
    want: ['Image proxy: - -> p'],
  },
  'a command, and its arguments': {
    before: work({ command: ['a'], args: ['x'] }),
    after: work({ command: ['b'], args: ['x', 'y'] }),
    want: ['Command agent: command: ["a"] -> ["b"]', 'Command agent: args: ["x"] -> ["x","y"]'],
  },
  'a script in the command: a text of its own': {
    before: work({ command: ['sh', '-c', 'one\ntwo\n'] }),
    after: work({ command: ['sh', '-c', 'one\nthree\n'] }),
    want: ['Script agent: one … (2 lines) -> one … (2 lines)'],
  },
  'a script in the arguments, and a new shell': {
    before: work({ args: ['sh', 'one\n'] }),
    after: work({ args: ['bash', 'one\n'] }),
    want: ['Command agent: args: ["sh"] -> ["bash"]'],
  },
  'a command that is no list, and one without texts': {
    before: work({ command: 'a' }),
    after: work({ command: 'b' }),
    want: [],
  },
  resources: {
    before: work({ resources: { limits: { cpu: '1' } } }),
    after: work({ resources: { limits: { cpu: '2' } } }),
    want: ['Resources agent: {"limits":{"cpu":"1"}} -> {"limits":{"cpu":"2"}}'],
  },
  'what an API server fills in, or what the planner mounts: no change': {
    before: work({}),
    after: work({
      ...{ resources: {}, volumeMounts: [{ name: 'a' }], imagePullPolicy: 'Always', env: [] },
      ...{ terminationMessagePath: '/x', terminationMessagePolicy: 'FallbackToLogsOnError' },
    }),
    want: [],
  },
  'any other field': {
    before: work({ workingDir: '/a' }),
    after: work({ workingDir: '/b', tty: true }),
    want: ['Pod agent: workingDir: /a -> /b', 'Pod agent: tty: - -> true'],
  },
};

const variables: Cases = {
  'a value, a new one, and one that goes': {
    before: work(env(['A', '1'], ['B', '2'])),
    after: work(env(['A', '3'], ['C', '4'])),
    want: ['Env A: 1 -> 3', 'Env B: 2 -> -', 'Env C: - -> 4'],
  },
  'an empty value is one': { before: work({}), after: work(env(['A', ''])), want: ['Env A: - -> '] },
  'no value is an empty one': { before: work(env(['A', ''])), after: work({ env: [{ name: 'A' }] }), want: [] },
  'a value that reads like a default of the API server is one': {
    before: work(env(['type', 'Opaque'])),
    after: work(env(['type', 'x'])),
    want: ['Env type: Opaque -> x'],
  },
  'another order: nothing': {
    before: work(env(['A', '1'], ['B', '2'])),
    after: work(env(['B', '2'], ['A', '1'])),
    want: [],
  },
  'the name of the task, and what kubetask sets: nothing': {
    before: work({}),
    after: work(env(['TASK_NAME', 'a'], ['TASK_NAMESPACE', 'b'], ['HOME', 'c'], ['KUBETASK_X', 'd'])),
    want: [],
  },
  'names that are nearly those': {
    before: work({}),
    after: work(env(['MY_TASK_NAME', 'a'], ['HOMEPAGE', 'b'], ['MY_KUBETASK_X', 'c'])),
    want: ['Env MY_TASK_NAME: - -> a', 'Env HOMEPAGE: - -> b', 'Env MY_KUBETASK_X: - -> c'],
  },
  'a Secret: a credential': {
    before: work(env(['T', { secretKeyRef: { name: 's', key: 'a' } }])),
    after: work(env(['T', { secretKeyRef: { name: 's', key: 'b' } }])),
    want: ['Credential T: Secret s, key a -> Secret s, key b'],
  },
  'a ConfigMap': {
    before: work(env(['T', { configMapKeyRef: { name: 'c', key: 'a' } }])),
    after: work(env(['T', { configMapKeyRef: { name: 'd', key: 'a' } }])),
    want: ['Env T: ConfigMap c, key a -> ConfigMap d, key a'],
  },
  'a field of the Pod': {
    before: work(env(['T', { fieldRef: { fieldPath: 'a' } }])),
    after: work(env(['T', { fieldRef: { fieldPath: 'b' } }])),
    want: ['Env T: {"fieldRef":{"fieldPath":"a"}} -> {"fieldRef":{"fieldPath":"b"}}'],
  },
  'the value of a secret name is masked': {
    before: work(env(['API_TOKEN', 'hunter22'])),
    after: work(env(['API_TOKEN', 'hunter33'])),
    want: ['Env API_TOKEN: *** -> ***'],
  },
};

const preparation: Cases = {
  'the branch of the first repository': {
    before: setup('clone-0', env(['GIT_BRANCH', 'main'])),
    after: setup('clone-0', env(['GIT_BRANCH', 'next'])),
    want: ['Repository branch: main -> next'],
  },
  'the URL of the second repository, and of the eleventh': {
    before: {
      pod: {
        initContainers: [
          { name: 'clone-1', ...env(['GIT_URL', 'a']) },
          { name: 'clone-10', ...env(['GIT_URL', 'a']) },
        ],
      },
    },
    after: {
      pod: {
        initContainers: [
          { name: 'clone-1', ...env(['GIT_URL', 'b']) },
          { name: 'clone-10', ...env(['GIT_URL', 'c']) },
        ],
      },
    },
    want: ['Repository URL of repository 2: a -> b', 'Repository URL of repository 11: a -> c'],
  },
  'a field of several words': {
    before: setup('clone-0', env(['GIT_USER_NAME', 'a'])),
    after: setup('clone-0', env(['GIT_USER_NAME', 'b'])),
    want: ['Repository user name: a -> b'],
  },
  'the Secret of a repository': {
    before: setup('clone-0', env(['GIT_TOKEN', { secretKeyRef: { name: 'a', key: 'k' } }])),
    after: setup('clone-0', env(['GIT_TOKEN', { secretKeyRef: { name: 'b', key: 'k' } }])),
    want: ['Repository token: Secret a, key k -> Secret b, key k'],
  },
  'the script of a command': {
    before: setup('run-command-0', env(['KUBETASK_SCRIPT', 'a'])),
    after: setup('run-command-0', env(['KUBETASK_SCRIPT', 'b'])),
    want: ['Script run-command-0: a -> b'],
  },
  'the URL of a fetch': {
    before: setup('fetch-0', env(['FETCH_URL', 'a'])),
    after: setup('fetch-0', env(['FETCH_URL', 'b'])),
    want: ['Context fetch-0: FETCH_URL: a -> b'],
  },
  'places: nothing': {
    before: setup('clone-0', {}),
    after: setup(
      'clone-0',
      env(
        ...['HOME', 'WORKSPACE_DIR', 'KUBETASK_MESSAGE', 'KUBETASK_PARTS', 'KUBETASK_PRODUCED'].map(
          (name) => [name, 'x'] as const,
        ),
        ...['KUBETASK_PASSWD', 'KUBETASK_TARGET', 'GIT_SECRET_DIR'].map((name) => [name, 'x'] as const),
      ),
    ),
    want: [],
  },
  'images, by what one setting decides': {
    before: setup('clone-0', { image: 'a' }),
    after: {
      pod: {
        initContainers: ['copy-tools', 'write-passwd', 'clone-0', 'fetch-3', 'run-command-0', 'write-files'].map(
          (name) => ({ name, image: name }),
        ),
      },
    },
    want: [
      'Image preparation: a -> write-passwd',
      'Image preparation: - -> clone-0',
      'Image preparation: - -> write-files',
      'Image copy-tools: - -> copy-tools',
      'Image fetch: - -> fetch-3',
      'Image run-command: - -> run-command-0',
    ],
  },
  'the image of the agent: its change is said once': {
    before: { pod: { ...work({}).pod, initContainers: [{ name: 'write-files', image: 'agent:1' }] } },
    after: { pod: { ...work({ image: 'b' }).pod, initContainers: [{ name: 'write-files', image: 'b' }] } },
    want: ['Image agent: agent:1 -> b'],
  },
  'a script of the planner': {
    before: setup('clone-0', { command: ['a'] }),
    after: setup('clone-0', { command: ['b'] }),
    want: ['Planner script of clone-0: ["a"] -> ["b"]'],
  },
  'an init container of somebody else does work': {
    before: setup('clone', env(['GIT_URL', 'a'])),
    after: setup('clone', env(['GIT_URL', 'b'])),
    want: ['Env GIT_URL: a -> b'],
  },
};

describe.each([
  ['a container', containers],
  ['variables', variables],
  ['what prepares the work', preparation],
])('%s', (_, cases) => {
  test.each(Object.entries(cases))('%s', (_, { before, after, want }) =>
    expect(changesOf(before, after)).toEqual(want),
  );
});
