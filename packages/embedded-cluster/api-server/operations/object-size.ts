import { excessOf, mostLevels } from '../../../structural-schema/excess.js';
import type { ApiObject } from '../objects/api-object.js';
import { badRequest, objectTooLarge } from '../status-errors.js';

/** etcd's default request limit. */
const limitBytes = 1.5 * 1024 * 1024;

/** How much deeper a field is named in the managed fields than it lies. */
const levelsOfManagedFields = 8;

/** @throws ApiError 400 when patches have nested an object too deep; 500 with etcd's words when an object is larger than etcd takes. */
export function checkSize(object: ApiObject): void {
  const excess = excessOf(object, mostLevels + levelsOfManagedFields);
  if (excess) throw badRequest(excess);
  if (Buffer.byteLength(JSON.stringify(object)) > limitBytes) throw objectTooLarge();
}
