import type { BatchRun, BatchRunStatus, TaskStatus } from '../../../api/generated/kinds.js';
import { ANNOTATION_PLAN_HASH } from '../../../api/labels.js';
import { formatIndexes, parseIndexes } from '../../../api/status/index-list.js';
import { noOutcomes } from '../../../api/status/outcome-shard.js';
import type { BatchRunPlan } from '../../../plan/batch-run/plan.js';
import type { ObservedBatchRun } from '../observed.js';

/** Whether the run in Git was planned from another template than its status tells of. Only then may a finished run go on. */
export const mayFollow = ({ metadata: { annotations = {} }, spec, status }: BatchRun): boolean =>
  spec.jobs === 'synthesized' &&
  annotations[ANNOTATION_PLAN_HASH] !== undefined &&
  annotations[ANNOTATION_PLAN_HASH] !== status?.planHash;

/**
 * What was observed, as far as it is about the tasks of the present plan. A task that is in both is known by the name of its
 * Job, which changes with whatever the task does; its entry moves to its new place. Tasks that are gone are forgotten.
 */
export function followTemplate(observed: ObservedBatchRun): ObservedBatchRun {
  const { parent: run, template } = observed;
  const { planHash } = run.status ?? {};
  if (template?.kind !== 'Planned' || !template.plan.follows || planHash === undefined) return observed;
  if (planHash === template.plan.hash) return observed;
  return { ...observed, outcomes: noOutcomes, parent: { ...run, status: movedStatus(observed, template.plan) } };
}

function movedStatus({ parent: run, outcomes }: ObservedBatchRun, { tasks }: BatchRunPlan): BatchRunStatus {
  const { completionTime: _, outcomes: __, outcomeDigests: ___, ...status } = run.status ?? {};
  const stored = [...outcomes.shards.values()].flatMap(({ entries }) => [...entries.values()]);
  const known = new Map([...stored, ...(status.tasks ?? [])].map((entry) => [entry.jobName, entry]));
  const seen = parseIndexes(status.observedIndexes);
  const moved = tasks.flatMap((task) => {
    const entry = known.get(task.name);
    return entry ? [{ entry: { ...entry, index: task.index }, wasSeen: seen.has(entry.index) }] : [];
  });
  const entries = moved.map(({ entry }) => entry);
  return {
    ...status,
    tasks: entries,
    observedIndexes: formatIndexes(moved.flatMap(({ entry, wasSeen }) => (wasSeen ? entry.index : []))),
    completedIndexes: indexesIn(entries, 'Succeeded'),
    failedIndexes: indexesIn(entries, 'Failed'),
    cancelledIndexes: indexesIn(entries, 'Cancelled'),
  };
}

const indexesIn = (entries: readonly TaskStatus[], phase: TaskStatus['phase']): string =>
  formatIndexes(entries.filter((entry) => entry.phase === phase).map(({ index }) => index));
