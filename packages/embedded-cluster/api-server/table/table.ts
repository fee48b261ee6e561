import type { ApiObject } from '../objects/api-object.js';
import { groupVersion, type Resource } from '../resources/resource.js';

/** How much of each object goes with its row. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

/** A `meta.k8s.io/v1` Table, which `kubectl get` prints. `now` is in milliseconds. */
export function tableOf(
  resource: Resource,
  objects: readonly ApiObject[],
  metadata: object,
  include: IncludeObject,
  now: number,
): object {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: columnDefinitions(resource),
    rows: objects.map((object) => ({
      cells: resource.columns.map(({ value }) => value(object, now)),
      ...(include !== 'None' && { object: rowObject(resource, object, include) }),
    })),
  };
}

function columnDefinitions({ columns }: Resource): object[] {
  return columns.map(({ name, type, format = '', description = '', priority = 0 }) => ({
    name,
    type,
    format,
    description,
    priority,
  }));
}

function rowObject(resource: Resource, object: ApiObject, include: IncludeObject): object {
  if (include === 'Object') return { ...object, apiVersion: groupVersion(resource) };
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
}
