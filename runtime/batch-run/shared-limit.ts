import type { BatchRun, WorkspaceConfig } from '../../api/generated/kinds.js';
import { LABEL_BATCH_RUN } from '../../api/labels.js';
import { fitName } from '../../plan/naming.js';
import { type Claimant, fairShare } from './fair-share.js';
import { groupBy } from './group-by.js';
import { isHeld } from './held-job.js';
import type { ObservedJob, ObservedTaskPod } from './observed.js';
import { occupiedSlots } from './occupied-slots.js';

/** What is observed of a limit that several runs of one namespace share. Lists may be empty. */
export interface SharedLimit {
  /** Jobs and Pods with the key, whosever they are. */
  readonly jobs: readonly ObservedJob[];
  readonly pods: readonly ObservedTaskPod[];
  /** The unfinished runs whose WorkspaceConfig names the key. */
  readonly runs: readonly BatchRun[];
  /** Names of Jobs that the run may have created or resumed although nobody has seen it. */
  unseenOf(run: BatchRun): Iterable<string>;
  readonly limit: number;
}

/** How many of its `waiting` tasks the run may start now: its fair share of the slots that nobody has. */
export function slotsOf(run: BatchRun, waiting: number, { jobs, pods, runs, unseenOf, limit }: SharedLimit): number {
  const unseen = runs.flatMap((each) => [...unseenOf(each)]);
  const free = limit - occupiedSlots({ jobs, pods, unseen }).size;
  if (free <= 0 || waiting === 0) return 0;
  const jobsBy = groupBy(jobs, runLabel);
  const podsBy = groupBy(pods, runLabel);
  const claimants = runs.toSorted(byAge).map((each): Claimant => {
    const label = fitName(each.metadata.name);
    const own = jobsBy.get(label) ?? [];
    const active = occupiedSlots({ jobs: own, pods: podsBy.get(label) ?? [], unseen: unseenOf(each) }).size;
    const uid = each.metadata.uid ?? '';
    return { run: uid, active, waiting: uid === run.metadata.uid ? waiting : waitingOf(each, own, active) };
  });
  return fairShare(free, claimants).get(run.metadata.uid ?? '') ?? 0;
}

/** The lowest limit that any WorkspaceConfig of the namespace names for the key. */
export function lowestLimit(limitKey: string, workspaces: readonly WorkspaceConfig[]): number {
  const limits = workspaces.flatMap(({ spec: { concurrency } }) =>
    concurrency?.limitKey === limitKey ? [concurrency.limit] : [],
  );
  return Math.min(...limits);
}

/** What another run could start besides, as its status tells; nothing while something keeps it from starting any. */
function waitingOf({ spec, status }: BatchRun, jobs: readonly ObservedJob[], active: number): number {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const mayStart = ready?.reason === 'TasksPending' || ready?.reason === 'TasksRunning';
  if (spec.suspend || spec.cancel || !status?.planHash || !mayStart) return 0;
  if (spec.jobs === 'synthesized') return jobs.filter(isHeld).length;
  const { total = 0, completed = 0, failed = 0 } = status.progress ?? {};
  const unstarted = Math.max(0, total - completed - failed - active);
  const { maxConcurrency = 0 } = spec;
  return maxConcurrency === 0 ? unstarted : Math.min(unstarted, Math.max(0, maxConcurrency - active));
}

const runLabel = ({ metadata: { labels = {} } }: ObservedJob | ObservedTaskPod): string =>
  labels[LABEL_BATCH_RUN] ?? '';

const byAge = ({ metadata: a }: BatchRun, { metadata: b }: BatchRun): number =>
  `${a.creationTimestamp} ${a.name}` < `${b.creationTimestamp} ${b.name}` ? -1 : 1;
