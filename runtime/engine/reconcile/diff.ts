import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { isControlledBy } from '../../../packages/kubernetes-conventions/owner.js';
import { contains } from './contains.js';
import { isApplied } from './is-applied.js';

/** One step from the observed children to the desired ones. */
export type Change =
  | { readonly type: 'create'; readonly object: KubernetesObject }
  /** Server-side apply to an object that exists and is ours. */
  | { readonly type: 'update'; readonly object: KubernetesObject }
  | { readonly type: 'delete'; readonly object: KubernetesObject }
  /** Server-side apply; created when it has no uid, else only that very object is changed. */
  | { readonly type: 'apply'; readonly object: KubernetesObject }
  | Amendment
  | Removal;

/** A few fields of an object that need not be ours: never what `diff` asks for, always what a decision says in so many words. */
export interface Amendment {
  readonly type: 'amend';
  /** As observed. Made only to that very object, and with a resourceVersion only to that version of it. */
  readonly object: KubernetesObject;
  /** A JSON merge patch. */
  readonly patch: Readonly<Record<string, unknown>>;
}

/** One item of a list of an object that need not be ours goes, and no other: nothing is done unless it is at its place. */
export interface Removal {
  readonly type: 'removeItem';
  /** As observed. Made only to that very object, whatever its version. */
  readonly object: KubernetesObject;
  /** JSON pointer to the item. */
  readonly path: string;
  readonly item: unknown;
  /** Written in the same request. The object has annotations. @default none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * `createOnly`: once it exists it is never touched. `update`: created, then kept equal to what is desired.
 * `apply`: created by server-side apply as well, so that what is no longer desired goes, and what others set stays theirs.
 * A change has the name of the policy that asked for it.
 */
export type KindPolicy = 'createOnly' | 'update' | 'apply';

export interface ChildPolicy {
  /** Whose controlled children are ours to delete. */
  readonly ownerUid: string;
  /** By kind. Observed children of any other kind are looked at and never touched. */
  readonly kinds: Readonly<Record<string, KindPolicy>>;
}

/**
 * What turns `observed` into `desired`: deletes first, in observed order, then the rest in desired order.
 *
 * A child of ours that is not desired is deleted: a finished Job that is to stay must be desired, which its observed
 * object itself is good enough for. If an object of that name has another owner, the creation fails, and the failure says so.
 * Nothing is asked of a child that is being deleted; its end wakes the controller again.
 *
 * @throws Error when a kind is desired that the policy does not name
 */
export function diff(
  observed: readonly KubernetesObject[],
  desired: readonly KubernetesObject[],
  policy: ChildPolicy,
): Change[] {
  const wanted = new Set(desired.map(childKey));
  const ours = observed.filter((child) => child.kind in policy.kinds && isControlledBy(child, policy.ownerUid));
  const unwanted = ours.filter((child) => !wanted.has(childKey(child)) && !isTerminating(child));
  const existing = new Map(ours.map((child) => [childKey(child), child]));
  return [
    ...unwanted.map((object): Change => ({ type: 'delete', object })),
    ...desired.flatMap((child) => step(existing.get(childKey(child)), child, policy)),
  ];
}

function step(observed: KubernetesObject | undefined, desired: KubernetesObject, { kinds }: ChildPolicy): Change[] {
  const policy = kinds[desired.kind];
  if (!policy) throw new Error(`Cannot create ${desired.kind} ${desired.metadata.name}: its kind has no policy`);
  if (policy === 'apply') return applied(observed, desired);
  if (!observed) return [{ type: 'create', object: desired }];
  if (policy === 'createOnly' || isTerminating(observed) || contains(observed, desired)) return [];
  return [{ type: 'update', object: desired }];
}

function applied(observed: KubernetesObject | undefined, desired: KubernetesObject): Change[] {
  if (!observed) return [{ type: 'apply', object: desired }];
  if (isTerminating(observed) || isApplied(observed, desired)) return [];
  const { uid } = observed.metadata;
  const metadata = { ...desired.metadata, ...(uid === undefined ? {} : { uid }) };
  return [{ type: 'apply', object: { ...desired, metadata } }];
}

function isTerminating({ metadata }: KubernetesObject): boolean {
  return metadata.deletionTimestamp !== undefined;
}

function childKey({ apiVersion, kind, metadata: { namespace = '', name } }: KubernetesObject): string {
  return `${apiVersion}/${kind}/${namespace}/${name}`;
}
