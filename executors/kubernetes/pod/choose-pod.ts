import { controllerOf } from '../../../packages/kubernetes-conventions/owner.js';
import type { Pod } from './objects.js';

/** Whether a task can run in it: ready, and not terminating. */
export const isUsable = ({ metadata, status }: Pod): boolean =>
  metadata.deletionTimestamp === undefined &&
  status?.phase === 'Running' &&
  (status.conditions ?? []).some(({ type, status: value }) => type === 'Ready' && value === 'True');

/** The name of the ReplicaSet that a Pod belongs to. */
export const replicaSetOf = (pod: Pod): string | undefined => {
  const controller = controllerOf(pod);
  return controller?.kind === 'ReplicaSet' ? controller.name : undefined;
};

/**
 * The first Pod that is ready and not terminating: of the newest ReplicaSet, then the oldest, then by name. Pure.
 *
 * @param revisions by name of the ReplicaSet; may lack some
 */
export function choosePod(pods: readonly Pod[], revisions: ReadonlyMap<string, number>): Pod | undefined {
  const revisionOf = (pod: Pod) => revisions.get(replicaSetOf(pod) ?? '') ?? 0;
  return pods
    .filter(isUsable)
    .sort(
      (a, b) => revisionOf(b) - revisionOf(a) || compare(createdAt(a), createdAt(b)) || compare(nameOf(a), nameOf(b)),
    )
    .at(0);
}

const createdAt = ({ metadata }: Pod): string => metadata.creationTimestamp ?? '';
const nameOf = ({ metadata }: Pod): string => metadata.name;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
