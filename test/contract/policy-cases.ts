import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

/** What the policies allow in these cases. */
export const allowed = {
  images: ['ghcr.io/my-org/*', 'quay.io/other/agent:v1'],
  repositories: ['https://github.com/my-org/*', 'git@git.example.org:team/app.git'],
  urls: ['https://api.example.org/v1/*'],
  secrets: ['kubetask-*'],
};

export interface PolicyCase {
  readonly plural: string;
  readonly object: KubernetesObject;
  /** The field that is refused; absent when all are allowed. */
  readonly want?: string;
}

const ours = (kind: string, spec: object): KubernetesObject => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind,
  metadata: { name: 'policed' },
  ...{ spec },
});
const beeai = (kind: string, spec: object): KubernetesObject => ({
  apiVersion: 'beeai.dev/v1',
  kind,
  metadata: { name: 'policed' },
  ...{ spec },
});
const batch = (repository: object): KubernetesObject =>
  ours('Batch', {
    variableContexts: [
      [{ type: 'File', file: { filePath: '/a', source: { inline: 'x' } } }],
      [{ type: 'Repository', repository: { branch: 'main', ...repository } }],
    ],
  });
const fetching = (url: string): KubernetesObject =>
  ours('Task', { contexts: [{ type: 'Http', http: { filePath: '/a', url } }] });
const build = (rest: object): KubernetesObject =>
  beeai('AgentBuild', {
    repoUrl: 'https://github.com/my-org/agent.git',
    imageRegistry: 'ghcr.io/my-org',
    image: 'agent',
    imageTag: 'v1',
    ...rest,
  });

/** Objects that are valid but for the policies. */
export const policyCases: Record<string, PolicyCase> = {
  'an image below a prefix': { plural: 'agents', object: beeai('Agent', { image: 'ghcr.io/my-org/x:1' }) },
  'an image that is listed literally': {
    plural: 'agents',
    object: beeai('Agent', { image: 'quay.io/other/agent:v1' }),
  },
  'an image of an organization whose name has the same prefix': {
    plural: 'agents',
    object: beeai('Agent', { image: 'ghcr.io/my-org-evil/x:1' }),
    want: 'spec.image',
  },
  'a URL of a context below a prefix': { plural: 'tasks', object: fetching('https://api.example.org/v1/x?y=1') },
  'a URL of a context on another host': {
    plural: 'tasks',
    object: fetching('https://evil.example/v1/'),
    want: 'spec.contexts[].http.url',
  },
  'a URL of a context that leaves its prefix': {
    plural: 'tasks',
    object: fetching('https://api.example.org/v1/%2e%2e/admin'),
    want: 'spec.contexts[].http.url',
  },
  'a URL of a context of a Batch': {
    plural: 'batches',
    object: ours('Batch', {
      commonContext: [{ type: 'Http', http: { filePath: '/a', url: 'https://api.example.org.evil/v1/' } }],
      variableContexts: [[]],
    }),
    want: 'spec.commonContext[].http.url',
  },
  'a URL of a default context': {
    plural: 'workspaceconfigs',
    object: ours('WorkspaceConfig', {
      defaultContexts: [{ type: 'Http', http: { filePath: '/a', url: 'https://api.example.org/' } }],
    }),
    want: 'spec.defaultContexts[].http.url',
  },
  'a Secret in a variable': {
    plural: 'agents',
    object: beeai('Agent', {
      image: 'ghcr.io/my-org/x:1',
      env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'admin', key: 'k' } } }],
    }),
    want: 'spec.env[].valueFrom.secretKeyRef.name',
  },
  'a build that pushes to an allowed registry': { plural: 'agentbuilds', object: build({}) },
  'a build that pushes elsewhere': {
    plural: 'agentbuilds',
    object: build({ imageRegistry: 'registry.example.org' }),
    want: 'spec.imageRegistry',
  },
  'a build of another repository': {
    plural: 'agentbuilds',
    object: build({ repoUrl: 'https://github.com/other/agent.git' }),
    want: 'spec.repoUrl',
  },
  'org and repo': { plural: 'batches', object: batch({ org: 'my-org', repo: 'app' }) },
  'another org, in the second task': {
    plural: 'batches',
    object: batch({ org: 'other', repo: 'app' }),
    want: 'spec.variableContexts[][].repository',
  },
  'a URL that is listed literally': { plural: 'batches', object: batch({ url: 'git@git.example.org:team/app.git' }) },
  'a host that has the same prefix': {
    plural: 'batches',
    object: batch({ url: 'https://github.com.example.org/my-org/app' }),
    want: 'spec.variableContexts[][].repository',
  },
  'the Secret of a clone': {
    plural: 'batches',
    object: batch({ org: 'my-org', repo: 'app', secretRef: { name: 'admin' } }),
    want: 'spec.variableContexts[][].repository.secretRef.name',
  },
  'an inline Batch': {
    plural: 'batchruns',
    object: ours('BatchRun', { batchSpec: (batch({ org: 'other', repo: 'app' }) as { spec?: object }).spec }),
    want: 'spec.batchSpec.variableContexts[][].repository',
  },
  'an image in the second step': {
    plural: 'tasks',
    object: ours('Task', {
      steps: [
        { name: 'a', script: 'true' },
        { name: 'b', image: 'docker.io/evil:1' },
      ],
    }),
    want: 'spec.steps[].image',
  },
  'an inline Task': {
    plural: 'taskruns',
    object: ours('TaskRun', { taskSpec: { steps: [{ name: 'a', image: 'docker.io/evil:1' }] } }),
    want: 'spec.taskSpec.steps[].image',
  },
  'no image: the built-in one': { plural: 'workspaceconfigs', object: ours('WorkspaceConfig', {}) },
  'a credential': {
    plural: 'workspaceconfigs',
    object: ours('WorkspaceConfig', {
      credentials: [
        { name: 'a', secretRef: { name: 'kubetask-a', key: 'k' }, env: 'A' },
        { name: 'b', secretRef: { name: 'admin', key: 'k' }, env: 'B' },
      ],
    }),
    want: 'spec.credentials[].secretRef.name',
  },
};
