import { describe, expect, test } from '@jest/globals';
import type { LintSettings } from '../../../constructs/linter/lint-settings.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { makeObject, reported } from './reported.js';

const pod = { containers: [{ name: 'a', image: 'a' }], restartPolicy: 'Never' };
const job = (spec: object, labels: object = {}) =>
  makeObject('batch/v1/Job', { spec: { template: { spec: pod }, ...spec } }, { labels });
const queued = { 'kueue.x-k8s.io/queue-name': 'team-a' };
const workspace = (spec: object) => makeObject('kubetask.io/v1alpha1/WorkspaceConfig', { spec });

const unconfined = { agent: { preset: 'gemini-cli', permissions: 'all' } };
const networkPolicy = (spec: object, namespace?: string) =>
  makeObject('networking.k8s.io/v1/NetworkPolicy', { spec }, namespace === undefined ? {} : { namespace });

interface Case {
  readonly object: KubernetesObject;
  readonly settings?: Partial<LintSettings>;
  readonly others?: readonly KubernetesObject[];
  readonly want: readonly unknown[];
}

const since30 =
  'kubernetes-version spec.managedBy: Forbidden: Kubernetes has the field since 1.30, and kubernetesVersion is';

const sidecar = { name: 'proxy', image: 'proxy:1' };

