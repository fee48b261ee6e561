import type { ResourceName } from '../../local-api.js';
import { qualified } from '../status-errors.js';
import { builtinResources } from './builtin-resources.js';
import type { Resource } from './resource.js';

/** All served resources: the built-in ones, and those of CustomResourceDefinitions as they come and go. */
export interface Registry {
  /** In order of group, then as defined. */
  all(): readonly Resource[];
  find(group: string, version: string, plural: string): Resource | undefined;
  /** The version under which a resource is stored. */
  stored(name: ResourceName): Resource | undefined;
  /** Serves the versions of one definition; the first is the stored one. Replaces what `name` served before. */
  define(name: ResourceName, versions: readonly Resource[]): void;
  remove(name: ResourceName): void;
  /** Grows with each change, for caches of what is derived from the registry. */
  generation(): number;
}

export function createRegistry(): Registry {
  const resources = new Map<ResourceName, readonly Resource[]>();
  let generation = 0;
  for (const resource of builtinResources) resources.set(qualified(resource.plural, resource.group), [resource]);

  return {
    all: () => [...resources.values()].flat(),
    find: (group, version, plural) =>
      resources.get(qualified(plural, group))?.find((resource) => resource.version === version),
    stored: (name) => resources.get(name)?.[0],
    define(name, versions) {
      resources.set(name, versions);
      generation += 1;
    },
    remove(name) {
      resources.delete(name);
      generation += 1;
    },
    generation: () => generation,
  };
}
