import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { differences } from '../../plan/manifest/change/differences.js';
import { immutableChanges, isReplacedOnChange } from '../../plan/manifest/change/immutable-changes.js';

/** An object of the kind with one value at a path. */
function objectWith(kind: string, path: string, value: unknown, fields: object = {}): KubernetesObject {
  const slash = kind.lastIndexOf('/');
  const nested = path.split('.').reduceRight<unknown>((inner, field) => ({ [field]: inner }), value) as object;
  const [[first = '', below] = []] = Object.entries(nested);
  const beside = (fields as Record<string, object>)[first] ?? {};
  return {
    apiVersion: kind.slice(0, slash),
    kind: kind.slice(slash + 1),
    metadata: { name: 'x' },
    ...fields,
    [first]: typeof below === 'object' ? { ...beside, ...(below as object) } : below,
  } as KubernetesObject;
}

/** What is refused when the value at the path changes. */
const refusedAt = (kind: string, path: string, fields?: object): string[] =>
  immutableChanges(objectWith(kind, path, 'before', fields), objectWith(kind, path, 'after', fields)).map(
    (error) => error.path,
  );

interface Rule {
  /** With what else the object has. */
  readonly fields?: object;
  /** A change is refused, and where. */
  readonly keeps: Readonly<Record<string, string>>;
  /** A change is allowed. */
  readonly may: readonly string[];
}
const itself = (...paths: string[]) => Object.fromEntries(paths.map((path) => [path, path]));

const started: Rule = {
  keeps: { 'spec.pipelineRef': 'spec', 'spec.params': 'spec' },
  may: ['spec.status', 'spec.statusMessage', 'metadata.labels'],
};
const selected: Rule = { keeps: itself('spec.selector'), may: ['spec.replicas', 'spec.template'] };
const bound: Rule = { keeps: itself('roleRef'), may: ['subjects'] };

/** Source: `ValidateUpdate` of each kind in kubernetes/kubernetes. */
const rules: Record<string, Rule> = {
  'batch/v1/Job': {
    keeps: itself(
      ...['spec.template', 'spec.selector', 'spec.completionMode', 'spec.podFailurePolicy'],
      ...['spec.backoffLimitPerIndex', 'spec.managedBy', 'spec.successPolicy', 'spec.completions'],
    ),
    may: ['spec.parallelism', 'spec.suspend', 'spec.activeDeadlineSeconds', 'spec.ttlSecondsAfterFinished'],
  },
  'v1/Pod': {
    keeps: { 'spec.containers': 'spec', 'spec.nodeName': 'spec' },
    may: [
      ...['spec.activeDeadlineSeconds', 'spec.tolerations', 'spec.schedulingGates'],
      ...['spec.terminationGracePeriodSeconds', 'metadata.labels'],
    ],
  },
  'v1/ConfigMap': { fields: { immutable: true }, keeps: itself('data', 'binaryData'), may: ['metadata.labels'] },
  'v1/Secret': { fields: { immutable: true }, keeps: itself('data', 'binaryData', 'type'), may: ['stringData'] },
  'v1/PersistentVolumeClaim': {
    keeps: { 'spec.accessModes': 'spec', 'spec.storageClassName': 'spec' },
    may: ['spec.resources', 'spec.volumeAttributesClassName'],
  },
  'v1/Service': { keeps: itself('spec.clusterIP'), may: ['spec.ports', 'spec.selector', 'spec.type'] },
  'apps/v1/Deployment': selected,
  'apps/v1/DaemonSet': selected,
  'apps/v1/ReplicaSet': selected,
  'apps/v1/StatefulSet': {
    keeps: { 'spec.selector': 'spec', 'spec.serviceName': 'spec', 'spec.podManagementPolicy': 'spec' },
    may: [
      ...['spec.replicas', 'spec.ordinals', 'spec.template', 'spec.updateStrategy'],
      ...['spec.persistentVolumeClaimRetentionPolicy', 'spec.minReadySeconds', 'spec.revisionHistoryLimit'],
    ],
  },
  'rbac.authorization.k8s.io/v1/RoleBinding': bound,
  'rbac.authorization.k8s.io/v1/ClusterRoleBinding': bound,
  'storage.k8s.io/v1/StorageClass': {
    keeps: itself('provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'),
    may: ['allowVolumeExpansion', 'mountOptions'],
  },
  'scheduling.k8s.io/v1/PriorityClass': { keeps: itself('value', 'preemptionPolicy'), may: ['description'] },
  'node.k8s.io/v1/RuntimeClass': { keeps: itself('handler'), may: ['overhead'] },
  'networking.k8s.io/v1/IngressClass': { keeps: itself('spec.controller'), may: ['spec.parameters'] },
  'apiextensions.k8s.io/v1/CustomResourceDefinition': {
    keeps: itself('spec.group', 'spec.scope'),
    may: ['spec.versions', 'spec.names'],
  },
  'tekton.dev/v1/PipelineRun': started,
  'tekton.dev/v1/TaskRun': started,
};

