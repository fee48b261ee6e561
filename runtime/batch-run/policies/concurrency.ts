import type { TaskStatus } from '../../../api/generated/kinds.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { unansweredNames } from '../../creations/create-failures.js';
import type { Change } from '../../engine/reconcile/diff.js';
import { grantedSlots } from '../../limits/shared-limits.js';
import { noAttempts } from '../attempts/attempt.js';
import { isHeld, unhold } from '../jobs/held-job.js';
import { occupiedSlots } from '../jobs/occupied-slots.js';
import { ownChildren } from '../jobs/ownership.js';
import { isActive } from '../jobs/pod-activity.js';
import type { RunIndex } from '../jobs/run-index.js';
import { hasGatedPods, isGated, release } from '../jobs/start-gate.js';
import type { ObservedBatchRun, ObservedJob, ObservedTaskPod } from '../observed.js';
import { isFinished } from '../task-state.js';
import type { PlanState } from '../template/plan-state.js';

/** Tasks started in one pass, so that the status does not wait for thousands of requests. */
export const MAX_NEW_JOBS = 500;

/** What starts now. */
export interface NextTasks {
  /** ConfigMaps first, since Pods mount them; then Jobs in index order. */
  readonly created: readonly KubernetesObject[];
  /** What Jobs and Pods that are held need, in index order. */
  readonly released: readonly Change[];
  /** Tasks that may start, but are left for the next pass. */
  readonly left: number;
  /** Jobs that were created, and Pods that were released, but have not been seen so yet. */
  readonly awaited: number;
  /** Names of Jobs whose turn has not come. */
  readonly queued: ReadonlySet<string>;
}

const none: NextTasks = { created: [], released: [], left: 0, awaited: 0, queued: new Set() };

/** Whether the task could start: it has no Job and nothing is against one, or a Job or a Pod that is held. */
export const isWaiting = ({ phase, reason }: TaskStatus): boolean =>
  phase === 'Pending' && (reason === 'JobPending' || reason === 'Queued');

/**
 * The tasks to start now, the lowest index first: never more than there are free slots. Only under a plan that the
 * status already names: were it not recorded before the first Job, a crash and an edited Batch in between would make
 * one run of two templates.
 */
export function nextTasks(
  observed: ObservedBatchRun,
  planState: PlanState,
  tasks: readonly TaskStatus[],
  index: RunIndex,
  now: number,
): NextTasks {
  const { spec, status } = observed.parent;
  if (spec.suspend || spec.cancel || planState.kind !== 'Planned' || status?.planHash !== planState.planHash)
    return none;
  const { plan, pace } = planState;
  const idle = tasks.filter(isWaiting).map((task) => idleTask(task, index));
  const waiting = idle.filter((each) => !each.lacksPod && !isAsked(each, observed));
  const free = Math.max(0, pace.maxConcurrency - occupiedByRun(observed, tasks));
  const slots = pace.shared ? sharedSlots(observed, free, waiting.length) : free;
  const chosen = waiting.slice(0, Math.min(slots, MAX_NEW_JOBS));
  const jobs = chosen.filter(({ job }) => !job).flatMap(({ task }) => plan.tasks[task.index]?.job() ?? []);
  const own = [...chosen.map(({ task }) => task), ...tasks.filter((task) => lacksText(task, index))].flatMap(
    (task) => plan.tasks[task.index]?.texts() ?? [],
  );
  return {
    created: spec.jobs === 'synthesized' ? [] : [...missingTexts(observed, [...plan.configMaps, ...own]), ...jobs],
    released: [...idle.filter((each) => each.lacksPod || isUnanswered(each, observed)), ...chosen].flatMap((each) =>
      toStart(each, index, now),
    ),
    left: Math.min(slots, waiting.length) - chosen.length,
    awaited: idle.filter((each) => isAsked(each, observed)).length,
    queued: new Set(
      waiting.slice(chosen.length).flatMap(({ task }, i) => (i + chosen.length < slots ? [] : task.jobName)),
    ),
  };
}

/** How many of the free slots the run may use under the limit that it shares with others. */
function sharedSlots({ parent, sharedLimit }: ObservedBatchRun, free: number, waiting: number): number {
  if (!sharedLimit) return free;
  const claim = { run: parent.metadata.uid ?? '', waiting: Math.min(free, waiting) };
  return Math.min(free, grantedSlots(claim, sharedLimit));
}

/** A task that could start, and what holds it. */
interface IdleTask {
  readonly task: TaskStatus;
  readonly job: ObservedJob | undefined;
  /** That waits for its gate to be removed. */
  readonly pod: ObservedTaskPod | undefined;
  /** Whether its Job is held although its Pod would be: it needs no slot to get that Pod back. */
  readonly lacksPod: boolean;
}

function idleTask(task: TaskStatus, index: RunIndex): IdleTask {
  const job = index.jobs.get(task.jobName);
  const pod = job && index.podsOf(job).find((each) => isActive(each) && isGated(each) && !isGoing(each));
  return { task, job, pod, lacksPod: job !== undefined && isHeld(job) && hasGatedPods(job) };
}

const isGoing = ({ metadata }: ObservedTaskPod): boolean => metadata.deletionTimestamp !== undefined;

const isAsked = ({ task, pod }: IdleTask, { recentlyCreated, released }: ObservedBatchRun): boolean =>
  pod ? released.has(pod.metadata.name) : recentlyCreated.has(task.jobName);

/** The Pod's gate was to be removed a while ago, and is still seen. */
const isUnanswered = ({ pod }: IdleTask, { released, releasing }: ObservedBatchRun): boolean =>
  pod !== undefined && released.has(pod.metadata.name) && !releasing.has(pod.metadata.name);

function toStart({ job, pod }: IdleTask, index: RunIndex, now: number): Change[] {
  if (job && isHeld(job)) return [unhold(job)];
  return job && pod ? [release(pod, index.view(job).history ?? noAttempts, now)] : [];
}

function occupiedByRun(observed: ObservedBatchRun, tasks: readonly TaskStatus[]) {
  const { children, pods, recentlyCreated, released, createFailures } = observed;
  const settled = new Set(tasks.filter(isFinished).map(({ jobName }) => jobName));
  const unseen = [...recentlyCreated, ...unansweredNames(createFailures)].filter((name) => !settled.has(name));
  return occupiedSlots({ jobs: children.filter((child) => child.kind === 'Job'), pods, unseen, released }).size;
}

/** Whether its Job is there, and its Pod may wait for a text of its own. */
const lacksText = (task: TaskStatus, { jobs }: RunIndex): boolean => task.phase === 'Pending' && jobs.has(task.jobName);

function missingTexts(observed: ObservedBatchRun, texts: readonly KubernetesObject[]): KubernetesObject[] {
  const existing = new Set(
    ownChildren(observed).flatMap(({ kind, metadata }) => (kind === 'ConfigMap' ? metadata.name : [])),
  );
  return texts.filter(({ metadata: { name } }) => !existing.has(name) && !observed.createFailures.byName.has(name));
}
