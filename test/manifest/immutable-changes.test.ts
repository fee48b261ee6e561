import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { immutableChanges, isReplacedOnChange } from '../../plan/manifest/change/immutable-changes.js';

function makeObject(kind: string, fields: object): KubernetesObject {
  const slash = kind.lastIndexOf('/');
  return {
    apiVersion: kind.slice(0, slash),
    kind: kind.slice(slash + 1),
    metadata: { name: 'x' },
    ...fields,
  } as KubernetesObject;
}

const job = (image: string, fields: object = {}, pod: object = {}) => ({
  spec: { template: { spec: { containers: [{ name: 'a', image, ...pod }], restartPolicy: 'Never' } }, ...fields },
});

const cases: Record<string, { kind: string; before: object; after: object; want: readonly unknown[] }> = {
  'a Job as it was: nothing': { kind: 'batch/v1/Job', before: job('a'), after: job('a'), want: [] },
  'another image of a Job: refused, with the place': {
    kind: 'batch/v1/Job',
    before: job('a'),
    after: job('b'),
    want: [
      'spec.template: an object that exists keeps it, and it changed at spec.template.spec.containers[0].image; give the object another name, or restore the field',
    ],
  },
  'more places of a Job: the first, and how many': {
    kind: 'batch/v1/Job',
    before: job('a', {}, { command: ['a'], args: ['a'] }),
    after: job('b', {}, { command: ['b'], args: ['b'] }),
    want: [expect.stringContaining('changed at spec.template.spec.containers[0].args[0] and at 2 more places;')],
  },
  'what a Job may change: nothing': {
    kind: 'batch/v1/Job',
    before: job('a', { parallelism: 1 }),
    after: job('a', { parallelism: 0, suspend: true, activeDeadlineSeconds: 5, backoffLimit: 1 }),
    want: [],
  },
  'a default of the API server, written: nothing': {
    kind: 'batch/v1/Job',
    before: job('a'),
    after: job('a', { completionMode: 'NonIndexed', selector: null }, { terminationMessagePolicy: 'File', env: [] }),
    want: [],
  },
  'completions of a Job: refused': {
    kind: 'batch/v1/Job',
    before: job('a', { completions: 2 }),
    after: job('a', { completions: 3 }),
    want: [expect.stringMatching(/^spec\.completions: /)],
  },
  'completions of an Indexed Job: nothing': {
    kind: 'batch/v1/Job',
    before: job('a', { completions: 2, completionMode: 'Indexed' }),
    after: job('a', { completions: 3, completionMode: 'Indexed' }),
    want: [],
  },
  'where a suspended Job runs: nothing, for it may not have started': {
    kind: 'batch/v1/Job',
    before: { spec: { suspend: true, template: { spec: { nodeSelector: { a: 'b' } } } } },
    after: {
      spec: { suspend: true, template: { spec: { nodeSelector: { a: 'c' }, schedulingGates: [{ name: 'x' }] } } },
    },
    want: [],
  },
  'what a suspended Job runs: refused': {
    kind: 'batch/v1/Job',
    before: job('a', { suspend: true }),
    after: job('b', { suspend: true }),
    want: [expect.stringMatching(/^spec\.template\.spec: .*containers\[0\]\.image/)],
  },
  'an immutable ConfigMap: its data and its mark': {
    kind: 'v1/ConfigMap',
    before: { immutable: true, data: { a: '1' } },
    after: { data: { a: '2' } },
    want: [expect.stringMatching(/^data: .*changed at data\.a/), expect.stringMatching(/^immutable: /)],
  },
  'a ConfigMap that may change: nothing': {
    kind: 'v1/ConfigMap',
    before: { data: { a: '1' } },
    after: { data: { a: '2' } },
    want: [],
  },
  'the type of a Secret: refused': {
    kind: 'v1/Secret',
    before: {},
    after: { type: 'kubernetes.io/tls' },
    want: [expect.stringMatching(/^type: /)],
  },
  'the selector of a Deployment: refused': {
    kind: 'apps/v1/Deployment',
    before: { spec: { selector: { matchLabels: { a: 'b' } }, replicas: 1 } },
    after: { spec: { selector: { matchLabels: { a: 'c' } }, replicas: 2 } },
    want: [expect.stringMatching(/^spec\.selector: .*spec\.selector\.matchLabels\.a/)],
  },
  'claims of a StatefulSet: refused; its template: nothing': {
    kind: 'apps/v1/StatefulSet',
    before: { spec: { serviceName: 'a', template: { spec: { nodeName: 'a' } }, volumeClaimTemplates: [] } },
    after: {
      spec: {
        serviceName: 'a',
        template: { spec: { nodeName: 'b' } },
        volumeClaimTemplates: [{ metadata: { name: 'a' } }],
      },
    },
    want: [expect.stringMatching(/^spec: .*spec\.volumeClaimTemplates/)],
  },
  'the role of a RoleBinding: refused': {
    kind: 'rbac.authorization.k8s.io/v1/RoleBinding',
    before: { roleRef: { name: 'a' } },
    after: { roleRef: { name: 'b' } },
    want: [expect.stringMatching(/^roleRef: /)],
  },
  'a BatchRun: what its own rules forbid': {
    kind: 'kubetask.io/v1alpha1/BatchRun',
    before: { spec: { batchRef: 'a' } },
    after: { spec: { batchRef: 'b', suspend: true } },
    want: ['spec: only suspend and cancel of a run may change; create another BatchRun'],
  },
  'a BatchRun that is paused: nothing': {
    kind: 'kubetask.io/v1alpha1/BatchRun',
    before: { spec: { batchRef: 'a' } },
    after: { spec: { batchRef: 'a', suspend: true } },
    want: [],
  },
  'a PipelineRun that is cancelled: nothing': {
    kind: 'tekton.dev/v1/PipelineRun',
    before: { spec: { a: 1 } },
    after: { spec: { a: 1, status: 'Cancelled' } },
    want: [],
  },
  'a kind of somebody else: nothing': {
    kind: 'example.com/v1/Thing',
    before: { spec: 1 },
    after: { spec: 2 },
    want: [],
  },
};

describe('changes that the API server refuses', () => {
  test.each(Object.entries(cases))('%s', (_, { kind, before, after, want }) => {
    const problems = immutableChanges(makeObject(kind, before), makeObject(kind, after));
    expect(problems.map(({ path, detail }) => `${path}: ${detail}`)).toEqual(want);
  });
});

test.each([
  ['argocd.argoproj.io/sync-options', 'Prune=false,Replace=true', true],
  ['kustomize.toolkit.fluxcd.io/force', 'Enabled', true],
  ['argocd.argoproj.io/sync-options', 'Prune=false', false],
])('%s: %s replaces the object: %s', (name, value, want) => {
  const object = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'x', annotations: { [name]: value } } };
  expect(isReplacedOnChange(object)).toBe(want);
});
