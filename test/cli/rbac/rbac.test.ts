import { describe, expect, test } from '@jest/globals';
import { loadAll } from 'js-yaml';
import { runPlugin } from '../plugin.js';

const rbac = (...args: string[]) => runPlugin(['rbac', ...args], {});
const kinds = (yaml: string) => loadAll(yaml).map((object) => (object as { kind: string }).kind);

describe('kubectl task rbac', () => {
  test('nobody is named: the Role alone', async () => {
    const { stdout } = await rbac('--executor', 'kubernetes', '-n', 'staging');
    expect(kinds(stdout)).toEqual(['Role']);
  });

  test('with those who get it: the RoleBinding, too', async () => {
    const subjects = ['--user', 'ada', '--group', 'dev', '--group', 'ops', '--serviceaccount', 'ci:deploy.er'];
    const { stdout } = await rbac('--executor', 'job', '-n', 'staging', ...subjects);
    const apiGroup = 'rbac.authorization.k8s.io';
    expect(loadAll(stdout)[1]).toEqual({
      apiVersion: `${apiGroup}/v1`,
      kind: 'RoleBinding',
      metadata: { name: 'kubetask-job', namespace: 'staging' },
      roleRef: { apiGroup, kind: 'Role', name: 'kubetask-job' },
      subjects: [
        { kind: 'User', apiGroup, name: 'ada' },
        { kind: 'Group', apiGroup, name: 'dev' },
        { kind: 'Group', apiGroup, name: 'ops' },
        { kind: 'ServiceAccount', name: 'deploy.er', namespace: 'ci' },
      ],
    });
  });

  test('-o json: a List of both', async () => {
    const { stdout } = await rbac('--executor', 'kubernetes', '--user', 'ada', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'List', items: [{ kind: 'Role' }, { kind: 'RoleBinding' }] });
  });

  const refused: Record<string, { args: string[]; want: string }> = {
    'a namespace that can be none': { args: ['-n', 'Bad NS'], want: "Cannot use namespace 'Bad NS'" },
    'an empty user': { args: ['--user', ''], want: 'the name is empty' },
    'a ServiceAccount without its namespace': { args: ['--serviceaccount', 'x'], want: 'ci:deployer' },
    'a ServiceAccount with a bad name': { args: ['--serviceaccount', 'ci:Bad Name'], want: 'ci:deployer' },
    'an unknown format': { args: ['-o', 'table'], want: 'use one of json, yaml' },
    'a table': { args: ['-o', 'wide'], want: 'use one of json, yaml, jsonpath' },
  };
  test.each(Object.entries(refused))('%s: refused', async (_, { args, want }) => {
    const { code, stdout, stderr } = await rbac('--executor', 'job', ...args);
    expect([code, stdout, stderr]).toEqual([expect.any(Number), '', expect.stringContaining(want)]);
    expect(code).not.toBe(0);
  });
});
