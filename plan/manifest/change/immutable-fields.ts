import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';

/** What of an object no update may change: the fields at these paths, without those below them that may. */
export interface ImmutableField {
  readonly path: string;
  /** Fields right below it that may change. */
  readonly but?: readonly string[];
}

const fields = (...paths: readonly string[]): ImmutableField[] => paths.map((path) => ({ path }));

interface DataObject extends KubernetesObject {
  readonly immutable?: boolean | null;
  readonly spec?: { readonly completionMode?: string; readonly suspend?: boolean } | null;
}

const data = ({ immutable }: DataObject): ImmutableField[] =>
  immutable ? fields('data', 'binaryData', 'immutable') : [];

const bound = fields('roleRef');
const selected = fields('spec.selector');
const started: readonly ImmutableField[] = [{ path: 'spec', but: ['status', 'statusMessage'] }];

const jobFields = fields(
  ...['spec.selector', 'spec.completionMode', 'spec.podFailurePolicy', 'spec.backoffLimitPerIndex'],
  ...['spec.managedBy', 'spec.successPolicy'],
);

/** Where the Pods of a suspended Job run may change until it has started, which a file does not say. */
const templateOfSuspended: ImmutableField = {
  path: 'spec.template.spec',
  but: ['nodeSelector', 'affinity', 'tolerations', 'schedulingGates'],
};

/** Of an Indexed Job, completions may change together with parallelism. */
const job = ({ spec }: DataObject): ImmutableField[] => [
  ...(spec?.suspend ? [templateOfSuspended] : fields('spec.template')),
  ...jobFields,
  ...(spec?.completionMode === 'Indexed' ? [] : fields('spec.completions')),
];

/**
 * By apiVersion and kind, of the object as it was.
 *
 * Source: `ValidateUpdate` of https://github.com/kubernetes/kubernetes/tree/master/pkg/registry
 */
const rules: Readonly<Record<string, (before: DataObject) => readonly ImmutableField[]>> = {
  'batch/v1/Job': job,
  'v1/Pod': () => [
    { path: 'spec', but: ['activeDeadlineSeconds', 'tolerations', 'schedulingGates', 'terminationGracePeriodSeconds'] },
  ],
  'v1/ConfigMap': data,
  'v1/Secret': (before) => [...fields('type'), ...data(before)],
  'v1/PersistentVolumeClaim': () => [{ path: 'spec', but: ['resources', 'volumeAttributesClassName'] }],
  'v1/Service': () => fields('spec.clusterIP'),
  'apps/v1/Deployment': () => selected,
  'apps/v1/DaemonSet': () => selected,
  'apps/v1/ReplicaSet': () => selected,
  'apps/v1/StatefulSet': () => [
    {
      path: 'spec',
      but: [
        ...['replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy'],
        ...['minReadySeconds', 'revisionHistoryLimit'],
      ],
    },
  ],
  'rbac.authorization.k8s.io/v1/RoleBinding': () => bound,
  'rbac.authorization.k8s.io/v1/ClusterRoleBinding': () => bound,
  'storage.k8s.io/v1/StorageClass': () => fields('provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'),
  'scheduling.k8s.io/v1/PriorityClass': () => fields('value', 'preemptionPolicy'),
  'node.k8s.io/v1/RuntimeClass': () => fields('handler'),
  'networking.k8s.io/v1/IngressClass': () => fields('spec.controller'),
  'apiextensions.k8s.io/v1/CustomResourceDefinition': () => fields('spec.group', 'spec.scope'),
  'tekton.dev/v1/PipelineRun': () => started,
  'tekton.dev/v1/TaskRun': () => started,
};

/** Empty for kinds whose fields may all change, and for custom ones, which have rules in their schema. */
export const immutableFieldsOf = (before: KubernetesObject): readonly ImmutableField[] =>
  rules[`${before.apiVersion}/${before.kind}`]?.(before) ?? [];
