import { groupVersion } from '../resources/resource.js';
import { type ApiResource, byGroupVersion, type Subresource } from './api-resources.js';

/** `GET /api`: the versions of the core group. */
export const coreVersions = (serverAddress: string): object => ({
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
});

/** `GET /apis`: all named groups. */
export const groupList = (resources: readonly ApiResource[]): object => ({
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: groupNames(resources).map((name) => groupOf(resources, name)),
});

/** `GET /apis/<group>`; undefined for a group that is not served. */
export const apiGroup = (resources: readonly ApiResource[], name: string): object | undefined =>
  groupNames(resources).includes(name)
    ? { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(resources, name) }
    : undefined;

const groupNames = (resources: readonly ApiResource[]): string[] =>
  [...new Set(resources.map(({ group }) => group))].filter((group) => group !== '');

const versionsOf = (resources: readonly ApiResource[], group: string): string[] => [
  ...new Set(resources.filter((resource) => resource.group === group).map(({ version }) => version)),
];

function groupOf(resources: readonly ApiResource[], name: string): object {
  const versions = versionsOf(resources, name).map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions, preferredVersion: versions[0] };
}

/** `GET /api/v1` and `GET /apis/<group>/<version>`; undefined when not served. */
export function resourceList(resources: readonly ApiResource[], wanted: string): object | undefined {
  const served = byGroupVersion(resources).get(wanted);
  if (!served) return undefined;
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: wanted, resources: served.flatMap(listEntries) };
}

function listEntries(resource: ApiResource): object[] {
  const { plural, singular, namespaced, kind, verbs, shortNames, categories } = resource;
  const main = {
    ...{ name: plural, singularName: singular, namespaced, kind, verbs },
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
  };
  return [main, ...resource.subresources.map((subresource) => subresourceEntry(resource, subresource))];
}

function subresourceEntry(resource: ApiResource, { name, group, version, kind, verbs }: Subresource): object {
  const foreign = group !== resource.group ? { group, version } : {};
  return {
    name: `${resource.plural}/${name}`,
    singularName: '',
    namespaced: resource.namespaced,
    ...foreign,
    kind,
    verbs,
  };
}

/** `apidiscovery.k8s.io/v2`: everything below `/api` (core) or `/apis` (the rest) in one answer. */
export function aggregatedDiscovery(resources: readonly ApiResource[], core: boolean): object {
  const groups = core ? [''] : groupNames(resources);
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map((group) => ({
      metadata: { ...(group && { name: group }), creationTimestamp: null },
      versions: versionsOf(resources, group).map((version) => ({
        version,
        freshness: 'Current',
        resources: (byGroupVersion(resources).get(groupVersion({ group, version })) ?? []).map(aggregatedResource),
      })),
    })),
  };
}

function aggregatedResource(resource: ApiResource): object {
  const { plural, singular, kind, group, version, namespaced, verbs, shortNames, categories, subresources } = resource;
  return {
    resource: plural,
    responseKind: { group, version, kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
    ...(subresources.length > 0 && {
      subresources: subresources.map(({ name, verbs: subVerbs, ...responseKind }) => ({
        subresource: name,
        responseKind,
        verbs: subVerbs,
      })),
    }),
  };
}
