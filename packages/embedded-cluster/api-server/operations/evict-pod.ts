import { isJsonObject, type JsonObject } from '../../../structural-schema/json-schema-props.js';
import { timestamp } from '../../timestamp.js';
import { type ApiObject, draftOf } from '../objects/api-object.js';
import { badRequest } from '../status-errors.js';
import type { Cluster, Target, WriteOptions } from './cluster.js';
import { checkPreconditions, type DeleteOptions, deleteObject } from './delete-object.js';
import { strictDecodingError } from './field-validation.js';
import { existing, replace } from './update-object.js';

const versions: readonly unknown[] = [undefined, 'policy/v1', 'policy/v1beta1'];
const fields: readonly string[] = ['apiVersion', 'kind', 'metadata', 'deleteOptions'];

interface PodCondition {
  readonly type: string;
  readonly status: string;
}

/**
 * What an Eviction asks for, its `deleteOptions` as they were sent.
 *
 * @throws ApiError 400 when the body is no Eviction of this Pod
 */
export function decodeEviction(body: unknown, { namespace, name }: Target, options: WriteOptions): JsonObject {
  const eviction = isJsonObject(body) ? body : {};
  const { apiVersion, kind = 'Eviction', metadata } = eviction;
  const version = String(apiVersion ?? 'v1').replace(/^.*\//, '');
  if (kind !== 'Eviction' || !versions.includes(apiVersion))
    throw badRequest(
      `${kind} in version "${version}" cannot be handled as a Eviction: converting (${version}.${kind}) to (policy.Eviction): unknown conversion`,
    );
  const unknown = Object.keys(eviction).filter((field) => !fields.includes(field));
  if (unknown.length > 0 && options.fieldValidation === 'Strict')
    throw badRequest(
      `Eviction in version "${version}" cannot be handled as a Eviction: ${strictDecodingError(unknown.map((field) => `unknown field "${field}"`))}`,
    );
  const given = isJsonObject(metadata) ? metadata : {};
  if (given.namespace && given.namespace !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  if (given.name !== name) throw badRequest('name in URL does not match name in Eviction object');
  return isJsonObject(eviction.deleteOptions) ? eviction.deleteOptions : {};
}

/**
 * Deletes a Pod as the eviction API does: its status says why before `deletionTimestamp` is set. No
 * PodDisruptionBudget is looked at, since none is served. A precondition that does not hold is answered at once; a real
 * server tries for ten seconds.
 *
 * @throws ApiError NotFound, or Conflict when a precondition does not hold.
 * @source kubernetes: pkg/registry/core/pod/storage/eviction.go
 */
export function evictPod(cluster: Cluster, target: Target, options: DeleteOptions, write: WriteOptions): void {
  const pod = existing(cluster, target);
  checkPreconditions(target, pod, options);
  if (options.dryRun) return;
  replace(cluster, target, withTarget(pod, timestamp(cluster.now())), pod, { ...write, part: 'status' });
  const { preconditions: _, ...rest } = options;
  deleteObject(cluster, target, rest);
}

function withTarget(pod: ApiObject, now: string): ApiObject {
  const draft = draftOf(pod);
  const status = isJsonObject(draft.status) ? draft.status : {};
  const conditions = (status.conditions ?? []) as PodCondition[];
  const known = conditions.find(({ type, status: holds }) => type === 'DisruptionTarget' && holds === 'True');
  const reason = { reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' };
  const condition = { type: 'DisruptionTarget', status: 'True', lastTransitionTime: now, ...known, ...reason };
  const others = conditions.filter(({ type }) => type !== 'DisruptionTarget');
  draft.status = { ...status, conditions: [...others, condition] };
  return draft;
}
