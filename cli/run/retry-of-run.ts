import type { BatchRun, TaskStatus } from '../../api/generated/kinds.js';
import { formatIndexes, parseIndexes } from '../../api/status/index-list.js';
import type { BatchRunPlan } from '../../plan/batch-run/plan.js';
import { counted } from '../../runtime/text/sentence.js';
import type { TemplateOfRun } from '../cluster/template-of-run.js';
import { UserError } from '../errors/user-error.js';
import { ANNOTATION_RETRY_OF, ANNOTATION_RETRY_TASKS } from './lineage.js';
import { baseName, type NewRun, newRun } from './new-run.js';
import { nameOf } from './run-state.js';

/**
 * A run of the failed tasks alone: the same batch with their variableContexts only, written into the run itself, since
 * the Batch has all tasks. Tasks are found by their key, at any position in the Batch, so that each runs with
 * what it ran with; equal keys let an agent find what the first try left behind.
 *
 * @param observed what the run would be planned from now
 * @param outcomes entries that are not in the status, by index
 * @throws UserError when nothing has failed, or when a failed task cannot be found again for sure
 */
export function retryOfRun(
  run: BatchRun,
  observed: TemplateOfRun,
  outcomes: ReadonlyMap<number, TaskStatus> = new Map(),
): NewRun {
  const { name, namespace = '' } = run.metadata;
  const failed = failedTasks(run);
  if (failed.length === 0) {
    throw new UserError(`Cannot retry ${nameOf(run)}: none of its tasks has failed`, [
      `kubectl task rerun ${nameOf(run)} runs all of them again`,
    ]);
  }
  const { spec, plan } = plannable(run, observed);
  const entries = new Map([...outcomes, ...(run.status?.tasks ?? []).map((task) => [task.index, task] as const)]);
  const positions = findAgain(
    run,
    plan,
    failed.map((index) => entries.get(index) ?? { index }),
  );
  const contexts = spec.variableContexts ?? [];
  const batchSpec = { ...spec, variableContexts: positions.map((position) => contexts[position] ?? []) };
  return newRun(
    'BatchRun',
    `${run.spec.batchRef ?? baseName(name)}-retry`,
    namespace,
    { batchSpec },
    {
      [ANNOTATION_RETRY_OF]: name,
      [ANNOTATION_RETRY_TASKS]: formatIndexes(failed),
    },
  );
}

/** Ascending. */
export function failedTasks({ status }: BatchRun): number[] {
  const listed = (status?.tasks ?? []).filter(({ phase }) => phase === 'Failed').map(({ index }) => index);
  return [...new Set([...parseIndexes(status?.failedIndexes), ...listed])].sort((a, b) => a - b);
}

const sourceOf = ({ spec, metadata: { name } }: BatchRun): string =>
  spec.batchRef === undefined ? `batchrun/${name}` : `batch/${spec.batchRef}`;

function plannable(run: BatchRun, { spec, template }: TemplateOfRun) {
  if (!spec) throw new UserError(`Cannot retry ${nameOf(run)}: ${sourceOf(run)} no longer exists`, [restoreHint(run)]);
  if (template.kind === 'Planned') return { spec, plan: template.plan };
  throw new UserError(`Cannot retry ${nameOf(run)}: its tasks can no longer be planned`, [template.message]);
}

type Entry = Pick<TaskStatus, 'index' | 'key' | 'name'>;

/** The positions of the tasks in the present plan. @throws UserError when one of them is not there as it ran */
function findAgain(run: BatchRun, plan: BatchRunPlan, failed: readonly Entry[]): number[] {
  if (plan.hash === run.status?.planHash) return failed.map(({ index }) => index);
  const positions = new Map(plan.tasks.map((task) => [task.identity().key, task.index]));
  const found = failed.map(({ key = '' }) => positions.get(key));
  const lost = failed.filter((_, i) => found[i] === undefined);
  if (lost.length > 0) throw lostTasks(run, plan, lost);
  return found.flatMap((position) => position ?? []);
}

const MAX_NAMED = 10;

function lostTasks(run: BatchRun, plan: BatchRunPlan, lost: readonly Entry[]): UserError {
  const names = new Map(plan.tasks.map((task) => [task.displayName(), task.index]));
  const named = lost.slice(0, MAX_NAMED).map((entry) => `${labelOf(entry)}: ${whatChanged(run, names, entry)}`);
  const more = lost.length > named.length ? [`and ${lost.length - named.length} more`] : [];
  return new UserError(
    `Cannot retry ${nameOf(run)}: ${sourceOf(run)} or its WorkspaceConfig has changed since it ran, and ${counted(lost.length, 'failed task')} no longer exists as it ran`,
    [...named, ...more, restoreHint(run)],
  );
}

const labelOf = ({ index, name }: Entry): string => `task ${index}${name ? ` (${name})` : ''}`;

function whatChanged(run: BatchRun, names: ReadonlyMap<string, number>, { key, name }: Entry): string {
  if (key === undefined) return 'the run has no record of it';
  const position = name === undefined ? undefined : names.get(name);
  return position === undefined
    ? `it is no longer in ${sourceOf(run)}`
    : `variableContexts[${position}] of ${sourceOf(run)} has that name, but its contexts, agent image, command or args differ`;
}

const restoreHint = ({ spec: { batchRef }, metadata: { name } }: BatchRun): string =>
  batchRef === undefined
    ? `revert the WorkspaceConfig, or run all tasks as they are now: kubectl task rerun batchrun/${name}`
    : `revert the change, or run the Batch as it is now: kubectl task start batch/${batchRef}`;
