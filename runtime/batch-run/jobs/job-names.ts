import type { BatchRun, BatchRunStatus, TaskStatus } from '../../../api/generated/kinds.js';
import { ANNOTATION_TASK_KEY } from '../../../api/labels.js';
import { parseIndexes } from '../../../api/status/index-list.js';
import { shortKey, taskJobName } from '../../../plan/naming.js';
import type { ObservedBatchRun, ObservedJob } from '../observed.js';
import type { PlanState } from '../template/plan-state.js';
import { isJobOf } from './ownership.js';

/** What the Job of each task is called, by index. */
export type JobNames = (index: number) => string;

/**
 * As planned. While there is no plan, as the entry of the task says; and where a large run has no room for the entry of a
 * task that has a name, any Job that no entry names: it tells itself which task it is.
 *
 * @param outcomes entries that the controller stored, by index
 */
export function jobNames(
  observed: Pick<ObservedBatchRun, 'parent' | 'children'>,
  planState: PlanState | undefined,
  outcomes: ReadonlyMap<number, TaskStatus>,
): JobNames {
  const { parent: run } = observed;
  if (planState?.kind === 'Planned') {
    const { tasks } = planState.plan;
    return (index) => tasks[index]?.name ?? taskJobName(run.metadata.name, index);
  }
  const known = new Map([...outcomes, ...entriesOf(run)].map(([index, { jobName }]) => [index, jobName]));
  const others = unclaimedJobs(observed, known);
  return (index) => known.get(index) ?? others.get(index) ?? taskJobName(run.metadata.name, index);
}

/** The Jobs that a status tells of. */
export function jobNamesIn(run: BatchRun, status: BatchRunStatus): string[] {
  const known = new Map(entriesOf({ status }).map(([index, { jobName }]) => [index, jobName]));
  return [...parseIndexes(status.observedIndexes)].map(
    (index) => known.get(index) ?? taskJobName(run.metadata.name, index),
  );
}

const entriesOf = ({ status }: Pick<BatchRun, 'status'>): (readonly [number, TaskStatus])[] =>
  (status?.tasks ?? []).map((task) => [task.index, task] as const);

function unclaimedJobs(
  { parent: run, children }: Pick<ObservedBatchRun, 'parent' | 'children'>,
  known: ReadonlyMap<number, string>,
): ReadonlyMap<number, string> {
  const claimed = new Set(known.values());
  const names = children
    .filter((child) => child.kind === 'Job')
    .filter((job) => hasName(job) && isJobOf(run, job) && !claimed.has(job.metadata.name))
    .map(({ metadata }) => metadata.name)
    .sort();
  const indexes = [...parseIndexes(run.status?.observedIndexes)].filter((index) => !known.has(index));
  return new Map(names.flatMap((name, i) => (indexes[i] === undefined ? [] : [[indexes[i], name]])));
}

/** Whether it is the Job of a task that has a name: its name has the beginning of the key. */
function hasName({ metadata: { name, annotations } }: ObservedJob): boolean {
  const key = annotations?.[ANNOTATION_TASK_KEY];
  return key !== undefined && name.includes(`-${shortKey(key)}`);
}