describe.each(Object.entries(rules))('%s', (kind, { fields, keeps, may }) => {
  test.each(Object.entries(keeps))('keeps %s', (path, want) => expect(refusedAt(kind, path, fields)).toEqual([want]));
  test.each(may.map((path) => [path]))('may change %s', (path) => expect(refusedAt(kind, path, fields)).toEqual([]));
});

describe('fields that an object keeps only in a state', () => {
  const cases: Record<string, { kind: string; path: string; fields: object; want: string[] }> = {
    'a ConfigMap that is not immutable': { kind: 'v1/ConfigMap', path: 'data', fields: {}, want: [] },
    'a ConfigMap whose mark is null': { kind: 'v1/ConfigMap', path: 'data', fields: { immutable: null }, want: [] },
    'the completions of an Indexed Job': {
      kind: 'batch/v1/Job',
      path: 'spec.completions',
      fields: { spec: { completionMode: 'Indexed' } },
      want: [],
    },
    'the Pods of a suspended Job': {
      kind: 'batch/v1/Job',
      path: 'spec.template.spec.containers',
      fields: { spec: { suspend: true } },
      want: ['spec.template.spec'],
    },
    ...Object.fromEntries(
      ['nodeSelector', 'affinity', 'tolerations', 'schedulingGates'].map((field) => [
        `where a suspended Job runs: ${field}`,
        { kind: 'batch/v1/Job', path: `spec.template.spec.${field}`, fields: { spec: { suspend: true } }, want: [] },
      ]),
    ),
  };
  test.each(Object.entries(cases))('%s', (_, { kind, path, fields, want }) => {
    expect(refusedAt(kind, path, fields)).toEqual(want);
  });

  test('an object without a spec: no error', () => {
    const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'x' } };
    expect(immutableChanges(job, job)).toEqual([]);
    expect(immutableChanges({ ...job, spec: null } as never, job)).toEqual([]);
  });
});

describe('the message', () => {
  const messageOf = (before: object, after: object) =>
    immutableChanges(
      { ...objectWith('v1/Pod', 'spec', before), metadata: { name: 'x' } },
      objectWith('v1/Pod', 'spec', after),
    ).map(({ detail }) => detail);
  const end = 'give the object another name, or restore the field';
  test('one place, two, and three', () => {
    expect(messageOf({ a: 1 }, { a: 2 })).toEqual([`an object that exists keeps it, and it changed at spec.a; ${end}`]);
    expect(messageOf({ a: 1, b: 1 }, { a: 2, b: 2 })).toEqual([
      `an object that exists keeps it, and it changed at spec.a and at 1 more place; ${end}`,
    ]);
    expect(messageOf({ a: 1, b: 1, c: 1 }, { a: 2, b: 2, c: 2 })).toEqual([
      `an object that exists keeps it, and it changed at spec.a and at 2 more places; ${end}`,
    ]);
  });
  test('the field itself: no place', () => {
    const [error] = immutableChanges(objectWith('v1/Secret', 'type', 'a'), objectWith('v1/Secret', 'type', 'b'));
    expect(error?.detail).toBe(`an object that exists keeps it; ${end}`);
  });
});

