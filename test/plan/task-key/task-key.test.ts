import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type {
  BatchSpec,
  Context,
  FileContext,
  RepositoryContext,
  Step,
  WorkspaceAgent,
  WorkspaceConfigSpec,
} from '../../../api/generated/kinds.js';
import type { PlannedRun } from '../../../plan/batch-run/inputs.js';
import { planBatchRun } from '../../../plan/batch-run/plan.js';
import * as lists from '../../../plan/task-key/counted-fields.js';
import { planTaskRun, type TaskRunInputs } from '../../../plan/task-run/plan.js';
import { type Changes, commandChanges, httpChanges, repositoryChanges } from '../field-changes.js';
import { makeAppRule, makeInputs, makeTaskInputs } from '../sample.js';

interface Parts {
  readonly run?: Partial<PlannedRun>;
  readonly batch?: BatchSpec;
  readonly workspace?: WorkspaceConfigSpec;
}
const keyOf = ({ run, batch, workspace }: Parts): string | undefined =>
  planBatchRun(
    makeInputs({
      run: { name: 'update-001', ...run },
      batch: { name: 'update', spec: { variableContexts: [[]], ...batch } },
      workspace: workspace ?? {},
    }),
  ).tasks[0]?.identity().key;

const keyOfTaskRun = (inputs: Partial<TaskRunInputs>): string | undefined =>
  planTaskRun(makeTaskInputs(inputs)).pod.metadata.annotations?.['kubetask.io/task-key'];

const file: FileContext = { filePath: '/workspace/a', source: { inline: 'a' } };

/** Whether each field of a spec counts, as the list says, next to what the change of that field does. */
const table = <Spec extends object>(
  fields: lists.CountedFields<Spec>,
  keyWith: (change: Partial<Spec>) => string | undefined,
  changes: Changes<Spec>,
) =>
  Object.keys(fields).map((field) => {
    const changed = keyWith({ [field]: changes[field as keyof Spec] } as Partial<Spec>);
    return { field, want: fields[field as keyof Spec], counts: changed !== keyWith({}) };
  });

const workspaceChanges: Changes<WorkspaceConfigSpec> = {
  agentImage: 'other:v1',
  command: ['run'],
  args: ['--fast'],
  agent: { preset: 'gemini-cli' },
  env: [{ name: 'MODEL', value: 'large' }],
  credentials: [{ name: 'token', secretRef: { name: 'github', key: 'token' }, env: 'GITHUB_TOKEN' }],
  toolsImage: 'tools:v1',
  workspaceDir: '/work',
  defaultContexts: [{ type: 'File', file }],
  initImage: 'git:v1',
  fetchImage: 'fetch:v1',
  gitTokens: [makeAppRule()],
  imagePullSecrets: [{ name: 'pull' }],
  proxy: { httpsProxy: 'http://proxy:3128' },
  caBundle: { configMapKeyRef: { name: 'ca', key: 'ca.pem' } },
  resources: { limits: { memory: '2Gi' } },
  workspaceVolume: { emptyDir: { sizeLimit: '10Gi' } },
  scheduling: { nodeSelector: { pool: 'agents' } },
  runtimeClassName: 'gvisor',
  concurrency: { limitKey: 'team', limit: 3 },
  queue: { name: 'team-a' },
  terminationGracePeriodSeconds: 5,
  podLabels: { team: 'payments' },
  serviceAccountName: 'agents',
  securityContext: { runAsUser: 1000 },
  readOnlyRootFilesystem: false,
};
const batchChanges: Changes<BatchSpec> = {
  commonContext: [{ type: 'File', file }],
  variableContexts: [[{ type: 'File', file }]],
  tasks: [{ contexts: [{ type: 'File', file }] }],
  branchSuffix: 'TaskName',
  keySalt: '2026-12',
  params: [{ name: 'ticket', default: 'ABC-1' }],
  reuse: 'succeeded',
  workspaceConfigRef: 'other',
  backoffLimit: 3,
  retry: { on: [{ class: 'RateLimit', limit: 3 }] },
  pendingSeconds: 600,
  activeDeadlineSeconds: 60,
  maxConcurrency: 3,
};
const stepChanges: Changes<Step> = {
  image: 'other:v1',
  script: 'date',
  command: ['date'],
  args: ['-u'],
  env: [{ name: 'A', value: 'a' }],
  workingDir: '/tmp',
  name: 'other',
  resources: { limits: { memory: '2Gi' } },
};

const agentChanges: Changes<WorkspaceAgent> = {
  preset: 'custom',
  version: '1.2.3',
  model: 'large',
  effort: 'high',
  permissions: 'all',
  maxTurns: 3,
  maxCostUsd: 1,
  promptFile: '/workspace/prompt.md',
  extraArgs: ['--debug'],
  rateLimit: { waitSeconds: 1 },
  silenceSeconds: 1,
};

