import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { WorkspaceConfig } from '../../../api/generated/kinds.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { makeBatch, makeWorkspace, planBatch, removeFolder, run } from './sample.js';

const script = 'printf "%s|%s" "$API_KEY" "$(cat "$WORKSPACE_DIR/token" 2> /dev/null)"';
const credentials: NonNullable<WorkspaceConfig['spec']['credentials']> = [
  { name: 'agent', env: 'API_KEY', secretRef: { name: 'agent', key: 'api-key' } },
  { name: 'git', mountPath: '/workspace/token', secretRef: { name: 'git.host', key: 'token' } },
];
const batch = makeBatch({ variableContexts: [[]] });
const plan = planBatch(batch, makeWorkspace(script, { credentials }));
const secret = (name: string, content: object): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name },
  ...content,
});

test('variables stand for Secrets: the one of the container, and one made of Secret and key for a file', async () => {
  const { stdout } = await run(plan, { env: { API_KEY: 'a$(b)', GIT_HOST_TOKEN: 'two\nlines' } });
  expect(stdout).toBe('a$(b)|two\nlines');
});

test('Secrets among the objects come before variables', async () => {
  const objects = [
    secret('agent', { data: { 'api-key': Buffer.from('from data').toString('base64') } }),
    secret('git.host', { stringData: { token: 'from stringData' } }),
  ];
  const { stdout } = await run(plan, { env: { API_KEY: 'no' }, objects });
  expect(stdout).toBe('from data|from stringData');
});

test('all missing values at once, by variable, Secret and key; no value is shown', async () => {
  await expect(run(plan, { objects: [secret('agent', { stringData: { other: 'hidden' } })] })).rejects.toMatchObject({
    message: 'Cannot run b-run-task-0 here: values are missing',
    hints: [
      'Secret agent has no key api-key',
      'GIT_HOST_TOKEN is not set: it is key token of Secret git.host',
      'set the variables, or read the Secrets of the cluster with --with-secrets',
    ],
  });
});

test('a ConfigMap that is not there', async () => {
  const source = { configMapKeyRef: { name: 'rules', key: 'text' } };
  const contexts = [[{ type: 'File' as const, file: { filePath: '/workspace/RULES.md', source } }]];
  await expect(run(planBatch(makeBatch({ variableContexts: contexts }), makeWorkspace('echo')))).rejects.toMatchObject({
    hints: ['ConfigMap rules does not exist; add its file with -f, or create it'],
  });
});

test('what is optional may be missing', async () => {
  const source = { secretKeyRef: { name: 'rules', key: 'text', optional: true } };
  const contexts = [[{ type: 'File' as const, file: { filePath: '/workspace/RULES.md', source } }]];
  const optional = planBatch(makeBatch({ variableContexts: contexts }), makeWorkspace('cat RULES.md; echo end'));
  expect(await run(optional)).toMatchObject({ exitCode: 0, stdout: 'end\n' });
});

test('a Secret in the workspace is neither in the diff nor kept', async () => {
  const env = { API_KEY: 'a', GIT_HOST_TOKEN: 'the-token' };
  const { changes, workspace = '' } = await run(plan, { env, keep: true });
  expect(JSON.stringify(changes)).not.toContain('token');
  expect(readdirSync(workspace)).toEqual([]);
  removeFolder(join(workspace, '../../../..'));
});

test('a token of a ServiceAccount: only its cluster issues it', async () => {
  const token = {
    name: 'aws',
    mountPath: '/var/run/secrets/tokens/aws/token',
    serviceAccountToken: { audience: 'aws' },
  };
  const workspace = makeWorkspace('echo', { serviceAccountName: 'agents', credentials: [token] });
  await expect(run(planBatch(batch, workspace))).rejects.toMatchObject({
    hints: [
      'the token of ServiceAccount agents for aws, which only its cluster issues; run the task there, or leave serviceAccountToken out of credentials',
    ],
  });
});
