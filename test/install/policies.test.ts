import { describe, expect, test } from '@jest/globals';
import { crds } from '../../api/generated/crds.js';
import { readInstallValues } from '../../constructs/install/install-values.js';
import { policies } from '../../constructs/install/policies/emit-policies.js';
import { fieldText, policedFields } from '../../constructs/install/policies/policed-fields.js';
import { admissionEnvironment } from '../../packages/structural-schema/admission-cel.js';
import type { AccessQuestion } from '../../packages/structural-schema/authorizer.js';
import { type AdmissionRequest, policyViolations } from '../../packages/structural-schema/validating-policy.js';

const policyOf = (subject: string) => {
  const found = policies().find(({ metadata }) => metadata.name === `kubetask-policies.${subject}`);
  if (!found) throw new Error(`There is no policy ${subject}`);
  return found.spec;
};
const lists = (data: object) => ({ data: { images: '', repositories: '', urls: '', secrets: '', ...data } });

test('every field that names an image, a repository, a URL or a Secret is validated', () => {
  const fields = Object.entries(crds).map(([kind, { spec }]) => [
    kind,
    policedFields(spec.versions[0]?.schema.openAPIV3Schema ?? {})
      .map(fieldText)
      .sort(),
  ]);
  const contexts = (path: string) => [
    `${path}[].command.env[].secretKeyRef.name`,
    `${path}[].command.image`,
    `${path}[].file.source.secretKeyRef.name`,
    `${path}[].http.headers[].secretKeyRef.name`,
    `${path}[].http.url`,
    `${path}[].repository`,
    `${path}[].repository.secretRef.name`,
  ];
  const batch = (path: string) =>
    ['commonContext', 'tasks[].contexts', 'variableContexts[]'].flatMap((list) => contexts(`${path}.${list}`));
  const task = (path: string) => [
    ...contexts(`${path}.contexts`),
    `${path}.steps[].env[].valueFrom.secretKeyRef.name`,
    `${path}.steps[].image`,
  ];
  expect(Object.fromEntries(fields)).toEqual({
    Agent: ['spec.env[].valueFrom.secretKeyRef.name', 'spec.image', 'spec.imagePullSecrets[].name'],
    AgentBuild: [
      ...['spec.agent.env[].valueFrom.secretKeyRef.name', 'spec.agent.imagePullSecrets[].name'],
      ...['spec.env[].valueFrom.secretKeyRef.name', 'spec.imageRegistry'],
      ...['spec.images.build', 'spec.images.pull', 'spec.images.push', 'spec.repoUrl'],
    ],
    Batch: batch('spec'),
    BatchRun: batch('spec.batchSpec'),
    Task: task('spec'),
    TaskRun: task('spec.taskSpec'),
    WorkspaceConfig: [
      ...['spec.agentImage', 'spec.credentials[].secretRef.name', ...contexts('spec.defaultContexts')],
      ...['spec.env[].valueFrom.secretKeyRef.name', 'spec.fetchImage'],
      ...['spec.gitTokens[].apiUrl', 'spec.gitTokens[].gitea.passwordRef.name'],
      ...['spec.gitTokens[].githubApp.privateKeyRef.name', 'spec.gitTokens[].gitlab.tokenRef.name'],
      ...['spec.imagePullSecrets[].name', 'spec.initImage', 'spec.toolsImage'],
    ],
  });
});

describe('expressions', () => {
  const expressions = policies().flatMap(({ metadata: { name }, spec }) =>
    [
      ...(spec.matchConditions ?? []).map(({ expression }) => expression),
      ...(spec.variables ?? []).map(({ expression }) => expression),
      ...spec.validations.flatMap(({ expression, messageExpression = "''" }) => [expression, messageExpression]),
    ].map((expression): [string, string] => [name, expression]),
  );
  test.each(expressions)('%s: %s', (_, expression) =>
    expect(admissionEnvironment().parse(expression).check()).toMatchObject({ valid: true }),
  );
});