const withContext = (context: Context) => keyOf({ batch: { variableContexts: [[context]] } });
const tables = {
  WorkspaceConfig: table(lists.workspaceConfigFields, (workspace) => keyOf({ workspace }), workspaceChanges),
  agent: table(
    lists.agentFields,
    (agent) => keyOf({ workspace: { agent: { preset: 'gemini-cli', ...agent } } }),
    agentChanges,
  ),
  Batch: table(lists.batchFields, (batch) => keyOf({ batch }), batchChanges),
  Repository: table(
    lists.repositoryFields,
    (change) => withContext({ type: 'Repository', repository: { org: 'o', repo: 'r', ...change } }),
    repositoryChanges,
  ),
  File: table(lists.fileFields, (change) => withContext({ type: 'File', file: { ...file, ...change } }), {
    filePath: '/workspace/b',
    source: { inline: 'b' },
  }),
  Http: table(
    lists.httpFields,
    (change) => withContext({ type: 'Http', http: { filePath: '/workspace/a', url: 'https://a.example', ...change } }),
    httpChanges,
  ),
  Command: table(
    lists.commandFields,
    (change) =>
      withContext({ type: 'Command', command: { filePath: '/workspace/a', image: 'a', script: 'ls', ...change } }),
    commandChanges,
  ),
  step: table(
    lists.stepFields,
    (change) => keyOfTaskRun({ task: { spec: { steps: [{ image: 'busybox', script: 'ls', ...change }] } } }),
    stepChanges,
  ),
};

test.each(Object.entries(tables).flatMap(([kind, rows]) => rows.map((row) => [kind, row.field, row] as const)))(
  '%s.%s: part of the key as its list says',
  (_kind, _field, { counts, want }) => expect(counts).toBe(want),
);

describe('docs/task-keys.md', () => {
  const page = readFileSync(new URL('../../../docs/task-keys.md', import.meta.url), 'utf8');
  const fieldsIn = (cell: string) => [...cell.matchAll(/`(\w+)`/g)].map(([, field]) => field);
  const documented: Record<string, object> = {
    WorkspaceConfig: lists.workspaceConfigFields,
    agent: lists.agentFields,
    Batch: lists.batchFields,
    BatchRun: lists.batchRunFields,
    Task: lists.taskFields,
    step: lists.stepFields,
    Repository: lists.repositoryFields,
    File: lists.fileFields,
    Http: lists.httpFields,
    Command: lists.commandFields,
  };
  test.each(Object.entries(documented))('%s: has the list of the code', (kind, fields) => {
    const [, yes = '', no = ''] = new RegExp(`^\\| ${kind} \\| (.*) \\| (.*) \\|$`, 'm').exec(page) ?? [];
    expect(
      Object.fromEntries([...fieldsIn(yes).map((f) => [f, true]), ...fieldsIn(no).map((f) => [f, false])]),
    ).toEqual(fields);
  });
});

