import type { Registry } from '../resources/registry.js';
import { groupVersion, type Resource } from '../resources/resource.js';

/** A line of `kubectl api-resources`, or one of its subresources. */
export interface ApiResource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly Subresource[];
}

export interface Subresource {
  readonly name: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly verbs: readonly string[];
}

const allVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const objectVerbs = ['get', 'patch', 'update'];

const review = (group: string, plural: string, kind: string, namespaced = false): ApiResource => ({
  ...{ group, version: 'v1', plural, singular: kind.toLowerCase(), kind, namespaced },
  ...{ verbs: ['create'], shortNames: [], categories: [], subresources: [] },
});

const reviews = [
  review('authentication.k8s.io', 'selfsubjectreviews', 'SelfSubjectReview'),
  review('authorization.k8s.io', 'localsubjectaccessreviews', 'LocalSubjectAccessReview', true),
  review('authorization.k8s.io', 'selfsubjectaccessreviews', 'SelfSubjectAccessReview'),
  review('authorization.k8s.io', 'selfsubjectrulesreviews', 'SelfSubjectRulesReview'),
  review('authorization.k8s.io', 'subjectaccessreviews', 'SubjectAccessReview'),
];

/** Everything that discovery lists. Groups keep together; the core group comes first. */
export function apiResources(registry: Registry): ApiResource[] {
  return [...registry.all().map(apiResource), ...reviews];
}

function apiResource(resource: Resource): ApiResource {
  const { group, version, plural, singular, kind, namespaced, shortNames, categories, storage } = resource;
  const verbs =
    storage === 'namespaces' || storage === 'services'
      ? allVerbs.filter((verb) => verb !== 'deletecollection')
      : allVerbs;
  return {
    group,
    version,
    plural,
    singular,
    kind,
    namespaced,
    shortNames,
    categories,
    verbs,
    subresources: subresourcesOf(resource),
  };
}

const podSubresources: readonly Subresource[] = [
  { name: 'attach', group: '', version: 'v1', kind: 'PodAttachOptions', verbs: ['create', 'get'] },
  { name: 'eviction', group: 'policy', version: 'v1', kind: 'Eviction', verbs: ['create'] },
  { name: 'exec', group: '', version: 'v1', kind: 'PodExecOptions', verbs: ['create', 'get'] },
  { name: 'log', group: '', version: 'v1', kind: 'Pod', verbs: ['get'] },
  { name: 'portforward', group: '', version: 'v1', kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
];

function subresourcesOf({ group, version, kind, hasStatus, scale, storage }: Resource): Subresource[] {
  return [
    ...(storage === 'pods' ? podSubresources : []),
    ...(scale ? [{ name: 'scale', group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: objectVerbs }] : []),
    ...(hasStatus ? [{ name: 'status', group, version, kind, verbs: objectVerbs }] : []),
  ];
}

/** The resources of each group version: `v1`, `batch/v1`, in serving order. */
export function byGroupVersion(resources: readonly ApiResource[]): Map<string, ApiResource[]> {
  const groups = new Map<string, ApiResource[]>();
  for (const resource of resources) {
    const key = groupVersion(resource);
    groups.set(key, [...(groups.get(key) ?? []), resource]);
  }
  return groups;
}
