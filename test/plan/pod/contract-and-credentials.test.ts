import { describe, expect, test } from '@jest/globals';
import type { WorkspaceConfigSpec } from '../../../api/generated/kinds.js';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import { contractEnv, envProblems, workspaceVariables } from '../../../plan/pod/contract-env.js';
import { credentialProblems } from '../../../plan/pod/credentials.js';

const secretRef = { name: 's', key: 'k' };

describe('the variables of the Pod contract', () => {
  const identity = { name: 'r-task-0', run: 'r', key: 'abc', branch: 'kubetask/abc' };
  const names = (more: object) => contractEnv({ ...identity, ...more }).agentEnv?.map(({ name }) => name);
  test('a task by position has an index, one with a name has the name', () => {
    const [name, namespace, run] = ['TASK_NAME', 'TASK_NAMESPACE', 'KUBETASK_RUN'];
    const rest = ['KUBETASK_TASK_KEY', 'KUBETASK_BRANCH', 'KUBETASK_RESULT'];
    expect(names({ index: 0 })).toEqual([name, namespace, run, 'KUBETASK_TASK_INDEX', ...rest]);
    expect(names({ taskName: 'a' })).toEqual([name, namespace, run, 'KUBETASK_TASK_NAME', ...rest]);
  });

  const problems = (workspace: WorkspaceConfigSpec) => envProblems(workspace).map(formatFieldError);
  const taken = (path: string, name: string) =>
    `${path}: Invalid value: "${name}": is set by kubetask; choose another name`;
  const cases: Record<string, { workspace: WorkspaceConfigSpec; want: string[] }> = {
    'nothing set': { workspace: {}, want: [] },
    'names of kubetask': {
      workspace: {
        env: ['TASK_NAME', 'TASK_NAMESPACE', 'WORKSPACE_DIR', 'KUBETASK_X'].map((name) => ({ name, value: '' })),
      },
      want: ['TASK_NAME', 'TASK_NAMESPACE', 'WORKSPACE_DIR', 'KUBETASK_X'].map((name, i) =>
        taken(`spec.env[${i}].name`, name),
      ),
    },
    'names that only begin or end like them': {
      workspace: {
        env: ['MY_TASK_NAME', 'TASK_NAMES', 'XKUBETASK_A', 'KUBETASK'].map((name) => ({ name, value: '' })),
      },
      want: [],
    },
    'a variable three times': {
      workspace: { env: ['A', 'A', 'A'].map((name) => ({ name, value: '' })) },
      want: [1, 2].map(
        (i) => `spec.env[${i}].name: Invalid value: "A": is already set by WorkspaceConfig.spec.env[0].name`,
      ),
    },
    'a credential without a variable': {
      workspace: { credentials: [{ name: 'c', secretRef, mountPath: '/a' }] },
      want: [],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { workspace, want }) => expect(problems(workspace)).toEqual(want));

  test('each variable and where it is written', () => {
    const credential = { name: 'c', secretRef, env: 'B' };
    expect(workspaceVariables({ env: [{ name: 'A', value: '' }], credentials: [credential] })).toEqual([
      { name: 'A', owner: 'workspace', path: 'spec.env[0].name' },
      { name: 'B', owner: 'workspace', path: 'spec.credentials[0].env' },
    ]);
  });
});

describe('credentials that hide one another', () => {
  const at = (...paths: (string | undefined)[]) =>
    credentialProblems(
      {
        credentials: paths.map((mountPath, i) => ({
          ...{ name: `c${i}`, secretRef },
          ...(mountPath === undefined ? {} : { mountPath }),
        })),
      },
      ['/workspace/a.md'],
    ).map(formatFieldError);
  const duplicated = (i: number, path: string) => `spec.credentials[${i}].mountPath: Duplicate value: "${path}"`;
  test('paths of their own, and none at all', () => expect(at('/a', undefined, '/b', undefined)).toEqual([]));
  test('one path twice', () => expect(at('/a', '/b', '/a')).toEqual([duplicated(2, '/a')]));
  test('the path of a context file', () => expect(at('/workspace/a.md')).toEqual([duplicated(0, '/workspace/a.md')]));
  test("a place of kubetask's own", () => {
    const why = '/kubetask is reserved; choose another folder';
    expect(at('/kubetask/x', '/kubetasks')).toEqual([
      `spec.credentials[0].mountPath: Invalid value: "/kubetask/x": ${why}`,
    ]);
  });
});