describe('the key of a task', () => {
  const credential = { name: 'token', secretRef: { name: 'github', key: 'token' }, mountPath: '/token' };
  const github: Context = { type: 'Repository', repository: { org: 'Org', repo: 'Repo' } };
  const repository = (fields: RepositoryContext): Parts => ({
    batch: { variableContexts: [[{ type: 'Repository', repository: fields }]] },
  });
  const same: Record<string, [Parts, Parts]> = {
    'another run': [{}, { run: { name: 'update-002', jobs: 'synthesized', maxConcurrency: 3 } }],
    'the run repeats the salt of the Batch': [{ batch: { keySalt: 'a' } }, { run: { keySalt: 'a' } }],
    'another task before it': [{}, { batch: { variableContexts: [[], [github]] } }],
    'a context moves from the Batch to the WorkspaceConfig': [
      { batch: { commonContext: [{ type: 'File', file }] } },
      { workspace: { defaultContexts: [{ type: 'File', file }] } },
    ],
    'the image is the default, written out': [{}, { workspace: { agentImage: 'ghcr.io/kubetask/echo-agent:v0.1.0' } }],
    'defaults of the workspace, written out': [
      {},
      {
        workspace: { workspaceDir: '/workspace', env: [], args: [], command: [], credentials: [], defaultContexts: [] },
      },
    ],
    'defaults of the agent, written out': [
      { workspace: { agent: { preset: 'gemini-cli' } } },
      {
        workspace: {
          agent: {
            preset: 'gemini-cli',
            version: '0.61.0',
            permissions: 'edit',
            promptFile: '/workspace/task.md',
            extraArgs: [],
          },
        },
      },
    ],
    'variables in another order': [
      { workspace: { env: [{ name: 'A', value: 'a' }, { name: 'B' }] } },
      {
        workspace: {
          env: [
            { name: 'B', value: '' },
            { name: 'A', value: 'a' },
          ],
        },
      },
    ],
    'the usual mode of a credential, written out': [
      { workspace: { credentials: [credential] } },
      { workspace: { credentials: [{ ...credential, fileMode: 0o600 }] } },
    ],
    'another spelling of the URL': [
      repository({ org: 'Org', repo: 'Repo' }),
      repository({ url: 'git@github.com:org/repo.git', depth: 1, lfs: false, submodules: false, path: 'repo' }),
    ],
    'an optional key that is not': [
      { workspace: { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] } },
      { workspace: { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k', optional: false } } }] } },
    ],
  };
  test.each(Object.entries(same))('%s: the same', (_, [a, b]) => expect(keyOf(a)).toBe(keyOf(b)));

  const others: Record<string, [Parts, Parts]> = {
    'another value of a variable': [
      { workspace: { env: [{ name: 'A', value: 'a' }] } },
      { workspace: { env: [{ name: 'A', value: 'b' }] } },
    ],
    'a value that becomes a reference': [
      { workspace: { env: [{ name: 'A', value: 's' }] } },
      { workspace: { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] } },
    ],
    'variables in another order, where one names another': [
      {
        workspace: {
          env: [
            { name: 'A', value: 'a' },
            { name: 'B', value: '$(A)' },
          ],
        },
      },
      {
        workspace: {
          env: [
            { name: 'B', value: '$(A)' },
            { name: 'A', value: 'a' },
          ],
        },
      },
    ],
    'another Secret of a credential': [
      { workspace: { credentials: [credential] } },
      { workspace: { credentials: [{ ...credential, secretRef: { name: 'other', key: 'token' } }] } },
    ],
    'one argument that is split in two': [{ workspace: { args: ['a b'] } }, { workspace: { args: ['a', 'b'] } }],
    'an argument that is empty': [{ workspace: { args: ['a'] } }, { workspace: { args: ['a', ''] } }],
    'an argument that becomes the command': [{ workspace: { args: ['a'] } }, { workspace: { command: ['a'] } }],
    'the salt of the run replaces that of the Batch': [
      { batch: { keySalt: 'a' } },
      { batch: { keySalt: 'a' }, run: { keySalt: 'b' } },
    ],
    'all submodules': [
      repository({ org: 'o', repo: 'r', submodules: true }),
      repository({ org: 'o', repo: 'r', submodules: 'recursive' }),
    ],
    'the folder of the clone is nested': [
      repository({ org: 'o', repo: 'r' }),
      repository({ org: 'o', repo: 'r', path: 'o/r' }),
    ],
    'an inline text becomes a reference': [
      { batch: { commonContext: [{ type: 'File', file }] } },
      {
        batch: {
          commonContext: [{ type: 'File', file: { ...file, source: { configMapKeyRef: { name: 'a', key: 'a' } } } }],
        },
      },
    ],
    'contexts in another order': [
      { batch: { variableContexts: [[{ type: 'File', file }, github]] } },
      { batch: { variableContexts: [[github, { type: 'File', file }]] } },
    ],
  };
  test.each(Object.entries(others))('%s: another', (_, [a, b]) => expect(keyOf(a)).not.toBe(keyOf(b)));
});

describe('the key of a TaskRun', () => {
  const steps = [{ image: 'busybox', script: 'ls' }];
  const same: Record<string, Partial<TaskRunInputs>> = {
    'command, args and contexts, which steps do not get': {
      workspace: { command: ['run'], args: ['x'], defaultContexts: [{ type: 'File', file }] },
    },
    'agent and tools that no step uses': { workspace: { agentImage: 'other:v1', toolsImage: 'tools:v1' } },
    'another run and another timeout': { run: { name: 'other', namespace: 'team', timeout: '1h' } },
  };
  const base = { task: { spec: { steps } } };
  test.each(Object.entries(same))('%s: the same', (_, inputs) =>
    expect(keyOfTaskRun({ ...base, ...inputs })).toBe(keyOfTaskRun(base)),
  );

  const params = [{ name: 'who', default: 'world' }];
  const others: Record<string, [Partial<TaskRunInputs>, Partial<TaskRunInputs>]> = {
    'another value of a parameter': [
      { task: { spec: { steps, params } } },
      { task: { spec: { steps, params } }, run: { name: 'r', params: [{ name: 'who', value: 'you' }] } },
    ],
    'the agent of a step without an image': [
      { task: { spec: { steps: [{ script: 'ls' }] } } },
      { task: { spec: { steps: [{ script: 'ls' }] } }, workspace: { agentImage: 'other:v1' } },
    ],
    'the tools of a step without an image': [
      { task: { spec: { steps: [{ script: 'ls' }] } } },
      { task: { spec: { steps: [{ script: 'ls' }] } }, workspace: { toolsImage: 'tools:v1' } },
    ],
    'a variable of the WorkspaceConfig': [base, { ...base, workspace: { env: [{ name: 'A', value: 'a' }] } }],
  };
  test.each(Object.entries(others))('%s: another', (_, [a, b]) => expect(keyOfTaskRun(a)).not.toBe(keyOfTaskRun(b)));
});