describe('what differs', () => {
  const cases: Record<string, { before: unknown; after: unknown; want: string[] }> = {
    'a default of the API server, in either': {
      before: { dnsPolicy: 'ClusterFirst', schedulerName: 'default-scheduler', type: 'Opaque', protocol: 'TCP' },
      after: { terminationMessagePath: '/dev/termination-log', defaultMode: 420, terminationGracePeriodSeconds: 30 },
      want: [],
    },
    'another value than the default': {
      before: {},
      after: { dnsPolicy: 'Default', protocol: 'UDP', completions: 2 },
      want: ['s.completions', 's.dnsPolicy', 's.protocol'],
    },
    'an empty list, an empty map and null are absent': { before: {}, after: { a: [], b: {}, c: null }, want: [] },
    'a zero, a false and an empty text are there': {
      before: {},
      after: { a: 0, b: false, c: '' },
      want: ['s.a', 's.b', 's.c'],
    },
    'a list that becomes longer': { before: { a: [1] }, after: { a: [1, 2] }, want: ['s.a'] },
    'a map that becomes a text, and a list that becomes a map': {
      before: { a: { b: 1 }, c: [1] },
      after: { a: 'x', c: { d: 1 } },
      want: ['s.a', 's.c'],
    },
    'a map that appears': { before: {}, after: { a: { b: 1 } }, want: ['s.a'] },
  };
  test.each(Object.entries(cases))('%s', (_, { before, after, want }) => {
    expect(differences(before, after, 's')).toEqual(want);
    expect(differences(after, before, 's')).toEqual(want);
  });
});

describe('our own kinds have rules in their schema', () => {
  const run = (spec: object, apiVersion = 'kubetask.io/v1alpha1') =>
    ({ apiVersion, kind: 'BatchRun', metadata: { name: 'x' }, spec }) as unknown as KubernetesObject;
  test('only what the change breaks is a problem of the change', () => {
    const broken = { maxConcurrency: 1 };
    expect(immutableChanges(run(broken), run({ ...broken, suspend: true }))).toEqual([]);
    expect(immutableChanges(run({ batchRef: 'a' }), run({ batchRef: 'b' })).map(({ path }) => path)).toEqual(['spec']);
  });
  test('of another version: not compared', () => {
    expect(immutableChanges(run({ batchRef: 'a' }, 'kubetask.io/v1'), run({ batchRef: 'b' }))).toEqual([]);
  });
});

describe('an object that a GitOps tool creates again', () => {
  const argo = 'argocd.argoproj.io/sync-options';
  const flux = 'kustomize.toolkit.fluxcd.io/force';
  const cases: [name: string, value: string, want: boolean][] = [
    [argo, 'Replace=true', true],
    [argo, 'Force=true,Replace=true', true],
    [argo, 'Prune=false, Force=true', true],
    [argo, 'NoReplace=true', false],
    [argo, 'Replace=false', false],
    [flux, 'enabled', true],
    [flux, 'not enabled', false],
    [flux, 'enabled-later', false],
  ];
  test.each(cases)('%s: %s: %s', (name, value, want) => {
    expect(
      isReplacedOnChange({ apiVersion: 'v1', kind: 'X', metadata: { name: 'x', annotations: { [name]: value } } }),
    ).toBe(want);
  });
  test('without annotations: no', () => {
    expect(isReplacedOnChange({ apiVersion: 'v1', kind: 'X', metadata: { name: 'x' } })).toBe(false);
  });
});