const cases: Record<string, Case> = {
  'a Job without faults: nothing': { object: job({}), want: [] },
  'a misspelt field: the one that is meant': {
    object: job({ backoffLimt: 1 }),
    want: ['unknown-field spec.backoffLimt: Forbidden: Job has no such field; do you mean backoffLimit?'],
  },
  'a field at the wrong depth of a Pod: reported': {
    object: job({ template: { spec: { ...pod, command: ['a'] } } }),
    want: [
      'unknown-field spec.template.spec.command: Forbidden: Job has no such field; correct its name or its indentation, or remove it',
    ],
  },
  'a misspelt field of a Tekton Pipeline: reported': {
    object: makeObject('tekton.dev/v1/Pipeline', { spec: { taks: [] } }),
    want: ['unknown-field spec.taks: Forbidden: Pipeline has no such field; do you mean tasks?'],
  },
  'keys of maps are data: nothing': { object: makeObject('v1/ConfigMap', { data: { anything: 'x' } }), want: [] },
  'the mark of SOPS: nothing': {
    object: makeObject('v1/Secret', { stringData: { a: 'ENC[AES256_GCM,data:x]' }, sops: { mac: 'x' } }),
    want: [],
  },
  'a kind of somebody else: nothing': {
    object: makeObject('example.com/v1/Thing', { spec: { anything: 1 } }),
    want: [],
  },
  'a number in quotes: its type': {
    object: job({ backoffLimit: '3' }),
    want: ['field-type spec.backoffLimit: Invalid value: must be a whole number, without quotes'],
  },
  'a label of a Pod template that is no string: its type': {
    object: job({ template: { metadata: { labels: { a: true } }, spec: pod } }),
    want: ['field-type spec.template.metadata.labels.a: Invalid value: must be a string; write it in quotes'],
  },
  'a list where a mapping belongs: its type': {
    object: job({ template: { spec: { ...pod, securityContext: [] } } }),
    want: ['field-type spec.template.spec.securityContext: Invalid value: must be a mapping'],
  },
  'a quantity and an int-or-string as numbers: nothing': {
    object: job({
      template: { spec: { ...pod, containers: [{ name: 'a', image: 'a', resources: { limits: { cpu: 1 } } }] } },
    }),
    want: [],
  },
  'any value in the schema of a CustomResourceDefinition: nothing': {
    object: makeObject('apiextensions.k8s.io/v1/CustomResourceDefinition', {
      spec: {
        versions: [
          {
            name: 'v1',
            schema: { openAPIV3Schema: { default: 1, enum: ['a', 2], 'x-kubernetes-int-or-string': true } },
          },
        ],
      },
    }),
    want: [],
  },
  'a field that came with 1.30, for 1.28: since when': {
    object: job({ managedBy: 'a' }),
    want: [expect.stringContaining(`${since30} 1.28; remove it`)],
  },
  'a field that came with 1.30, for 1.30: nothing': {
    object: job({ managedBy: 'a' }),
    settings: { kubernetesVersion: 'v1.30.4' },
    want: [],
  },
  'a kind that came with 1.30, for 1.28: since when': {
    object: makeObject('admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy'),
    want: [expect.stringMatching(/^kubernetes-version apiVersion: .* ValidatingAdmissionPolicy since 1\.30/)],
  },
  'a kind that went with 1.32, for 1.36: until when': {
    object: makeObject('flowcontrol.apiserver.k8s.io/v1beta3/FlowSchema'),
    settings: { kubernetesVersion: '1.36' },
    want: [expect.stringMatching(/^kubernetes-version apiVersion: .* FlowSchema until 1\.31 only/)],
  },
  'a sidecar, for 1.28: since when': {
    object: job({ template: { spec: { ...pod, initContainers: [{ ...sidecar, restartPolicy: 'Always' }] } } }),
    want: [
      expect.stringMatching(
        /^kubernetes-version spec\.template\.spec\.initContainers\[0\]\.restartPolicy: .* sidecars since 1\.29/,
      ),
    ],
  },
  'a sidecar, for 1.29: nothing': {
    object: job({ template: { spec: { ...pod, initContainers: [{ ...sidecar, restartPolicy: 'Always' }] } } }),
    settings: { kubernetesVersion: '1.29' },
    want: [],
  },
  'an unknown field, for a Kubernetes that is newer than the schemas: only what looks misspelt': {
    object: job({ somethingNew: 1, backoffLimt: 1 }),
    settings: { kubernetesVersion: '1.99' },
    want: ['unknown-field spec.backoffLimt: Forbidden: Job has no such field; do you mean backoffLimit?'],
  },
  'a version of a kind that is gone: the ones there are': {
    object: makeObject('networking.k8s.io/v1beta1/Ingress'),
    want: [
      'unknown-kind kind: Forbidden: Kubernetes has no Ingress in networking.k8s.io/v1beta1; it has networking.k8s.io/v1',
    ],
  },
  'a group that is gone: reported': {
    object: makeObject('extensions/v1beta1/Ingress'),
    want: [
      'unknown-kind kind: Forbidden: Kubernetes has no Ingress in extensions/v1beta1; correct the kind or the apiVersion',
    ],
  },
  'a kind in the wrong group: reported': {
    object: makeObject('v1/Deployment'),
    want: ['unknown-kind kind: Forbidden: Kubernetes has no Deployment in v1; correct the kind or the apiVersion'],
  },
  'a status, of any kind: reported': {
    object: makeObject('example.com/v1/Thing', { status: {} }),
    want: [
      'committed-status status: Forbidden: a controller writes it, and the API server drops it from an apply; remove it',
    ],
  },
  'status: null: nothing': { object: { ...job({}), status: null } as KubernetesObject, want: [] },
  'a TTL of a Job: reported': {
    object: job({ ttlSecondsAfterFinished: 0 }),
    want: [expect.stringMatching(/^expiring-job spec\.ttlSecondsAfterFinished: /)],
  },
  'what only the API server sets: reported': {
    object: makeObject('v1/ConfigMap', {}, { resourceVersion: '1', managedFields: [{}] }),
    want: [
      expect.stringMatching(/^server-set-metadata metadata\.managedFields/),
      expect.stringMatching(/^server-set-metadata metadata\.resourceVersion/),
    ],
  },
  "suspend: true beside Kueue's label: reported": {
    object: job({ suspend: true }, queued),
    want: [expect.stringMatching(/^kueue-suspend spec\.suspend: .*would suspend the Job while it runs/)],
  },
  "suspend: false beside Kueue's label: reported": {
    object: job({ suspend: false }, queued),
    want: [expect.stringMatching(/^kueue-suspend spec\.suspend: .*without its queue/)],
  },
  "Kueue's label alone, and suspend alone: nothing": { object: job({}, queued), want: [] },
  "Kueue's label on the Pods of a WorkspaceConfig: reported": {
    object: workspace({ podLabels: queued }),
    want: [expect.stringMatching(/^kueue-suspend spec\.podLabels\.kueue\.x-k8s\.io\/queue-name: .*set spec\.queue$/)],
  },
  'a queue without requests: reported': {
    object: workspace({ queue: { name: 'a' } }),
    want: [expect.stringMatching(/^kueue-requests spec\.resources\.requests: Required value: Kueue counts requests/)],
  },
  'a queue with requests: nothing': {
    object: workspace({ queue: { name: 'a' }, resources: { requests: { cpu: '1' } } }),
    want: [],
  },
  'an agent that may do all, without a sandbox: reported': {
    object: workspace(unconfined),
    others: [networkPolicy({ ingress: [] }), networkPolicy({ egress: [] }, 'other')],
    want: [
      expect.stringMatching(/^unconfined-agent spec\.agent\.permissions: Forbidden: the agent can run any command/),
    ],
  },
  'an agent that may do all, with a sandbox: nothing': {
    object: workspace({ ...unconfined, runtimeClassName: 'gvisor' }),
    want: [],
  },
  'an agent that may do all, with a network policy: nothing': {
    object: workspace(unconfined),
    others: [networkPolicy({ policyTypes: ['Egress'] })],
    want: [],
  },
  'an agent that may edit: nothing': { object: workspace({ agent: { preset: 'gemini-cli' } }), want: [] },
  'a TaskRun of Tekton: reported': {
    object: makeObject('tekton.dev/v1/TaskRun', { spec: {} }),
    want: [expect.stringMatching(/^committed-pipeline-run kind: Forbidden: OpenShift GitOps excludes TaskRuns/)],
  },
  'a TaskRun of ours: nothing': {
    object: makeObject('kubetask.io/v1alpha1/TaskRun', { spec: { taskRef: 'a' } }),
    want: [],
  },
};

describe('lints', () => {
  test.each(Object.entries(cases))('%s', (_, { object, settings, others, want }) =>
    expect(reported(object, settings, others)).toEqual(want),
  );
});
