import type {
  BatchRunSpec,
  BatchSpec,
  CommandContext,
  FileContext,
  HttpContext,
  RepositoryContext,
  Step,
  TaskSpec,
  WorkspaceAgent,
  WorkspaceConfigSpec,
} from '../../api/generated/kinds.js';

/** True for a field that is part of the task key. */
export type CountedFields<Spec> = { readonly [Field in keyof Spec]-?: boolean };

/*
 * What the task key covers: everything that changes the work of the agent, and nothing else. A new field of the API does not
 * compile before it is listed here. `docs/task-keys.md` has the same lists, and a test compares the two.
 */

export const workspaceConfigFields: CountedFields<WorkspaceConfigSpec> = {
  agentImage: true,
  command: true,
  args: true,
  agent: true,
  env: true,
  credentials: true,
  toolsImage: true,
  workspaceDir: true,
  defaultContexts: true,
  // How the workspace is prepared.
  initImage: false,
  fetchImage: false,
  gitTokens: false,
  imagePullSecrets: false,
  proxy: false,
  caBundle: false,
  // Where and how fast the Pod runs, and as whom.
  resources: false,
  workspaceVolume: false,
  scheduling: false,
  runtimeClassName: false,
  concurrency: false,
  queue: false,
  terminationGracePeriodSeconds: false,
  podLabels: false,
  serviceAccountName: false,
  securityContext: false,
  readOnlyRootFilesystem: false,
};

export const agentFields: CountedFields<WorkspaceAgent> = {
  preset: true,
  // The tag of the image, or none.
  version: true,
  model: true,
  effort: true,
  permissions: true,
  maxTurns: true,
  maxCostUsd: true,
  promptFile: true,
  extraArgs: true,
  rateLimit: false,
  silenceSeconds: false,
};

export const batchFields: CountedFields<BatchSpec> = {
  commonContext: true,
  variableContexts: true,
  tasks: true,
  branchSuffix: true,
  keySalt: true,
  // What they say is in the texts.
  params: false,
  reuse: false,
  workspaceConfigRef: false,
  backoffLimit: false,
  retry: false,
  pendingSeconds: false,
  activeDeadlineSeconds: false,
  maxConcurrency: false,
};

export const batchRunFields: CountedFields<BatchRunSpec> = {
  batchSpec: true,
  keySalt: true,
  params: false,
  reuseFrom: false,
  taskKeys: false,
  batchRef: false,
  jobs: false,
  maxConcurrency: false,
  suspend: false,
  cancel: false,
};

export const taskFields: CountedFields<TaskSpec> = {
  steps: true,
  contexts: true,
  params: true,
  workspaceConfigRef: false,
};

export const stepFields: CountedFields<Step> = {
  image: true,
  script: true,
  command: true,
  args: true,
  env: true,
  workingDir: true,
  name: false,
  resources: false,
};

export const repositoryFields: CountedFields<RepositoryContext> = {
  org: true,
  repo: true,
  url: true,
  branch: true,
  revision: true,
  path: true,
  depth: true,
  submodules: true,
  lfs: true,
  secretRef: false,
  hostKeyChecking: false,
  timeoutSeconds: false,
};

export const fileFields: CountedFields<FileContext> = { filePath: true, source: true };

export const httpFields: CountedFields<HttpContext> = {
  filePath: true,
  url: true,
  headers: true,
  jsonPointer: true,
  optional: true,
  method: false,
  maxBytes: false,
  timeoutSeconds: false,
  allowPrivate: false,
};

export const commandFields: CountedFields<CommandContext> = {
  filePath: true,
  image: true,
  script: true,
  env: true,
  maxBytes: false,
  timeoutSeconds: false,
};
