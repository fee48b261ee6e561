import { describe, expect, test } from '@jest/globals';
import type { Credential, WorkspaceConfigSpec } from '../../../api/generated/kinds.js';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import { checkObject } from '../../../plan/manifest/object/checked-object.js';
import { credentialProblems } from '../../../plan/pod/credentials.js';
import { planTaskRun } from '../../../plan/task-run/plan.js';
import { makeTaskInputs } from '../sample.js';
import { restrictedViolations } from './restricted.js';

const mountPath = '/var/run/secrets/tokens/aws/token';
const aws: Credential = {
  name: 'aws',
  serviceAccountToken: { audience: 'sts.amazonaws.com' },
  mountPath,
  env: 'AWS_WEB_IDENTITY_TOKEN_FILE',
};

test('a projected token for the agent alone, whose variable has the path; still no token for the API server', () => {
  const { pod } = planTaskRun(
    makeTaskInputs({
      task: { name: 'a', spec: { contexts: [{ type: 'Repository', repository: { url: 'https://git.example/a/b' } }] } },
      workspace: { serviceAccountName: 'agents', credentials: [aws] },
    }),
  );
  const { spec } = pod as unknown as { spec: import('@kubernetes/client-node').V1PodSpec };
  expect(spec.volumes?.find(({ name }) => name === 'identity-0')?.projected).toEqual({
    sources: [{ serviceAccountToken: { audience: 'sts.amazonaws.com', expirationSeconds: 3600, path: 'token' } }],
  });
  const mounting = [...(spec.initContainers ?? []), ...spec.containers].filter(({ volumeMounts = [] }) =>
    volumeMounts.some(({ name }) => name === 'identity-0'),
  );
  expect(mounting.map(({ name }) => name)).toEqual(['agent']);
  expect(mounting[0]?.volumeMounts).toContainEqual({
    ...{ name: 'identity-0', mountPath: '/var/run/secrets/tokens/aws', readOnly: true },
  });
  expect(mounting[0]?.env).toContainEqual({ name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: mountPath });
  expect([spec.automountServiceAccountToken, spec.serviceAccountName]).toEqual([false, 'agents']);
  expect(restrictedViolations(spec)).toEqual([]);
});

const errors = (credentials: object[], spec: WorkspaceConfigSpec = { serviceAccountName: 'agents' }) =>
  checkObject({
    apiVersion: 'kubetask.io/v1alpha1',
    kind: 'WorkspaceConfig',
    metadata: { name: 'default' },
    ...{ spec: { ...spec, credentials } },
  } as never).errors.map(formatFieldError);

describe('audiences', () => {
  const allowed = [
    'sts.amazonaws.com',
    'https://vault.example',
    'api://AzureADTokenExchange',
    '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/k',
    'my-project.svc.id.goog',
    'kubernetes.example.com',
  ];
  const refused = [
    'https://kubernetes.default.svc',
    'https://kubernetes.default.svc.cluster.local',
    'HTTPS://Kubernetes.Default.svc.cluster.local:443/',
    'kubernetes.default',
    'kubernetes',
    'api',
    'k3s',
    'rke2',
    'https://container.googleapis.com/v1/projects/p/locations/l/clusters/c',
    'https://oidc.eks.eu-west-1.amazonaws.com/id/ABC',
    'https://x.hcp.westeurope.azmk8s.io',
    '',
    ' ',
  ];
  const of = (audience: string) => errors([{ ...aws, serviceAccountToken: { audience } }]);
  test.each(allowed)('%j is allowed', (audience) => expect(of(audience)).toEqual([]));
  test.each(refused)('%j is refused, by its path', (audience) =>
    expect(of(audience)[0]).toMatch(/^spec\.credentials\[0\]\.serviceAccountToken\.audience: Invalid value/),
  );
});

describe('what the schema refuses', () => {
  const cases: Record<string, { credentials: object[]; spec?: WorkspaceConfigSpec; want: RegExp }> = {
    'no audience': { credentials: [{ ...aws, serviceAccountToken: {} }], want: /audience: Required value/ },
    'no ServiceAccount': { credentials: [aws], spec: {}, want: /name the ServiceAccount in serviceAccountName/ },
    'no path': { credentials: [{ ...aws, mountPath: undefined }], want: /give the path of the file in mountPath/ },
    'a mode': { credentials: [{ ...aws, fileMode: 256 }], want: /fileMode: .*leave fileMode out/ },
    'a Secret, too': {
      credentials: [{ ...aws, secretRef: { name: 'a', key: 'b' } }],
      want: /give either secretRef or serviceAccountToken/,
    },
    neither: { credentials: [{ name: 'a', env: 'A' }], want: /give either secretRef or serviceAccountToken/ },
    'five minutes': {
      credentials: [{ ...aws, serviceAccountToken: { audience: 'a', expirationSeconds: 300 } }],
      want: /expirationSeconds: .*greater than or equal to 600/,
    },
  };
  test.each(Object.entries(cases))('%s', (_, { credentials, spec, want }) =>
    expect(errors(JSON.parse(JSON.stringify(credentials)), spec).join('\n')).toMatch(want),
  );
});

describe('folders that a token cannot have', () => {
  const cases: Record<string, { path: string; others?: Credential[]; want: RegExp }> = {
    'one of the system': {
      path: '/etc/token',
      want: /the mount would replace the folder \/etc; give the token a separate folder/,
    },
    'the root': { path: '/token', want: /replace the folder \// },
    'in the workspace': { path: '/workspace/aws/token', want: /\/workspace\/aws and \/workspace overlap/ },
    'that of the API token': {
      path: '/var/run/secrets/kubernetes.io/serviceaccount/token',
      want: /overlap/,
    },
    'above it': {
      path: '/var/run/token',
      want: /\/var\/run and \/var\/run\/secrets\/kubernetes\.io\/serviceaccount overlap/,
    },
    'that of another token': {
      path: '/var/run/secrets/tokens/aws/other',
      others: [aws],
      want: /\/var\/run\/secrets\/tokens\/aws and \/var\/run\/secrets\/tokens\/aws overlap/,
    },
    'that of a context file': { path: '/opt/files/token', want: /\/opt\/files and \/opt\/files\/a\.md overlap/ },
    ours: { path: '/kubetask/x/token', want: /\/kubetask is reserved/ },
  };
  test.each(Object.entries(cases))('%s', (_, { path, others = [], want }) => {
    const credentials = [...others, { ...aws, name: 'own', mountPath: path }];
    const [problem = { path: '', type: 'Invalid' as const, value: '', detail: '' }] = credentialProblems(
      { credentials },
      ['/opt/files/a.md'],
    ).slice(-1);
    expect(formatFieldError(problem)).toMatch(want);
  });
});
