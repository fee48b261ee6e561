import type { KubernetesObject } from '../kubernetes-conventions/kubernetes-object.js';

/** `plural` of the core group (`pods`), else `plural.group` (`jobs.batch`, `widgets.example.com`). */
export type ResourceName = string;

/** One committed change. */
export interface LocalWatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubernetesObject;
}

/** As Kubernetes' DeleteOptions; with `uid`, an object of another uid stays. */
export interface LocalDeleteOptions {
  readonly uid?: string;
  /** Pods only: 0 removes at once; otherwise `deletionTimestamp` is set and the kubelet finishes the deletion. */
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
}

/**
 * The embedded API server as its own controllers see it: the same admission, validation, defaulting, optimistic
 * concurrency and deletion rules as over HTTP, without the socket. Every call is synchronous.
 *
 * Objects returned are shared with the store and frozen: copy before changing.
 *
 * @throws ApiError with the HTTP code and the Kubernetes reason (`NotFound`, `AlreadyExists`, `Conflict`, `Invalid`).
 */
export interface LocalApi {
  /** Undefined when there is no such object. */
  get(resource: ResourceName, namespace: string, name: string): KubernetesObject | undefined;
  /** In creation order; all namespaces when `namespace` is omitted. */
  list(resource: ResourceName, options?: { namespace?: string; labelSelector?: string }): readonly KubernetesObject[];
  /** Returns the object as it was stored, with its uid and defaults. */
  create(resource: ResourceName, object: KubernetesObject): KubernetesObject;
  /** Replaces metadata and spec; a `resourceVersion` in the object must match. Finalizers removed here may finish a deletion. */
  update(resource: ResourceName, object: KubernetesObject): KubernetesObject;
  /** Replaces `.status` only. */
  updateStatus(resource: ResourceName, object: KubernetesObject): KubernetesObject;
  /** An object with finalizers, and a Pod with a grace period, stay until they are finished. */
  delete(resource: ResourceName, namespace: string, name: string, options?: LocalDeleteOptions): void;
  /** Calls `listener` with ADDED for every existing object, then with each change after it is committed. Returns the stop function. */
  watch(resource: ResourceName, listener: (event: LocalWatchEvent) => void): () => void;
}
