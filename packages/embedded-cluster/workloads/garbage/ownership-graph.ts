import type { KubernetesObject, OwnerReference } from '../../../kubernetes-conventions/kubernetes-object.js';
import type { LocalWatchEvent, ResourceName } from '../../local-api.js';

export type Uid = string;

/** What garbage collection knows of one object. */
export interface GraphNode {
  readonly resource: ResourceName;
  readonly namespace: string;
  readonly name: string;
  readonly uid: Uid;
  readonly owners: readonly OwnerReference[];
  readonly finalizers: readonly string[];
  readonly isDeleting: boolean;
}

/**
 * Who owns whom, by uid and over all kinds, kept from watch events.
 *
 * Absence is only trusted for kinds that are watched: an owner of an unknown kind counts as present.
 */
export class OwnershipGraph {
  private readonly nodes = new Map<Uid, GraphNode>();
  private readonly dependents = new Map<Uid, Set<Uid>>();
  private readonly watchedKinds = new Set<string>();

  watchKind(group: string, kind: string): void {
    this.watchedKinds.add(`${group}/${kind}`);
  }

  observe(resource: ResourceName, type: LocalWatchEvent['type'], object: KubernetesObject): void {
    const uid = object.metadata.uid ?? '';
    this.unlink(uid);
    if (type === 'DELETED') this.nodes.delete(uid);
    else this.link(nodeOf(resource, uid, object));
  }

  get(uid: Uid): GraphNode | undefined {
    return this.nodes.get(uid);
  }

  /** Whether an owner is there, gone, or on its way out and waiting for those it owns. */
  presence({ apiVersion, kind, uid }: OwnerReference): 'Present' | 'Absent' | 'Waiting' {
    const owner = this.nodes.get(uid);
    if (owner) return isWaitingForDependents(owner) ? 'Waiting' : 'Present';
    return this.watchedKinds.has(`${groupOf(apiVersion)}/${kind}`) ? 'Absent' : 'Present';
  }

  dependentsOf(uid: Uid): readonly GraphNode[] {
    return [...(this.dependents.get(uid) ?? [])].flatMap((dependent) => this.nodes.get(dependent) ?? []);
  }

  private link(node: GraphNode): void {
    this.nodes.set(node.uid, node);
    for (const { uid } of node.owners) {
      const siblings = this.dependents.get(uid) ?? new Set();
      this.dependents.set(uid, siblings.add(node.uid));
    }
  }

  private unlink(uid: Uid): void {
    for (const owner of this.nodes.get(uid)?.owners ?? []) {
      const siblings = this.dependents.get(owner.uid);
      siblings?.delete(uid);
      if (siblings?.size === 0) this.dependents.delete(owner.uid);
    }
  }
}

export function isWaitingForDependents(node: GraphNode): boolean {
  return node.isDeleting && node.finalizers.includes('foregroundDeletion');
}

export function isOrphaningDependents(node: GraphNode): boolean {
  return node.isDeleting && node.finalizers.includes('orphan');
}

function nodeOf(resource: ResourceName, uid: Uid, { metadata }: KubernetesObject): GraphNode {
  return {
    resource,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    uid,
    owners: metadata.ownerReferences ?? [],
    finalizers: metadata.finalizers ?? [],
    isDeleting: metadata.deletionTimestamp !== undefined,
  };
}

/** `batch/v1` to `batch`; the core group's `v1` to ''. */
function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}
