import type { ApiObject } from '../objects/api-object.js';
import { objectTooLarge } from '../status-errors.js';

/** etcd's default request limit. */
const limitBytes = 1.5 * 1024 * 1024;

/** @throws ApiError 500 with etcd's words when an object is larger than etcd takes. */
export function checkSize(object: ApiObject): void {
  if (Buffer.byteLength(JSON.stringify(object)) > limitBytes) throw objectTooLarge();
}
