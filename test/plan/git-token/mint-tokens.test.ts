import { describe, expect, test } from '@jest/globals';
import type { V1Job } from '@kubernetes/client-node';
import type { Context, GitToken, WorkspaceConfigSpec } from '../../../api/generated/kinds.js';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import { planBatchRun } from '../../../plan/batch-run/plan.js';
import { batchRunProblems } from '../../../plan/batch-run/problems.js';
import { restrictedViolations } from '../pod/restricted.js';
import { makeAppRule, makeBatch, makeInputs, makeRepository } from '../sample.js';

const pushing = makeAppRule({ push: true, refresh: true });

const inputs = (gitTokens: GitToken[], contexts: Context[] = [makeRepository()], workspace: WorkspaceConfigSpec = {}) =>
  makeInputs({
    batch: { name: 'b', spec: makeBatch({ variableContexts: [contexts] }) },
    workspace: { ...workspace, gitTokens },
  });

function jobOf(...args: Parameters<typeof inputs>) {
  const job = planBatchRun(inputs(...args)).tasks[0]?.job() as unknown as V1Job | undefined;
  const pod = job?.spec?.template.spec;
  if (!job?.spec || !pod) throw new Error('no task');
  return { pod, rules: job.spec.podFailurePolicy?.rules ?? [] };
}

/** The names of the containers that mount a volume. */
function mountedBy(volume: string, ...args: Parameters<typeof inputs>): string[] {
  const { initContainers = [], containers } = jobOf(...args).pod;
  return [...initContainers, ...containers]
    .filter(({ volumeMounts = [] }) => volumeMounts.some(({ name }) => name === volume))
    .map(({ name }) => name);
}

describe('who mounts what', () => {
  const both = ['mint-tokens', 'refresh-tokens'];
  const cases: Record<string, { rule: GitToken; key: string[]; token: string[] }> = {
    'to read: the clone gets the token': {
      rule: makeAppRule(),
      key: ['mint-tokens'],
      token: ['mint-tokens', 'clone-0'],
    },
    'to push: the agent, too': {
      rule: makeAppRule({ push: true }),
      key: ['mint-tokens'],
      token: ['mint-tokens', 'clone-0', 'agent'],
    },
    'kept fresh: a sidecar mounts both': { rule: pushing, key: both, token: [...both, 'clone-0', 'agent'] },
  };
  test.each(Object.entries(cases))('%s', (_, { rule, key, token }) => {
    expect(mountedBy('git-key-app', [rule])).toEqual(key);
    expect(mountedBy('git-token-0', [rule])).toEqual(token);
  });
});

describe('which repositories have no token of a rule', () => {
  const cases: Record<string, Context> = {
    'with a Secret of its own': makeRepository({ secretRef: { name: 'git' } }),
    'that no rule is above': makeRepository({ org: 'other', repo: 'x' }),
    'over SSH': makeRepository({ url: 'git@github.com:myorg/x.git' }),
  };
  test.each(Object.entries(cases))('%s', (_, context) => {
    const names = jobOf([makeAppRule()], [context]).pod.initContainers?.map(({ name }) => name);
    expect(names).not.toContain('mint-tokens');
  });
});

test('two repositories, one rule: one container mints for both, the agent has a helper for each', () => {
  const { pod } = jobOf([pushing], [makeRepository(), makeRepository({ repo: 'service-b' })]);
  const [mint, refresh] = pod.initContainers ?? [];
  expect(JSON.parse(mint?.env?.find(({ name }) => name === 'GIT_TOKENS')?.value ?? '')).toMatchObject([
    { path: 'myorg/service-a', folder: '/kubetask/git-tokens/0', access: 'write' },
    { path: 'myorg/service-b', folder: '/kubetask/git-tokens/1', access: 'write' },
  ]);
  expect([mint?.restartPolicy, refresh?.restartPolicy]).toEqual([undefined, 'Always']);
  const env = Object.fromEntries((pod.containers[0]?.env ?? []).map(({ name, value }) => [name, value]));
  expect(env).toMatchObject({
    KUBETASK_GIT_TOKEN_FILE: '/kubetask/git-tokens/0/token',
    GIT_CONFIG_COUNT: '3',
    GIT_CONFIG_KEY_0: 'credential.https://github.com.useHttpPath',
    GIT_CONFIG_KEY_2: 'credential.https://github.com.helper',
    GIT_CONFIG_VALUE_2: '!sh /kubetask/git-tokens/1/helper',
  });
});

test('Pod Security restricted, and no more resources than the sidecar needs', () => {
  const { pod } = jobOf([pushing], undefined, { resources: { requests: { cpu: '4' } } });
  expect(restrictedViolations(pod)).toEqual([]);
  expect(pod.initContainers?.map(({ resources }) => resources?.requests?.['cpu'])).toEqual(['4', '10m', '4', '4']);
});

test('what has the key mounts the CA bundle, and nothing that an agent can write', () => {
  const workspace = { caBundle: { configMapKeyRef: { name: 'ca', key: 'pem' } } };
  const inits = jobOf([pushing], undefined, workspace).pod.initContainers ?? [];
  const mounts = inits.slice(0, 2).map(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name));
  expect(mounts).toEqual(Array(2).fill(['ca-bundle', 'git-key-app', 'git-token-0']));
});

test('the wrapper of a preset masks the token', () => {
  const workspace = { agent: { preset: 'gemini-cli' } } as const;
  expect(jobOf([pushing], undefined, workspace).pod.containers[0]?.command?.join(' ')).toContain(
    '/kubetask/git-tokens/0/token',
  );
});

test('the exit codes of the mint, for its Job', () => {
  const rules = jobOf([makeAppRule()]).rules.filter(({ onExitCodes }) => onExitCodes?.containerName === 'mint-tokens');
  expect(rules.map(({ action, onExitCodes }) => [action, onExitCodes?.values])).toEqual([
    ['FailJob', [42, 64]],
    ['Ignore', [75]],
  ]);
});

test('without gitTokens, or without a repository of theirs: the same bytes', () => {
  const other = [makeRepository({ org: 'other', repo: 'x' })];
  expect(jobOf([makeAppRule()], other)).toEqual(jobOf([], other));
});

describe('problems', () => {
  const cases: Record<string, { args: Parameters<typeof inputs>; want: string[] }> = {
    'two rules for one place': {
      args: [[makeAppRule(), makeAppRule({ name: 'b', url: 'https://GitHub.com/myorg/' })]],
      want: ['spec.gitTokens[1].url: Duplicate value: "https://GitHub.com/myorg/"'],
    },
    'a repository without an owner': {
      args: [[makeAppRule({ url: 'https://git.example' })], [makeRepository({ url: 'https://git.example/x.git' })]],
      want: [
        'spec.variableContexts[0][0].repository.url: Invalid value: "https://git.example/x.git": must end in owner/name, because gitTokens app of the WorkspaceConfig mints its token; or name a Secret in secretRef',
      ],
    },
    'a variable that is ours': {
      args: [[pushing], undefined, { env: [{ name: 'GIT_CONFIG_COUNT', value: '1' }] }],
      want: [
        'spec.env[0].name: Invalid value: "GIT_CONFIG_COUNT": is set by kubetask for gitTokens with push; write your configuration of git into a file instead',
      ],
    },
    'a URL with a bad host': {
      args: [[makeAppRule({ url: 'https://-x/a' })]],
      want: [
        'spec.gitTokens[0].url: Invalid value: "https://-x/a": must name a host, such as github.com or [2001:db8::1]',
      ],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { args, want }) =>
    expect(batchRunProblems(inputs(...args)).map(formatFieldError)).toEqual(want),
  );
});
