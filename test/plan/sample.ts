import type { BatchSpec, Context, FileSource, GitToken, RepositoryContext } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { BatchRunInputs } from '../../plan/batch-run/inputs.js';
import type { TaskRunInputs } from '../../plan/task-run/plan.js';

/** Builders of plan inputs; each sets only what the case is about. */
export const makeFile = (filePath: string, source: FileSource | string): Context => ({
  type: 'File',
  file: { filePath, source: typeof source === 'string' ? { inline: source } : source },
});

export const makeRepository = (repository: Partial<RepositoryContext> = {}): Context => ({
  type: 'Repository',
  repository: {
    branch: 'main',
    ...(repository.url ? {} : { org: 'myorg', repo: 'service-a' }),
    ...repository,
  },
});

/** Of a GitHub App for every repository of `myorg`. */
export const makeAppRule = (rule: Partial<GitToken> = {}): GitToken => ({
  name: 'app',
  url: 'https://github.com/myorg',
  githubApp: { appId: '12', installationId: 34, privateKeyRef: { name: 'github-app', key: 'private-key.pem' } },
  ...rule,
});

export const makeBatch = (spec: BatchSpec = {}): BatchSpec => ({
  commonContext: [makeFile('/workspace/task.md', 'Update dependencies.\n')],
  variableContexts: [[makeRepository()], [makeRepository({ repo: 'service-b' })]],
  ...spec,
});

/** The texts that the user has written, a list for each ConfigMap; the scripts of ours are left out. */
export const writtenTexts = (configMaps: readonly KubernetesObject[]): string[][] =>
  configMaps
    .filter(({ metadata: { name } }) => name.includes('-context-'))
    .map((configMap) => Object.values((configMap as { data?: Record<string, string> }).data ?? {}));

export const makeInputs = (inputs: Partial<BatchRunInputs> = {}): BatchRunInputs => ({
  run: { name: 'update-001', namespace: 'team' },
  batch: { name: 'update', spec: makeBatch() },
  workspace: {},
  ...inputs,
});

export const makeTaskInputs = (inputs: Partial<TaskRunInputs> = {}): TaskRunInputs => ({
  run: { name: 'hello-run-1', namespace: 'team' },
  task: { name: 'hello', spec: { steps: [{ image: 'busybox', script: 'echo hello' }] } },
  workspace: {},
  ...inputs,
});
