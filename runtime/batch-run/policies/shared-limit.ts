import type { BatchRun } from '../../../api/generated/kinds.js';
import { LABEL_BATCH_RUN, LABEL_LIMIT_KEY } from '../../../api/labels.js';
import { blockedReasons } from '../../../api/reasons.js';
import { fitName } from '../../../packages/kubernetes-conventions/fit-name.js';
import { type Identified, splitKey } from '../../../packages/kubernetes-conventions/object-key.js';
import { unansweredNames } from '../../creations/create-failures.js';
import type { Claimant } from '../../limits/fair-share.js';
import { isRecent } from '../../limits/recent-run.js';
import type { LimitedKind, LimitUsers } from '../../limits/shared-limits.js';
import { podStart } from '../../pod/pod-times.js';
import type { Informers } from '../informers.js';
import { groupBy } from '../jobs/group-by.js';
import { isSuspended } from '../jobs/held-job.js';
import { occupiedSlots } from '../jobs/occupied-slots.js';
import { isActive } from '../jobs/pod-activity.js';
import { hasGatedPods, isGated } from '../jobs/start-gate.js';
import type { ObservedJob, ObservedTaskPod } from '../observed.js';
import type { PassMemory } from '../pass-memory.js';
import { templateObjects } from '../template/template-objects.js';

/** What is observed of a limit. Lists may be empty. */
export interface ObservedLimit {
  /** Jobs and Pods with the key, whosever they are. */
  readonly jobs: readonly ObservedJob[];
  readonly pods: readonly ObservedTaskPod[];
  /** The unfinished runs whose WorkspaceConfig names the key. */
  readonly runs: readonly BatchRun[];
  /** Names of Jobs that the run may have created or allowed their Pod, but have not been observed so. */
  unseenOf(run: BatchRun): Iterable<string>;
  /** As in `ObservedBatchRun`. */
  releasedBy(run: BatchRun): ReadonlySet<string>;
}

/** BatchRuns as users of limits. */
export function limitedBatchRuns(
  informers: Informers,
  { creations, createFailures, releases, starting, releasing }: PassMemory,
): LimitedKind {
  const { jobs, pods, runs } = informers;
  return {
    users: (limit, now) =>
      batchRunUsers(
        {
          jobs: jobs.store.list('byLimitKey', limit),
          pods: pods.store.list('byLimitKey', limit),
          runs: runsSharing(limit, informers),
          unseenOf: ({ metadata: { uid = '' } }) => [
            ...creations.of(uid, now),
            ...starting.of(uid),
            ...unansweredNames(createFailures.of(uid, now)),
          ],
          releasedBy: ({ metadata: { uid = '' } }) => new Set([...releases.of(uid, now), ...releasing.of(uid)]),
        },
        now,
      ),
    onChange: (listener) => {
      const notify = (limit: string | undefined) => limit !== undefined && listener(limit);
      jobs.onChange(({ object }) => notify(limitOfChild(object)));
      pods.onChange(({ object }) => notify(limitOfChild(object)));
      runs.onChange(({ object }) => notify(limitOf(object, informers)));
    },
  };
}

/** The limit that a run shares with others, as its WorkspaceConfig names it. */
export function limitOf(run: BatchRun, informers: Informers): string | undefined {
  const { limitKey } = templateObjects(run, informers).workspace?.spec.concurrency ?? {};
  return limitKey === undefined ? undefined : `${run.metadata.namespace}/${limitKey}`;
}

function limitOfChild({ metadata: { namespace, labels = {} } }: Identified): string | undefined {
  const limitKey = labels[LABEL_LIMIT_KEY];
  return limitKey === undefined ? undefined : `${namespace}/${limitKey}`;
}

/** The unfinished runs that share a limit, in no particular order. */
export const runsSharing = (limit: string, informers: Informers): BatchRun[] =>
  informers.runs.store.list('unfinished', splitKey(limit).namespace).filter((run) => limitOf(run, informers) === limit);

/** Pure: what those runs have and want. */
export function batchRunUsers({ jobs, pods, runs, unseenOf, releasedBy }: ObservedLimit, now: number): LimitUsers {
  const unseen = runs.flatMap((run) => [...unseenOf(run)]);
  const released = new Set(runs.flatMap((run) => [...releasedBy(run)]));
  const jobsBy = groupBy(jobs, runLabel);
  const podsBy = groupBy(pods, runLabel);
  const claimants = runs.map((run): Claimant => {
    const { name, uid = '', creationTimestamp } = run.metadata;
    const own = jobsBy.get(fitName(name)) ?? [];
    const ownPods = podsBy.get(fitName(name)) ?? [];
    const active = occupiedSlots({ jobs: own, pods: ownPods, unseen: unseenOf(run), released }).size;
    const since = `${lastBegun(own, ownPods) ?? creationTimestamp} ${name}`;
    return { run: uid, since, active, waiting: waitingOf(run, ownPods, active, now) };
  });
  return { occupied: occupiedSlots({ jobs, pods, unseen, released }).size, claimants };
}

/** When the run last had its turn, or undefined when it never had. A Job whose Pods are gated begins with a container. */
function lastBegun(jobs: readonly ObservedJob[], pods: readonly ObservedTaskPod[]): string | undefined {
  const begun = ({ metadata, status }: ObservedJob) => status?.startTime ?? metadata.creationTimestamp;
  const times = [
    ...jobs.map((job) => (isSuspended(job) || hasGatedPods(job) ? undefined : begun(job))),
    ...pods.map(podStart),
  ];
  let last: string | undefined;
  for (const time of times) if (time !== undefined && time > (last ?? '')) last = time;
  return last;
}

/** Whether nothing keeps the whole run from starting more: a task that cannot start does not hold up the others. */
const mayGoOn = (reason: string): boolean =>
  reason === 'TasksPending' || reason === 'TasksRunning' || blockedReasons.has(reason);

/** How many more tasks another run could start, according to its status; 0 while a failure keeps it from starting any. */
function waitingOf(run: BatchRun, pods: readonly ObservedTaskPod[], active: number, now: number): number {
  const { spec, status } = run;
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const mayStart = !ready || mayGoOn(ready.reason);
  if (spec.suspend || spec.cancel || !mayStart) return 0;
  const { maxConcurrency = 0 } = spec;
  const most = maxConcurrency === 0 ? Number.POSITIVE_INFINITY : Math.max(0, maxConcurrency - active);
  if (!status?.planHash) return isRecent(run, now) ? most : 0;
  if (spec.jobs === 'synthesized') return Math.min(most, pods.filter((pod) => isActive(pod) && isGated(pod)).length);
  const { total = 0, completed = 0, failed = 0 } = status.progress ?? {};
  return Math.min(most, Math.max(0, total - completed - failed - active));
}

const runLabel = ({ metadata: { labels = {} } }: ObservedJob | ObservedTaskPod): string =>
  labels[LABEL_BATCH_RUN] ?? '';
