import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Delivery } from '../delivery.js';
import type { DeliveredKind } from '../delivery-props.js';
import { argoObject, wave } from './argo-object.js';
import { argoKinds } from './kinds.js';

/** Where Argo CD runs. */
export const inCluster = 'https://kubernetes.default.svc';

/**
 * What Applications may touch: our kinds and what the planner writes, nothing that belongs to the cluster.
 *
 * @param places `Everywhere` if Argo CD delivers to other clusters
 * @source https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#projects
 */
export function appProject(
  { name, argocd, repoUrl, namespace }: Delivery,
  places: 'InCluster' | 'Everywhere',
): KubernetesObject {
  const spec = {
    description: 'Batches, runs and agents of kubetask',
    sourceRepos: [repoUrl],
    destinations: [{ namespace, ...(places === 'Everywhere' ? { name: '*' } : { server: inCluster }) }],
    clusterResourceWhitelist: [],
    namespaceResourceWhitelist: [...writtenKinds, ...argocd.kinds.map(({ group, kind }) => ({ group, kind }))],
    roles: [operator(name)],
  };
  return argoObject('AppProject', { name, namespace: argocd.namespace, annotations: wave(-1) }, spec);
}

/** A role for people who drive runs. */
function operator(project: string) {
  const allowed = (action: string) => `p, proj:${project}:operator, applications, ${action}, ${project}/*, allow`;
  return {
    name: 'operator',
    description: 'Sees the applications, syncs them, and uses the actions of runs, agents and builds',
    policies: [allowed('get'), allowed('sync'), ...actions.map(allowed)],
  };
}

/** The last is Argo CD's own, for an agent that has no Agent. */
const actions: readonly string[] = [
  ...argoKinds.flatMap(({ group, kind, actions: own }) => own.map(({ name }) => `action/${group}/${kind}/${name}`)),
  'action/apps/Deployment/restart',
];

const writtenKinds: readonly DeliveredKind[] = [
  ...argoKinds.map(({ group, kind }) => ({ group, kind })),
  { group: 'batch', kind: 'Job' },
  { group: '', kind: 'ConfigMap' },
  { group: '', kind: 'Service' },
  { group: '', kind: 'ServiceAccount' },
  { group: 'apps', kind: 'Deployment' },
  { group: 'autoscaling', kind: 'HorizontalPodAutoscaler' },
  { group: 'networking.k8s.io', kind: 'Ingress' },
  { group: 'networking.k8s.io', kind: 'NetworkPolicy' },
  { group: 'tekton.dev', kind: 'Pipeline' },
];
