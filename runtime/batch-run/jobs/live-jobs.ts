import type { BatchRun } from '../../../api/generated/kinds.js';
import { jobs } from '../../../api/kinds/kubernetes.js';
import { LABEL_BATCH_RUN } from '../../../api/labels.js';
import { skimmer } from '../../../packages/kubernetes-client/transport/skim.js';
import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { fitName } from '../../../packages/kubernetes-conventions/fit-name.js';
import type { ObjectMeta } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { controllerOf } from '../../../packages/kubernetes-conventions/owner.js';
import { collectionPath } from '../../../packages/kubernetes-conventions/resource.js';
import type { ObservedBatchRun, ObservedJob } from '../observed.js';
import type { JobMemory } from './job-memory.js';

type Children = ObservedBatchRun['children'];

const PAGE_ITEMS = 500;

/** All that is read of the answer. */
const skim = skimmer({
  metadata: { continue: true },
  items: { metadata: { uid: true, deletionTimestamp: true } },
});

/**
 * The children without Jobs of an earlier run of the same name. A synthesized Job does not say by uid whose it is, and the
 * watch of Jobs may be behind that of runs: after a run and its Jobs were deleted and applied again, it still shows those
 * that have ended. Each Job is asked about at most once.
 *
 * @throws ApiError when the API server does not say
 */
export async function withoutEarlierJobs(
  transport: Pick<Transport, 'request'>,
  { parent: run, children }: Pick<ObservedBatchRun, 'parent' | 'children'>,
  memory: JobMemory,
): Promise<Children> {
  const { uid: runUid = '' } = run.metadata;
  const doubtful = children.filter((child): child is ObservedJob => child.kind === 'Job' && mayBeEarlier(run, child));
  if (doubtful.length === 0) return children;
  const answerOf = ({ metadata: { uid = '' } }: ObservedJob) => memory.answerOf(runUid, uid);
  const unknown = doubtful.filter((job) => answerOf(job) === undefined);
  const there = unknown.length === 0 ? new Set<string>() : await uidsOf(transport, run);
  for (const { metadata } of unknown) {
    const { uid = '' } = metadata;
    memory.note(runUid, uid, there.has(uid) ? 'There' : 'Gone');
  }
  const gone = new Set<unknown>(doubtful.filter((job) => answerOf(job) === 'Gone'));
  return gone.size === 0 ? children : children.filter((child) => !gone.has(child));
}

/** Kubernetes counts creation in whole seconds. Times of one format and zone sort as text. */
function mayBeEarlier({ spec, metadata: run }: BatchRun, job: ObservedJob): boolean {
  const isOwnerless = spec.jobs === 'synthesized' && controllerOf(job) === undefined;
  return isOwnerless && (job.metadata.creationTimestamp ?? '') <= (run.creationTimestamp ?? '');
}

/** Of the Jobs with the run's label that are there, and are not being deleted. */
async function uidsOf(transport: Pick<Transport, 'request'>, { metadata }: BatchRun): Promise<Set<string>> {
  const path = collectionPath(jobs, metadata.namespace);
  const labelSelector = `${LABEL_BATCH_RUN}=${fitName(metadata.name)}`;
  const uids = new Set<string>();
  let token: string | undefined;
  do {
    const query = { labelSelector, limit: PAGE_ITEMS, continue: token };
    const page: Page = await transport.request<Page>({ method: 'GET', path, query, skim });
    for (const { metadata: job } of page.items ?? []) if (job.deletionTimestamp === undefined) uids.add(job.uid ?? '');
    token = page.metadata?.continue;
  } while (token);
  return uids;
}

interface Page {
  readonly metadata?: { readonly continue?: string };
  /** Go writes an empty list as null. */
  readonly items: readonly { readonly metadata: Pick<ObjectMeta, 'uid' | 'deletionTimestamp'> }[] | null;
}
