import { LABEL_KUEUE_QUEUE } from '../../../api/labels.js';
import type { LocalApi } from '../../../packages/embedded-cluster/index.js';
import type { ObservedJob } from '../../../runtime/batch-run/observed.js';

/**
 * What Kueue does to Jobs that name a queue: its webhook suspends each when it is created, and its controller resumes as many
 * as the quota allows, the oldest first, and counts those that have not ended. Other Jobs are none of its business.
 *
 * Source: https://kueue.sigs.k8s.io/docs/concepts/workload/ and kubernetes-sigs/kueue, pkg/controller/jobs/job
 */
export class FakeKueue {
  /** The most Jobs that were admitted at any moment. */
  peak = 0;
  /** Names of Jobs in the order of their admission. */
  readonly admitted: string[] = [];
  readonly stop: () => void;

  constructor(
    private readonly api: LocalApi,
    private quota: number,
  ) {
    this.stop = api.watch('jobs.batch', () => queueMicrotask(() => this.#admit()));
  }

  /** Another quota; 0 holds the queue. */
  setQuota(quota: number): void {
    this.quota = quota;
    this.#admit();
  }

  /** The object as the webhook lets it be created. */
  webhook<T extends { readonly kind: string }>(object: T): T {
    return object.kind === 'Job' && isQueued(object as never) ? withSuspend(object, true) : object;
  }

  #admit(): void {
    const jobs = (this.api.list('jobs.batch') as readonly ObservedJob[]).filter(isQueued);
    const active = jobs.filter((job) => !isSuspended(job) && !isOver(job));
    this.peak = Math.max(this.peak, active.length);
    const [next] = jobs.filter((job) => isSuspended(job) && !isOver(job) && !job.metadata.deletionTimestamp);
    if (!next || active.length >= this.quota) return;
    this.admitted.push(next.metadata.name);
    this.api.update('jobs.batch', withSuspend(next, false));
    this.#admit();
  }
}

const isQueued = ({ metadata }: ObservedJob): boolean => LABEL_KUEUE_QUEUE in (metadata.labels ?? {});
const isSuspended = ({ spec }: ObservedJob): boolean => spec?.suspend === true;
const isOver = ({ status }: ObservedJob): boolean =>
  (status?.conditions ?? []).some(
    ({ type, status: is }) => (type === 'Complete' || type === 'Failed') && is === 'True',
  );

const withSuspend = <T extends object>(job: T, suspend: boolean): T => ({
  ...job,
  ...{ spec: { ...(job as { spec?: object }).spec, suspend } },
});
