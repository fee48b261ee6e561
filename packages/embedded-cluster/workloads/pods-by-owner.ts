import type { LocalWatchEvent } from '../local-api.js';
import { keyOf, type ObjectKey, type Pod } from '../objects.js';

/** The Pods of every controller of one kind, kept from watch events, so that a pass need not list them all. */
export class PodsByOwner {
  private readonly pods = new Map<ObjectKey, Map<ObjectKey, Pod>>();

  constructor(private readonly ownerKind: string) {}

  /** @returns the owners whose Pods changed */
  observe(type: LocalWatchEvent['type'], pod: Pod): readonly ObjectKey[] {
    const owner = this.ownerOf(pod);
    if (owner === undefined) return [];
    const siblings = this.pods.get(owner) ?? new Map<ObjectKey, Pod>();
    if (type === 'DELETED') siblings.delete(keyOf(pod));
    else siblings.set(keyOf(pod), pod);
    if (siblings.size === 0) this.pods.delete(owner);
    else this.pods.set(owner, siblings);
    return [owner];
  }

  /** In creation order; of every owner that ever had this name. */
  of(owner: ObjectKey): readonly Pod[] {
    return [...(this.pods.get(owner)?.values() ?? [])];
  }

  private ownerOf({ metadata }: Pod): ObjectKey | undefined {
    const owner = metadata.ownerReferences?.find((each) => each.controller && each.kind === this.ownerKind);
    return owner && `${metadata.namespace ?? ''}/${owner.name}`;
  }
}
