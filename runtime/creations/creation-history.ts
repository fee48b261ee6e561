import type { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Restores } from '../caches/restores.js';
import type { CreationDoubts } from '../engine/reconcile/creation-doubts.js';
import type { Change } from '../engine/reconcile/diff.js';
import { pastStarts } from './past-starts.js';
import type { RecentCreations } from './recent-creations.js';

export interface HistoryOptions {
  readonly transport: Pick<Transport, 'request'>;
  /** Where what is found is noted. */
  readonly creations: RecentCreations;
  /** The children, as they are watched. */
  readonly workers: { isFollowing(namespace: string): boolean };
  /** @default nothing proves it */
  readonly restores?: Pick<Restores, 'isRuledOutSince'> | undefined;
}

/**
 * Finds out whether children that are about to be created were created before and have begun their work, although no status
 * says so: the creation got no answer, or another replica created them and stopped before it could write a status.
 */
export class CreationHistory {
  /** uids of runs that were there when this replica began to lead, and of which nothing was looked up. */
  private readonly inherited = new Set<string>();

  /** @param kind of the children whose creation is work; others may be created twice */
  constructor(
    private readonly kind: 'Job' | 'Pod',
    private readonly options: HistoryOptions,
  ) {}

  /** The runs that another replica may have worked on. */
  inherit(runs: readonly KubernetesObject[]): void {
    for (const { metadata } of runs) this.inherited.add(metadata.uid ?? '');
  }

  /**
   * Each child that has begun is noted as created. One whose creation got no answer is unsettled until it is known whether
   * the API server was restored from a backup after the creation, without the child and its Events.
   *
   * @throws ApiError when the API server does not say
   */
  async doubtsOf({ metadata }: KubernetesObject, changes: readonly Change[]): Promise<CreationDoubts> {
    const { namespace = '', uid = '', creationTimestamp: since } = metadata;
    const { transport, creations } = this.options;
    const names = changes.flatMap(({ object }) => (object.kind === this.kind ? object.metadata.name : []));
    const unanswered = creations.unanswered(uid);
    const suspects = this.inherited.has(uid) ? names : names.filter((name) => unanswered.has(name));
    const unsettled = new Set(suspects.filter((name) => !this.isSettled(namespace, unanswered.get(name))));
    const settled = suspects.filter((name) => !unsettled.has(name));
    if (settled.length === 0) return { hasBegun: false, unsettled };
    const begun = await pastStarts(transport, { namespace, kind: this.kind, names: settled, since, ownerUid: uid });
    for (const name of begun) creations.noteSeen(uid, name);
    return { hasBegun: begun.size > 0, unsettled };
  }

  private isSettled(namespace: string, doubtedAt: number | undefined): boolean {
    const { workers, restores } = this.options;
    return (
      doubtedAt === undefined || (workers.isFollowing(namespace) && (restores?.isRuledOutSince(doubtedAt) ?? true))
    );
  }
}
