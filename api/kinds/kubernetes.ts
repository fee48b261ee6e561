import type { Resource } from '../../packages/kubernetes-conventions/resource.js';

const core = { group: '', version: 'v1', namespaced: true } as const;

export const configMaps: Resource = { ...core, plural: 'configmaps', kind: 'ConfigMap' };
export const events: Resource = { ...core, plural: 'events', kind: 'Event' };
export const pods: Resource = { ...core, plural: 'pods', kind: 'Pod' };
export const serviceAccounts: Resource = { ...core, plural: 'serviceaccounts', kind: 'ServiceAccount' };
export const services: Resource = { ...core, plural: 'services', kind: 'Service' };

export const deployments: Resource = {
  ...{ group: 'apps', version: 'v1', namespaced: true },
  ...{ plural: 'deployments', kind: 'Deployment' },
};
export const jobs: Resource = {
  ...{ group: 'batch', version: 'v1', namespaced: true },
  ...{ plural: 'jobs', kind: 'Job' },
};
export const leases: Resource = {
  ...{ group: 'coordination.k8s.io', version: 'v1', namespaced: true },
  ...{ plural: 'leases', kind: 'Lease' },
};