describe('which names are allowed', () => {
  const repository = (fields: object) => ({
    spec: { variableContexts: [[{ type: 'Repository', repository: fields }]] },
  });
  const github = lists({ repositories: 'https://github.com/my-org/* git@git.example.org:team/app.git' });
  const cases: Record<string, { policy: string; object: object; params: object; want: string[] }> = {
    'no list: anything': {
      policy: 'agents.beeai.dev',
      object: { spec: { image: 'evil.example.org/x:1' } },
      params: lists({}),
      want: [],
    },
    'an image below a prefix: allowed': {
      policy: 'agents.beeai.dev',
      object: { spec: { image: 'ghcr.io/my-org/x:1' } },
      params: lists({ images: 'quay.io/a ghcr.io/my-org/*' }),
      want: [],
    },
    'an image of an organization whose name has the same prefix: refused': {
      policy: 'agents.beeai.dev',
      object: { spec: { image: 'ghcr.io/my-org-evil/x:1' } },
      params: lists({ images: 'ghcr.io/my-org/*' }),
      want: ['spec.image is not allowed here; allowed images are: ghcr.io/my-org/*'],
    },
    'no agentImage: the built-in one, allowed': {
      policy: 'workspaceconfigs.kubetask.io',
      object: { spec: {} },
      params: lists({ images: 'ghcr.io/my-org/*' }),
      want: [],
    },
    'an image in the second step of an inline task: refused': {
      policy: 'taskruns.kubetask.io',
      object: { spec: { taskSpec: { steps: [{ script: 'true' }, { image: 'evil:1' }] } } },
      params: lists({ images: 'ghcr.io/my-org/*' }),
      want: ['spec.taskSpec.steps[].image is not allowed here; allowed images are: ghcr.io/my-org/*'],
    },
    'a build that pushes elsewhere: refused': {
      policy: 'agentbuilds.beeai.dev',
      object: { spec: { repoUrl: 'https://x/y', imageRegistry: 'evil.example.org/x', image: 'agent', imageTag: '1' } },
      params: lists({ images: 'ghcr.io/my-org/*' }),
      want: ['spec.imageRegistry is not allowed here; allowed images are: ghcr.io/my-org/*'],
    },
    'a build that pushes to an allowed registry: allowed': {
      policy: 'agentbuilds.beeai.dev',
      object: { spec: { repoUrl: 'https://x/y', imageRegistry: 'ghcr.io/my-org', image: 'agent', imageTag: '1' } },
      params: lists({ images: 'ghcr.io/my-org/*' }),
      want: [],
    },
    'org and repo: evaluated as a URL, allowed': {
      policy: 'batches.kubetask.io',
      object: repository({ org: 'my-org', repo: 'app' }),
      params: github,
      want: [],
    },
    'a repository named ..: refused': {
      policy: 'batches.kubetask.io',
      object: repository({ org: 'my-org', repo: '..' }),
      params: lists({ repositories: 'https://github.com/my-org/*' }),
      want: [
        'spec.variableContexts[][].repository is not allowed here; allowed repositories are: https://github.com/my-org/*',
      ],
    },
    'another org: refused': {
      policy: 'batches.kubetask.io',
      object: repository({ org: 'other', repo: 'app' }),
      params: github,
      want: [
        'spec.variableContexts[][].repository is not allowed here; allowed repositories are: https://github.com/my-org/*, git@git.example.org:team/app.git',
      ],
    },
    'a URL that is listed literally: allowed': {
      policy: 'batches.kubetask.io',
      object: repository({ url: 'git@git.example.org:team/app.git' }),
      params: github,
      want: [],
    },
    'an allowed Secret and another one: the other is refused': {
      policy: 'workspaceconfigs.kubetask.io',
      object: { spec: { credentials: [{ secretRef: { name: 'kubetask-a' } }, { secretRef: { name: 'admin' } }] } },
      params: lists({ secrets: 'kubetask-*' }),
      want: ['spec.credentials[].secretRef.name is not allowed here; allowed secrets are: kubetask-*'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { policy, object, params, want }) =>
    expect(policyViolations(policyOf(policy), { object, params, operation: 'CREATE' })).toEqual(want),
  );

  test.each([
    'https://github.com/my-org/../evil/x',
    'https://github.com/my-org/%2E%2e/evil/x',
    'https://github.com/my-org/a%2fb',
    'https://github.com.evil.example.org/my-org/x',
    'https://github.com@evil.example.org/my-org/x',
    'HTTPS://GITHUB.COM/my-org/x',
    ' https://github.com/my-org/x',
    'http://github.com/my-org/x',
    'file:///etc',
  ])('%s: refused', (url) =>
    expect(
      policyViolations(policyOf('batches.kubetask.io'), {
        object: repository({ url }),
        params: github,
        operation: 'CREATE',
      }),
    ).toHaveLength(1),
  );
});

describe('existing objects', () => {
  const forbidden = { spec: { image: 'evil:1' } };
  const params = lists({ images: 'ghcr.io/*' });
  const cases: Record<string, { asked: AdmissionRequest; want: number }> = {
    'its labels change: allowed': {
      asked: {
        operation: 'UPDATE',
        object: { ...forbidden, metadata: { labels: { a: 'b' } } },
        oldObject: forbidden,
        params,
      },
      want: 0,
    },
    'its spec changes: validated': {
      asked: { operation: 'UPDATE', object: forbidden, oldObject: { spec: { image: 'ghcr.io/x:1' } }, params },
      want: 1,
    },
    'the ConfigMap lacks a list: refused': {
      asked: { operation: 'CREATE', object: forbidden, params: { data: {} } },
      want: 1,
    },
  };
  test.each(Object.entries(cases))('%s', (_, { asked, want }) =>
    expect(policyViolations(policyOf('agents.beeai.dev'), asked)).toHaveLength(want),
  );
});

describe.each([
  [
    'outcomes',
    'batchruns',
    'kubetask.io/outcomes-shard',
    'only who may patch the status of BatchRuns writes their outcomes',
  ],
  [
    'ledgers',
    'batches',
    'kubetask.io/ledger',
    'only who may patch the status of Batches writes which of their tasks have succeeded',
  ],
])('who may write %s', (policy, resource, label, message) => {
  const object = { metadata: { name: 'x', labels: { [label]: 'x' } } };
  const write = (may: (question: AccessQuestion) => boolean) =>
    policyViolations(policyOf(policy), { object, operation: 'CREATE', namespace: 'team', may });

  test('a user who may patch that status, such as the controller: allowed', () => {
    const wanted = { group: 'kubetask.io', resource, subresource: 'status', namespace: 'team', verb: 'patch' };
    expect(
      write((question) => Object.entries(wanted).every(([key, value]) => Reflect.get(question, key) === value)),
    ).toEqual([]);
  });
  test('any other user: refused', () =>
    expect(write(({ subresource }) => subresource === undefined)).toEqual([message]));
});

test('invalid values: the error names them', () => {
  const text = 'policies:\n  images: ["ghcr.io/*/x"]\n  repositories: ["github.com/org/*"]\n  action: Refuse\n';
  expect(readInstallValues({ name: 'values.yaml', text }).problems).toHaveLength(3);
});
