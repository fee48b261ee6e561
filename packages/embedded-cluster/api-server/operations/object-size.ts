import { excessOf, mostLevels } from '../../../structural-schema/excess.js';
import { isJsonObject } from '../../../structural-schema/json-schema-props.js';
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
  if (isCertainlyTooLarge(object) || Buffer.byteLength(JSON.stringify(object)) > limitBytes) throw objectTooLarge();
}

/**
 * Whether an object has more than etcd takes, as far as that can be said without its JSON: patches and defaults can make more of
 * it than the longest text there is, and to validate it first would take seconds.
 */
export function isCertainlyTooLarge(object: unknown): boolean {
  let left = limitBytes;
  const stack: unknown[] = [object];
  while (stack.length > 0 && left >= 0) {
    const value = stack.pop();
    left -= typeof value === 'string' ? value.length + 2 : 1;
    if (typeof value === 'string') continue;
    if (Array.isArray(value)) left -= pushAll(stack, value);
    else if (isJsonObject(value))
      for (const field of Object.keys(value)) left -= field.length + 3 + pushAll(stack, [value[field]]);
  }
  return left < 0;
}

/** How many there are. */
function pushAll(stack: unknown[], values: readonly unknown[]): number {
  for (const value of values) stack.push(value);
  return values.length;
}
