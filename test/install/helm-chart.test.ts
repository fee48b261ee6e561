import { describe, expect, test } from '@jest/globals';
import { load, loadAll } from 'js-yaml';
import { type InstallProps, KubetaskInstall } from '../../constructs/index.js';
import { helmChart } from '../../constructs/install/helm/helm-chart.js';
import { templateText } from '../../constructs/install/helm/template-text.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { synthesizeObjects } from '../constructs/sample.js';
import { renderTemplate } from './render-template.js';

const chart = helmChart();
const defaults = load(chart.get('values.yaml') ?? '') as object;

/** What `helm template` prints, with the CustomResourceDefinitions. */
function rendered(values: object): KubernetesObject[] {
  const root = { Values: { ...defaults, ...values }, Release: { Namespace: 'kubetask-system' } };
  const crds = [...chart].filter(([path]) => path.startsWith('crds/')).map(([, text]) => text);
  const templates = [...chart].filter(([path]) => path.startsWith('templates/'));
  const texts = templates.map(([, text]) => renderTemplate(text, root));
  return [...crds, ...texts]
    .flatMap((text) => loadAll(text) as (KubernetesObject | null)[])
    .filter((one) => one !== null);
}

const inOrder = (objects: readonly KubernetesObject[]) =>
  new Map(
    objects
      .map((one): [string, KubernetesObject] => [
        `${one.kind} ${one.metadata.namespace ?? ''} ${one.metadata.name}`,
        one,
      ])
      .sort(([a], [b]) => a.localeCompare(b)),
  );

describe('the chart renders what the construct synthesizes', () => {
  const secret = (name: string) => ({ name, key: 'value' });
  const cases: Record<string, { values: InstallProps }> = {
    'no values': { values: {} },
    'every value of the controller': {
      values: {
        image: 'registry.example.com:5000/controller@sha256:abc',
        imagePullSecrets: [{ name: 'registry' }],
        replicas: 3,
        resources: { requests: { cpu: '1' }, limits: { cpu: '2', memory: '1Gi' } },
        heapMiB: 700,
        logLevel: 'debug',
        cleanup: { ttlDays: 7, failedTTLDays: 0.5 },
        apiServerPorts: [8443],
        userRoles: false,
      },
    },
    'policies with every list': {
      values: {
        policies: {
          images: ['ghcr.io/org/*', 'quay.io/x'],
          repositories: ['https://github.com/org/*'],
          urls: ['https://api.example.com/*'],
          secrets: ['kubetask-*'],
          action: 'Warn',
        },
      },
    },
    'only the policy of outcomes': { values: { policies: { action: 'Deny' } } },
    'two watched namespaces, one that looks like a number': { values: { watchNamespaces: ['team-a', '123'] } },
    'cleanup in one watched namespace': {
      values: { watchNamespaces: ['team-a'], cleanup: { ttlDays: 1 } },
    },
    'only an agent image': { values: { workspace: { agentImage: 'agent:v1' } } },
    'only a workspace volume': {
      values: { workspace: { volume: { ephemeral: { size: '20Gi', storageClassName: 'fast' } } } },
    },
    'every credential, in each watched namespace': {
      values: {
        watchNamespaces: ['team-a', 'team-b'],
        workspace: {
          github: secret('github'),
          claude: secret('claude'),
          vertexAI: { projectID: '4711', location: 'us-east5', credentials: secret('vertex') },
        },
      },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { values }) => {
    const synthesized = synthesizeObjects((scope) => new KubetaskInstall(scope, 'kubetask', values));
    const want = synthesized.filter(({ kind }) => kind !== 'Namespace');
    expect(inOrder(rendered(values))).toEqual(inOrder(want));
  });
});

test('text that looks like a template action: unchanged', () => {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { a: 'x {{ .b }} y' } };
  expect(load(renderTemplate(templateText(object), {}))).toEqual(object);
});

test('values.schema.json has every value and refuses others', () => {
  const schema = JSON.parse(chart.get('values.schema.json') ?? '');
  expect(schema.additionalProperties).toBe(false);
  expect(Object.keys(schema.properties).sort()).toEqual([...Object.keys(defaults), 'global'].sort());
  expect(JSON.stringify(schema)).not.toContain('x-kubernetes');
});
