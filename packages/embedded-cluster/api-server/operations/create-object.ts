import { randomUUID } from 'node:crypto';
import { generateName } from '../../../kubernetes-conventions/generate-name.js';
import { applyDefaults } from '../../../structural-schema/apply-defaults.js';
import { timestamp } from '../../timestamp.js';
import { trackCreation } from '../apply/managed-fields.js';
import { type ApiObject, deepFreeze, storageKey } from '../objects/api-object.js';
import { cloneJson } from '../objects/json-value.js';
import type { Resource } from '../resources/resource.js';
import {
  alreadyExists,
  badRequest,
  forbiddenRequest,
  invalidObject,
  notFound,
  versionGiven,
} from '../status-errors.js';
import { metadataErrors, unqualifiedFinalizerErrors } from '../strategies/metadata-validation.js';
import type { Cluster, WriteOptions } from './cluster.js';
import { decodeObject } from './decode-object.js';
import { checkUnknownFields } from './field-validation.js';
import { checkSize } from './object-size.js';

/**
 * Creates an object in a namespace (empty for cluster-scoped resources). Returns what was stored, or with `dryRun` what
 * would have been.
 *
 * @throws ApiError BadRequest, Invalid, AlreadyExists, NotFound or Forbidden (namespace absent or going away).
 */
export function createObject(
  cluster: Cluster,
  resource: Resource,
  namespace: string,
  body: unknown,
  options: WriteOptions,
): ApiObject {
  const { object: draft, unknown } = decodeObject(resource, body);
  checkUnknownFields(resource, unknown, options);
  placeInNamespace(cluster, resource, namespace, draft);
  identify(cluster, resource, draft);
  resetStatus(resource, draft);
  resource.strategy.prepareForCreate?.(draft);
  const object = resource.custom ? applyDefaults(resource.schema, draft) : draft;
  const written = resource.strategy.generate ? cloneJson(object) : object;
  resource.strategy.generate?.(object);
  checkValid(resource, object);
  resource.strategy.complete?.(object);
  if (cluster.store.get(resource.storage, storageKey(object.metadata.namespace, object.metadata.name)))
    throw alreadyExists(resource, object.metadata.name);
  checkSize(object);
  const tracked = trackCreation(resource, object, written, options.fieldManager, timestamp(cluster.now()));
  return options.dryRun ? deepFreeze(tracked) : cluster.store.put(resource.storage, tracked);
}

function placeInNamespace(cluster: Cluster, resource: Resource, namespace: string, draft: ApiObject): void {
  if (!resource.namespaced) {
    delete draft.metadata.namespace;
    return;
  }
  const given = draft.metadata.namespace;
  if (given && given !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  draft.metadata.namespace = namespace;
  checkNamespace(cluster, resource, namespace, draft.metadata.name ?? draft.metadata.generateName ?? '');
}

function checkNamespace({ store }: Cluster, resource: Resource, namespace: string, name: string): void {
  const found = store.get('namespaces', storageKey(undefined, namespace));
  if (!found) throw notFound({ group: '', plural: 'namespaces', kind: 'Namespace' }, namespace);
  if (!found.metadata.deletionTimestamp) return;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  throw forbiddenRequest(resource, name, why, [
    {
      reason: 'NamespaceTerminating',
      message: `namespace ${namespace} is being terminated`,
      field: 'metadata.namespace',
    },
  ]);
}

/** Nobody creates an object with a status; built-in kinds begin with an empty one. */
function resetStatus({ hasStatus, custom }: Resource, draft: ApiObject): void {
  if (!hasStatus) return;
  if (custom) delete draft.status;
  else draft.status = {};
}

/** What only the server may say of a new object. */
function identify(cluster: Cluster, resource: Resource, draft: ApiObject): void {
  const { metadata } = draft;
  if (metadata.resourceVersion) throw versionGiven();
  if (!metadata.name && metadata.generateName) metadata.name = generateName(metadata.generateName);
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  metadata.uid = randomUUID();
  metadata.creationTimestamp = timestamp(cluster.now());
  if (resource.hasGeneration) metadata.generation = 1;
  else delete metadata.generation;
}

function checkValid(resource: Resource, object: ApiObject): void {
  const { nameErrors, validate } = resource.strategy;
  const errors = [
    ...metadataErrors(object, nameErrors),
    ...unqualifiedFinalizerErrors(resource, object),
    ...(validate?.(object) ?? []),
  ];
  if (errors.length > 0) throw invalidObject(resource, object.metadata.name ?? '', errors);
}
