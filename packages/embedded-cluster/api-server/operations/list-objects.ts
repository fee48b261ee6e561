import type { ApiObject } from '../objects/api-object.js';
import { keyOfObject } from '../objects/api-object.js';
import type { Resource } from '../resources/resource.js';
import { fieldSelector } from '../selectors/field-selector.js';
import { labelSelector } from '../selectors/label-selector.js';
import type { Cluster } from './cluster.js';

export interface Selection {
  /** Empty: all namespaces. */
  readonly namespace: string;
  readonly labelSelector: string;
  readonly fieldSelector: string;
}

/** Whether an object belongs to a selection. @throws ApiError 400 for a selector that cannot be read. */
export function selects(resource: Resource, selection: Selection): (object: ApiObject) => boolean {
  const byLabel = labelSelector(selection.labelSelector);
  const byField = fieldSelector(selection.fieldSelector, resource.selectableFields);
  const { namespace } = selection;
  return (object) =>
    (namespace === '' || object.metadata.namespace === namespace) && byLabel(object.metadata.labels) && byField(object);
}

/** The selected objects, sorted by namespace and name as etcd sorts keys. */
export function listObjects({ store }: Cluster, resource: Resource, selection: Selection): ApiObject[] {
  const selected = store.list(resource.storage).filter(selects(resource, selection));
  return selected.sort((a, b) => (keyOfObject(a) < keyOfObject(b) ? -1 : 1));
}
