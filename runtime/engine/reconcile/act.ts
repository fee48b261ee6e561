import { resourceOf } from '../../../api/kinds/known-resources.js';
import { inParallel } from '../../../packages/kubernetes-client/in-parallel.js';
import { ApiError, isApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { keyOf } from '../../../packages/kubernetes-conventions/object-key.js';
import { isControlledBy, withController } from '../../../packages/kubernetes-conventions/owner.js';
import { collectionPath, objectPath } from '../../../packages/kubernetes-conventions/resource.js';
import { conflictText } from '../conflict.js';
import { contains } from './contains.js';
import type { Amendment, Change, Removal } from './diff.js';
import { withHeldReplicas } from './held-replicas.js';
import { takeBack } from './take-back.js';

export const fieldManager = 'kubetask';

/** A change that the API server did not carry out. */
export interface ChildFailure {
  readonly change: Change;
  /** As in `ApiError`: `Invalid`, `Forbidden`, `AlreadyExists`, `ConnectionRefused`. */
  readonly reason: string;
  readonly message: string;
  /** The same change may succeed later without any change by a user. */
  readonly transient: boolean;
}

export interface Act {
  readonly transport: Transport;
  readonly parent: KubernetesObject;
  readonly changes: readonly Change[];
  /** @default 8 */
  readonly parallelism?: number;
}

/**
 * Performs every change, and resolves with those that failed, in the order of `changes`; never throws for one of them.
 *
 * What is already so is success: a child that exists and is ours (a ConfigMap: with that data), one to delete or amend
 * that is gone. An object of that name that another owner controls is a failure (`AlreadyExists`) that names its owner.
 */
export async function act({ transport, parent, changes, parallelism = 8 }: Act): Promise<readonly ChildFailure[]> {
  const outcomes = await inParallel(changes, parallelism, async (change) => {
    try {
      await perform(transport, parent, change);
      return [];
    } catch (error) {
      if (!isApiError(error)) throw error;
      const { reason, message, transient } = error;
      return [{ change, reason, message, transient }];
    }
  });
  return outcomes.flat();
}

function perform(transport: Transport, parent: KubernetesObject, change: Change): Promise<void> {
  switch (change.type) {
    case 'create':
      return create(transport, parent, change.object);
    case 'update':
      return update(transport, parent, change.object);
    case 'apply':
      return apply(transport, parent, change.object);
    case 'delete':
      return remove(transport, change.object);
    case 'amend':
      return amend(transport, change);
    case 'removeItem':
      return removeItem(transport, change);
  }
}

async function create(transport: Transport, parent: KubernetesObject, child: KubernetesObject): Promise<void> {
  const path = collectionPath(resourceOf(child), child.metadata.namespace);
  try {
    const body = withController(child, parent);
    await transport.request({ method: 'POST', path, query: { fieldManager }, body, ignoresAnswer: true });
  } catch (error) {
    if (!isApiError(error, 'AlreadyExists')) throw error;
    await assertOurs(transport, parent, child, error);
  }
}

async function assertOurs(
  transport: Transport,
  parent: KubernetesObject,
  child: KubernetesObject,
  cause: ApiError,
): Promise<void> {
  const existing = await read(transport, child);
  assertControlled(existing, parent, child, cause);
  if (contains(dataOf(existing), dataOf(child))) return;
  // Made by a pass before, which our cache does not show yet: what this one adds to it is not there.
  const message = `Cannot create ${child.kind} ${keyOf(child)}: it exists with other data`;
  throw new ApiError(message, { code: 409, reason: 'Conflict', transient: true }, { cause });
}

/** Of a ConfigMap; undefined for other kinds, which exist as they should once they exist. */
const dataOf = (object: KubernetesObject): unknown => Reflect.get(object, 'data');

const read = (transport: Transport, child: KubernetesObject): Promise<KubernetesObject> =>
  transport.request({ method: 'GET', path: pathOf(child) });

function assertControlled(
  existing: KubernetesObject,
  parent: KubernetesObject,
  child: KubernetesObject,
  cause?: ApiError,
): void {
  if (isControlledBy(existing, parent.metadata.uid ?? '')) return;
  throw new ApiError(
    conflictText({ ...existing, kind: child.kind }),
    { code: 409, reason: 'AlreadyExists', transient: false, details: cause?.details },
    { cause },
  );
}

async function update(transport: Transport, parent: KubernetesObject, child: KubernetesObject): Promise<void> {
  await applyTo(transport, withController(child, parent), true);
}

async function applyTo(transport: Transport, body: KubernetesObject, force: boolean): Promise<void> {
  const query = { fieldManager, force };
  await transport.request({
    method: 'PATCH',
    path: pathOf(body),
    query,
    contentType: 'application/apply-patch+yaml',
    body,
    ignoresAnswer: true,
  });
}

async function amend(transport: Transport, { object, patch }: Amendment): Promise<void> {
  const { uid, resourceVersion } = object.metadata;
  const metadata = { ...(patch['metadata'] ?? {}), uid, ...(resourceVersion && { resourceVersion }) };
  try {
    await transport.request({
      method: 'PATCH',
      path: pathOf(object),
      query: { fieldManager },
      contentType: 'application/merge-patch+json',
      body: { ...patch, metadata },
    });
  } catch (error) {
    if (!isApiError(error, 'NotFound')) throw error;
  }
}

/** Source: https://www.rfc-editor.org/rfc/rfc6901#section-3 */
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

async function removeItem(transport: Transport, { object, path, item, annotations = {} }: Removal): Promise<void> {
  const body = [
    { op: 'test', path: '/metadata/uid', value: object.metadata.uid },
    { op: 'test', path, value: item },
    ...Object.entries(annotations).map(([name, value]) => ({
      op: 'add',
      path: `/metadata/annotations/${escaped(name)}`,
      value,
    })),
    { op: 'remove', path },
  ];
  const contentType = 'application/json-patch+json';
  try {
    await transport.request({ method: 'PATCH', path: pathOf(object), query: { fieldManager }, contentType, body });
  } catch (error) {
    // A test operation fails if the object has changed since it was observed; the watch brings the change.
    if (!isApiError(error, 'NotFound') && !isApiError(error, 'Invalid')) throw error;
  }
}

/**
 * Applies to what is ours, or to nothing yet. An apply would also change another owner's object of that name, so one that is not
 * known is looked for first; and unless it is known, no field is taken from its owner.
 */
async function apply(transport: Transport, parent: KubernetesObject, child: KubernetesObject): Promise<void> {
  const uid = child.metadata.uid ?? (await uidOfOurs(transport, parent, child));
  const metadata = { ...child.metadata, ...(uid === undefined ? {} : { uid }) };
  const desired = withController({ ...child, metadata }, parent);
  if (uid === undefined) return applyTo(transport, desired, false);
  const held = await withHeldReplicas(transport, pathOf(desired), desired, fieldManager);
  try {
    await applyTo(transport, held, true);
  } catch (error) {
    if (!isApiError(error, 'Invalid')) throw error;
    await takeBack(transport, pathOf(held), held, fieldManager);
    await applyTo(transport, held, true);
  }
}

async function uidOfOurs(
  transport: Transport,
  parent: KubernetesObject,
  child: KubernetesObject,
): Promise<string | undefined> {
  try {
    const existing = await read(transport, child);
    assertControlled(existing, parent, child);
    return existing.metadata.uid;
  } catch (error) {
    if (isApiError(error, 'NotFound')) return undefined;
    throw error;
  }
}

async function remove(transport: Transport, child: KubernetesObject): Promise<void> {
  const preconditions = { uid: child.metadata.uid };
  const body = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions, propagationPolicy: 'Background' };
  try {
    await transport.request({ method: 'DELETE', path: pathOf(child), body });
  } catch (error) {
    // Gone, or replaced by one with another uid, which is gone as well.
    if (!isApiError(error, 'NotFound') && !isApiError(error, 'Conflict')) throw error;
  }
}

function pathOf(child: KubernetesObject): string {
  return objectPath(resourceOf(child), child.metadata.namespace ?? '', child.metadata.name);
}
