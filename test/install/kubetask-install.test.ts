import { describe, expect, test } from '@jest/globals';
import type { V1Deployment } from '@kubernetes/client-node';
import { type InstallProps, KubetaskInstall } from '../../constructs/index.js';
import { readInstallValues } from '../../constructs/install/install-values.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { formatManifestProblem } from '../../plan/manifest/yaml/manifest-problem.js';
import { problemsOf, synthesizeObjects } from '../constructs/sample.js';
import { restrictedViolations } from '../plan/pod/restricted.js';

const install = (props: InstallProps = {}): KubernetesObject[] =>
  synthesizeObjects((scope) => new KubetaskInstall(scope, 'kubetask', props));
const named = ({ kind, metadata }: KubernetesObject) =>
  [kind, [metadata.namespace, metadata.name].filter(Boolean).join('/')].join(' ');

const always = [
  'Namespace kubetask-system',
  'ServiceAccount kubetask-system/kubetask-controller',
  'Role kubetask-system/kubetask-controller-election',
  'RoleBinding kubetask-system/kubetask-controller-election',
  'Deployment kubetask-system/kubetask-controller',
  'Service kubetask-system/kubetask-controller-metrics',
  'NetworkPolicy kubetask-system/kubetask-controller',
];
const users = ['ClusterRole kubetask-view', 'ClusterRole kubetask-edit'];
const everywhere = ['ClusterRole kubetask-controller', 'ClusterRoleBinding kubetask-controller'];
const inNamespace = (name: string) => [`Role ${name}/kubetask-controller`, `RoleBinding ${name}/kubetask-controller`];

describe('what is installed', () => {
  const cases: Record<string, { props: InstallProps; want: string[] }> = {
    'no props: one replica with rights in all namespaces': {
      props: { crds: false },
      want: [...always, ...users, ...everywhere],
    },
    'two replicas: a PodDisruptionBudget': {
      props: { crds: false, replicas: 2 },
      want: [...always, ...users, ...everywhere, 'PodDisruptionBudget kubetask-system/kubetask-controller'],
    },
    'watched namespaces and no roles for users: no cluster-scoped object but the Namespace': {
      props: { crds: false, userRoles: false, watchNamespaces: ['a', 'b'] },
      want: [...always, ...inNamespace('a'), ...inNamespace('b')],
    },
    'cleanup: rights to delete runs': {
      props: { crds: false, cleanup: { failedTTLDays: 1 } },
      want: [
        ...[...always, ...users, ...everywhere],
        ...['ClusterRole kubetask-controller-cleanup', 'ClusterRoleBinding kubetask-controller-cleanup'],
      ],
    },
    'credentials: a default WorkspaceConfig': {
      props: { crds: false, workspace: { github: { name: 'github', key: 'token' } } },
      want: [...always, ...users, ...everywhere, 'WorkspaceConfig kubetask-system/default'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { props, want }) => {
    expect(install(props).map(named).sort()).toEqual([...want].sort());
  });

  test('the CustomResourceDefinitions come first', () => {
    const kinds = install().map(({ kind }) => kind);
    expect(kinds.lastIndexOf('CustomResourceDefinition')).toBeLessThan(kinds.indexOf('Namespace'));
  });
});

test('the controller is hardened', () => {
  const deployment = install().find(({ kind }) => kind === 'Deployment') as unknown as V1Deployment;
  const pod = deployment.spec?.template.spec;
  expect(pod && restrictedViolations(pod)).toEqual([]);
  expect(pod?.containers[0]).toMatchObject({
    securityContext: { readOnlyRootFilesystem: true },
    resources: { requests: { cpu: '20m', memory: '96Mi' }, limits: { memory: '256Mi' } },
    livenessProbe: { httpGet: { path: '/healthz' } },
    readinessProbe: { httpGet: { path: '/readyz' } },
  });
});

test('Secrets are named, but no role grants them', () => {
  const workspace = { claude: { name: 'claude', key: 'apiKey' } };
  const objects = install({ crds: false, workspace });
  expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  expect(JSON.stringify(objects.filter(({ kind }) => /Role$/.test(kind)))).not.toContain('secrets');
  expect(objects.find(({ kind }) => kind === 'WorkspaceConfig')).toMatchObject({
    spec: { credentials: [{ name: 'claude', secretRef: workspace.claude, env: 'ANTHROPIC_API_KEY' }] },
  });
});

test('invalid props: all problems at once, and nothing is synthesized', () => {
  const props = { replicas: 0, watchNamespaces: ['a', 'a'], logLevel: 'loud' } as unknown as InstallProps;
  expect(
    problemsOf((scope) => new KubetaskInstall(scope, 'kubetask', props)).map((line) => line.split(': ')[0]),
  ).toEqual(['replicas', 'logLevel', 'watchNamespaces[1]']);
});

describe('a values file', () => {
  const cases: Record<string, { text: string; want: string[] }> = {
    'empty: the defaults': { text: '', want: [] },
    'valid: no problem': { text: 'replicas: 2\nwatchNamespaces: [team-a]\n', want: [] },
    'invalid: each problem with its line and column': {
      text: 'replica: 2\nreplicas: many\ngithub:\n  token: abc\n',
      want: [
        'v.yaml:1:1: replica: Forbidden: unknown field; did you mean replicas?',
        'v.yaml:2:11: replicas: Invalid value: "string": replicas in body must be of type integer: "string"',
        'v.yaml:3:1: github: Forbidden: unknown field; give workspace.github {name, key}',
      ],
    },
    'two workspace volumes: one is allowed': {
      text: 'workspace:\n  volume: {emptyDir: {}, ephemeral: {size: 1Gi}}\n',
      want: ['v.yaml:2:3: workspace.volume: Too many: 2: must have at most 1 item'],
    },
    'no YAML: the error says where': {
      text: 'a: [',
      want: [expect.stringMatching(/^v.yaml:1:5: cannot read YAML/) as unknown as string],
    },
    'a list: the error says what is wanted': {
      text: '- a\n',
      want: ['v.yaml:1:1: <nil>: Invalid value: ["a"]: must be fields and their values'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { text, want }) => {
    expect(readInstallValues({ name: 'v.yaml', text }).problems.map(formatManifestProblem)).toEqual(want);
  });
});
