import { qualified } from '../status-errors.js';
import { configMapStrategy } from '../strategies/config-map-strategy.js';
import { crdStrategy } from '../strategies/crd-strategy.js';
import { deploymentStrategy } from '../strategies/deployment-strategy.js';
import { eventStrategy } from '../strategies/event-strategy.js';
import { jobStrategy } from '../strategies/job-strategy.js';
import { namespaceStrategy } from '../strategies/namespace-strategy.js';
import { podStrategy } from '../strategies/pod-strategy.js';
import { roleStrategy } from '../strategies/role-strategy.js';
import { secretStrategy } from '../strategies/secret-strategy.js';
import { serviceStrategy } from '../strategies/service-strategy.js';
import { builtinColumns } from '../table/builtin-columns.js';
import { builtinSchema } from './builtin-schema.js';
import type { Resource } from './resource.js';
import type { Strategy } from './strategy.js';

interface Builtin {
  readonly plural: string;
  readonly shortNames?: readonly string[];
  readonly clusterScoped?: true;
  readonly status?: true;
  readonly generation?: true;
  readonly scale?: true;
  readonly all?: true;
  readonly selectableFields?: readonly string[];
  readonly strategy?: Strategy;
  readonly definition?: string;
}

const eventFields = [
  ...['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map(
    (field) => `involvedObject.${field}`,
  ),
  'reason',
  'reportingComponent',
  'source',
  'type',
];
const podFields = [
  ...['spec.nodeName', 'spec.restartPolicy', 'spec.schedulerName', 'spec.serviceAccountName', 'spec.hostNetwork'],
  ...['status.phase', 'status.podIP', 'status.nominatedNodeName'],
];

/** The built-in kinds by group version. */
const catalogue: Record<string, Record<string, Builtin>> = {
  v1: {
    Namespace: {
      plural: 'namespaces',
      shortNames: ['ns'],
      clusterScoped: true,
      status: true,
      selectableFields: ['status.phase'],
      strategy: namespaceStrategy,
    },
    Pod: {
      plural: 'pods',
      shortNames: ['po'],
      status: true,
      generation: true,
      all: true,
      selectableFields: podFields,
      strategy: podStrategy,
    },
    ConfigMap: { plural: 'configmaps', shortNames: ['cm'], strategy: configMapStrategy },
    Secret: { plural: 'secrets', selectableFields: ['type'], strategy: secretStrategy },
    Event: {
      plural: 'events',
      shortNames: ['ev'],
      selectableFields: eventFields,
      definition: 'CoreEvent',
      strategy: eventStrategy,
    },
    ServiceAccount: { plural: 'serviceaccounts', shortNames: ['sa'] },
    Service: { plural: 'services', shortNames: ['svc'], status: true, all: true, strategy: serviceStrategy },
    PersistentVolumeClaim: { plural: 'persistentvolumeclaims', shortNames: ['pvc'], status: true },
    Node: {
      plural: 'nodes',
      shortNames: ['no'],
      clusterScoped: true,
      status: true,
      selectableFields: ['spec.unschedulable'],
    },
  },
  'apps/v1': {
    Deployment: {
      plural: 'deployments',
      shortNames: ['deploy'],
      status: true,
      generation: true,
      scale: true,
      all: true,
      strategy: deploymentStrategy,
    },
    ReplicaSet: {
      plural: 'replicasets',
      shortNames: ['rs'],
      status: true,
      generation: true,
      scale: true,
      all: true,
      selectableFields: ['status.replicas'],
    },
  },
  'batch/v1': {
    Job: {
      plural: 'jobs',
      status: true,
      generation: true,
      all: true,
      selectableFields: ['status.successful'],
      strategy: jobStrategy,
    },
  },
  'coordination.k8s.io/v1': { Lease: { plural: 'leases' } },
  'networking.k8s.io/v1': {
    NetworkPolicy: { plural: 'networkpolicies', shortNames: ['netpol'], generation: true },
  },
  'policy/v1': {
    PodDisruptionBudget: { plural: 'poddisruptionbudgets', shortNames: ['pdb'], status: true, generation: true },
  },
  'rbac.authorization.k8s.io/v1': {
    Role: { plural: 'roles', strategy: roleStrategy },
    RoleBinding: { plural: 'rolebindings', strategy: roleStrategy },
    ClusterRole: { plural: 'clusterroles', clusterScoped: true, strategy: roleStrategy },
    ClusterRoleBinding: { plural: 'clusterrolebindings', clusterScoped: true, strategy: roleStrategy },
  },
  'apiextensions.k8s.io/v1': {
    CustomResourceDefinition: {
      plural: 'customresourcedefinitions',
      shortNames: ['crd', 'crds'],
      clusterScoped: true,
      status: true,
      generation: true,
      strategy: crdStrategy,
    },
  },
};

export const builtinResources: readonly Resource[] = Object.entries(catalogue).flatMap(([groupVersion, kinds]) =>
  Object.entries(kinds).map(([kind, builtin]) => resourceOf(groupVersion, kind, builtin)),
);

function resourceOf(groupVersion: string, kind: string, builtin: Builtin): Resource {
  const [group, version] = groupVersion.includes('/') ? groupVersion.split('/') : ['', groupVersion];
  return {
    storage: qualified(builtin.plural, group ?? ''),
    group: group ?? '',
    version: version ?? '',
    kind,
    listKind: `${kind}List`,
    plural: builtin.plural,
    singular: kind.toLowerCase(),
    shortNames: builtin.shortNames ?? [],
    categories: builtin.all ? ['all'] : [],
    namespaced: !builtin.clusterScoped,
    custom: false,
    schema: builtinSchema(builtin.definition ?? kind),
    hasStatus: builtin.status ?? false,
    hasGeneration: builtin.generation ?? false,
    ...(builtin.scale && {
      scale: {
        specReplicasPath: '.spec.replicas',
        statusReplicasPath: '.status.replicas',
        labelSelectorPath: '.status.selector',
      },
    }),
    columns: builtinColumns(kind),
    selectableFields: builtin.selectableFields ?? [],
    strategy: builtin.strategy ?? {},
  };
}
