import type { TaskStatus } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../api/kubernetes-object.js';
import type { Amendment } from '../engine/diff.js';
import { unansweredNames } from '../run/refusals.js';
import { isHeld, release } from './held-job.js';
import type { ObservedBatchRun } from './observed.js';
import { occupiedSlots } from './occupied-slots.js';
import { ownChildren } from './ownership.js';
import type { RunIndex } from './run-index.js';
import type { Start } from './start.js';
import { isSettled } from './task-state.js';

/** Tasks started in one pass, so that the status does not wait for thousands of requests. */
export const MAX_NEW_JOBS = 500;

/** What starts now. */
export interface NextTasks {
  /** ConfigMaps first, since Pods mount them; then Jobs in index order. */
  readonly created: readonly KubernetesObject[];
  /** Jobs that were held, in index order. */
  readonly released: readonly Amendment[];
  /** Tasks that may start, but are left for the next pass. */
  readonly left: number;
  /** Jobs that were created, but have not been seen yet. */
  readonly awaited: number;
  /** Names of Jobs whose turn has not come. */
  readonly queued: ReadonlySet<string>;
}

const none: NextTasks = { created: [], released: [], left: 0, awaited: 0, queued: new Set() };

/** Whether the task could start: it has no Job and nothing is against one, or a Job that is held. */
export const isWaiting = ({ phase, reason }: TaskStatus): boolean =>
  phase === 'Pending' && (reason === 'JobPending' || reason === 'Queued');

/**
 * The tasks to start now, the lowest index first: never more than there are free slots. Only under a plan that the
 * status already names: were it not recorded before the first Job, a crash and an edited Batch in between would make
 * one run of two templates.
 */
export function nextTasks(
  observed: ObservedBatchRun,
  start: Start,
  tasks: readonly TaskStatus[],
  index: RunIndex,
): NextTasks {
  const { spec, status } = observed.parent;
  if (spec.suspend || spec.cancel || start.kind !== 'Planned' || status?.planHash !== start.planHash) return none;
  const { plan, pace } = start;
  const idle = tasks.filter(isWaiting);
  const waiting = idle.filter(({ jobName }) => !observed.recentlyCreated.has(jobName));
  const free = Math.max(0, pace.maxConcurrency - occupiedByRun(observed, tasks));
  const slots = Math.min(free, pace.shared ? observed.sharedSlots(Math.min(free, waiting.length)) : free);
  const chosen = waiting.slice(0, Math.min(slots, MAX_NEW_JOBS));
  const jobOf = ({ jobName }: TaskStatus) => index.jobs.get(jobName);
  const jobs = chosen.filter((task) => !jobOf(task)).flatMap((task) => plan.tasks[task.index]?.job() ?? []);
  return {
    created: spec.jobs === 'synthesized' ? [] : [...missingTexts(observed, plan.configMaps), ...jobs],
    released: chosen.flatMap((task) => jobOf(task) ?? []).flatMap((job) => (isHeld(job) ? [release(job)] : [])),
    left: Math.min(slots, waiting.length) - chosen.length,
    awaited: idle.length - waiting.length,
    queued: new Set(waiting.slice(chosen.length).flatMap((task, i) => (i + chosen.length < slots ? [] : task.jobName))),
  };
}

function occupiedByRun({ children, pods, recentlyCreated, refusals }: ObservedBatchRun, tasks: readonly TaskStatus[]) {
  const settled = new Set(tasks.filter(isSettled).map(({ jobName }) => jobName));
  const unseen = [...recentlyCreated, ...unansweredNames(refusals)].filter((name) => !settled.has(name));
  return occupiedSlots({ jobs: children.filter((child) => child.kind === 'Job'), pods, unseen }).size;
}

function missingTexts(observed: ObservedBatchRun, texts: readonly KubernetesObject[]): KubernetesObject[] {
  const existing = new Set(
    ownChildren(observed).flatMap(({ kind, metadata }) => (kind === 'ConfigMap' ? metadata.name : [])),
  );
  return texts.filter(({ metadata: { name } }) => !existing.has(name) && !observed.refusals.byName.has(name));
}
