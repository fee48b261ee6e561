import type { TaskStatus } from '../../../api/generated/kinds.js';
import { parseIndexes } from '../../../api/status/index-list.js';
import type { Identified } from '../../../packages/kubernetes-conventions/object-key.js';
import { controllerOf } from '../../../packages/kubernetes-conventions/owner.js';
import type { ObservedWarning } from '../../caches/observed-warning.js';
import { attemptHistory } from '../attempts/attempt-history.js';
import type { ObservedBatchRun, ObservedJob, ObservedTaskPod } from '../observed.js';
import { isFinished } from '../task-state.js';
import type { PlanState } from '../template/plan-state.js';
import { countsAsFailure } from './failed-attempt.js';
import { groupBy } from './group-by.js';
import { type JobNames, jobNames } from './job-names.js';
import type { JobView } from './job-view.js';
import { isJobOf } from './ownership.js';
import { isActive } from './pod-activity.js';

/** What was observed of a run, arranged for looking at task after task in constant time. */
export interface RunIndex {
  /** What the Job of each task is called. */
  readonly jobName: JobNames;
  /** The run's, by name. */
  readonly jobs: ReadonlyMap<string, ObservedJob>;
  /** Others that carry its label, by name. */
  readonly conflictingJobs: ReadonlyMap<string, ObservedJob>;
  /** Tasks whose Job was seen in an earlier pass. */
  readonly seen: ReadonlySet<number>;
  readonly completed: ReadonlySet<number>;
  readonly failed: ReadonlySet<number>;
  readonly cancelled: ReadonlySet<number>;
  /** The last entry known of a task: its outcome as the controller stored it, else what the status says. */
  readonly entries: ReadonlyMap<number, TaskStatus>;
  view(job: ObservedJob): JobView;
  /** Every Pod of the Job that is there, in no particular order. */
  podsOf(job: ObservedJob): readonly ObservedTaskPod[];
}

/** @param planState undefined of a run that has finished */
export function indexRun(observed: ObservedBatchRun, planState?: PlanState): RunIndex {
  const { status } = observed.parent;
  const jobs = observed.children.filter((child) => child.kind === 'Job');
  const ownJobs = byName(jobs.filter((job) => isJobOf(observed.parent, job)));
  const podsByJob = groupBy(observed.pods, (pod) => controllerOf(pod)?.uid ?? '');
  const pods = newestBy(observed.pods, (pod) => controllerOf(pod)?.uid, podAge);
  const warnings = newestBy(observed.warnings, ({ involvedObject }) => involvedObject.uid, warningAge);
  const warningOf = (object: Identified | undefined) => warnings.get(object?.metadata.uid ?? '');
  const proven = provenOutcomes(observed);
  const jobName = jobNames(observed, planState, proven);
  return {
    jobName,
    jobs: ownJobs,
    conflictingJobs: byName(jobs.filter((job) => !isJobOf(observed.parent, job))),
    seen: parseIndexes(status?.observedIndexes),
    completed: parseIndexes(status?.completedIndexes),
    failed: parseIndexes(status?.failedIndexes),
    cancelled: parseIndexes(status?.cancelledIndexes),
    entries: new Map([
      ...(status?.tasks ?? []).map((task) => [task.index, task] as const),
      ...lostOutcomes(observed, ownJobs, jobName),
      ...proven,
    ]),
    podsOf: ({ metadata: { uid = '' } }) => podsByJob.get(uid) ?? [],
    view: (job) => {
      const pod = pods.get(job.metadata.uid ?? '');
      const { podsKnownUntil } = observed;
      const all = podsByJob.get(job.metadata.uid ?? '') ?? [];
      const endedPods = all.filter((each) => !isActive(each)).length;
      const failedPods = all.filter((each) => countsAsFailure(job, each)).length;
      return {
        job,
        pod,
        pods: all,
        history: attemptHistory(job, all),
        endedPods,
        failedPods,
        podsKnownUntil,
        jobWarning: warningOf(job),
        podWarning: warningOf(pod),
      };
    },
  };
}

const byName = (jobs: readonly ObservedJob[]) => new Map(jobs.map((job) => [job.metadata.name, job]));

const provenOutcomes = ({ outcomes }: ObservedBatchRun): ReadonlyMap<number, TaskStatus> =>
  new Map(
    [...outcomes.shards.values()].flatMap(({ entries }) => [...entries].filter(([, entry]) => isFinished(entry))),
  );

/**
 * Of the outcomes that are not proven, those of tasks whose Job was seen and is gone: the controller may have stored them and
 * stopped before it could say so in the status, and nothing else records what became of them.
 */
function lostOutcomes(
  { parent: { status }, outcomes }: ObservedBatchRun,
  jobs: ReadonlyMap<string, ObservedJob>,
  jobName: JobNames,
) {
  const seen = outcomes.unreported.size === 0 ? new Set<number>() : parseIndexes(status?.observedIndexes);
  const isLarge = status?.tasks !== undefined && status.tasks.length < (status.progress?.total ?? 0);
  const isLost = (index: number) => seen.has(index) && !jobs.has(jobName(index));
  const unproven = [...outcomes.unreported].filter(([index]) => isLarge && isLost(index));
  return unproven.filter(([, entry]) => isFinished(entry));
}

/** Of the objects with the same key, the one whose age sorts last. */
function newestBy<T>(objects: readonly T[], keyOf: (object: T) => string | undefined, age: (object: T) => string) {
  const newest = new Map<string, T>();
  for (const object of objects) {
    const key = keyOf(object) ?? '';
    const known = newest.get(key);
    if (!known || age(object) > age(known)) newest.set(key, object);
  }
  return newest;
}

/**
 * A Pod that succeeded decides, whenever it was made. Kubernetes counts creation in whole seconds: of two in one second, the
 * one that has not ended replaces the other, and else names break ties.
 */
function podAge(pod: ObservedTaskPod): string {
  const { metadata, status } = pod;
  const [succeeded, active] = [status?.phase === 'Succeeded', isActive(pod)].map(Number);
  return `${succeeded} ${metadata.creationTimestamp} ${active} ${metadata.name}`;
}

const warningAge = ({ lastSeen, metadata }: ObservedWarning): string => `${lastSeen} ${metadata.name}`;
