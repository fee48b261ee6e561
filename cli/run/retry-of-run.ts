import type { BatchRun, BatchSpec, TaskStatus } from '../../api/generated/kinds.js';
import {
  ANNOTATION_RETRY_CHANGED,
  ANNOTATION_RETRY_OF,
  ANNOTATION_RETRY_PROMPT,
  ANNOTATION_RETRY_TASKS,
} from '../../api/labels.js';
import { formatIndexes, parseIndexes } from '../../api/status/index-list.js';
import { counted } from '../../packages/kubernetes-conventions/sentence.js';
import { type BatchRunPlan, planBatchRun } from '../../plan/batch-run/plan.js';
import { listedTask, withTasks } from '../../plan/context/listed-task.js';
import { formatProblem } from '../../plan/problem.js';
import { formatMissing } from '../../plan/resolution.js';
import type { TemplateOfRun } from '../cluster/template-of-run.js';
import { UserError } from '../errors/user-error.js';
import { baseName, type NewRun, newRun } from './new-run.js';
import { nameOf } from './run-state.js';
import { type Prompt, promptMark, promptPath, withPrompt } from './with-prompt.js';

/**
 * A run of the failed tasks alone: the same batch with those tasks only, written into the run itself, since
 * the Batch has all tasks. Tasks are found by their key, at any position in the Batch, so that each runs with
 * what it ran with; equal keys let an agent find what the first try left behind. A task whose key is gone is refused, or with
 * `allowChanged` found by its name where that can mean one task only.
 *
 * @param observed what the run would be planned from now
 * @param outcomes entries that are not in the status, by index
 * @param prompt what the tasks get in place of their text; their keys and branches are then others
 * @throws UserError when nothing has failed, or when a failed task cannot be found again for sure
 */
export function retryOfRun(
  run: BatchRun,
  observed: TemplateOfRun,
  outcomes: ReadonlyMap<number, TaskStatus> = new Map(),
  allowChanged = false,
  prompt?: Prompt,
): NewRun {
  const { name, namespace = '' } = run.metadata;
  const failed = failedTasks(run);
  if (failed.length === 0) {
    throw new UserError(`Cannot retry ${nameOf(run)}: none of its tasks has failed`, [
      ...againHints(run, observed.spec),
    ]);
  }
  const { spec, plan, workspace } = plannable(run, observed);
  const entries = new Map([...outcomes, ...(run.status?.tasks ?? []).map((task) => [task.index, task] as const)]);
  const found = findAgain({ run, spec, plan, entries, allowChanged }, failed);
  const failedSpec = withTasks(
    spec,
    found.map(({ position }) => position),
  );
  const path = prompt?.path ?? promptPath(workspace);
  const batchSpec = prompt ? withPrompt(failedSpec, path, prompt.text) : failedSpec;
  const changed = found.flatMap(({ index, isChanged }) => (isChanged ? index : []));
  return newRun(
    'BatchRun',
    `${run.spec.batchRef ?? baseName(name)}-retry`,
    namespace,
    { batchSpec, ...ledgerOf(run, batchSpec), ...valuesOf(run) },
    {
      [ANNOTATION_RETRY_OF]: name,
      [ANNOTATION_RETRY_TASKS]: formatIndexes(failed),
      ...(changed.length > 0 && { [ANNOTATION_RETRY_CHANGED]: formatIndexes(changed) }),
      ...(prompt && { [ANNOTATION_RETRY_PROMPT]: promptMark(path, prompt.text) }),
    },
  );
}

/** With reuse, only another salt does work again that has succeeded. */
function againHints(run: BatchRun, spec: BatchSpec | undefined): string[] {
  const { batchRef } = run.spec;
  return spec?.reuse === 'succeeded' && batchRef !== undefined
    ? [`kubectl task start batch/${batchRef} --key-salt <text> runs all of them again; otherwise they are reused`]
    : [`kubectl task rerun ${nameOf(run)} runs all of them again`];
}

/** The retry reuses and records results where its run does. */
const ledgerOf = ({ spec: { batchRef, reuseFrom = batchRef } }: BatchRun, { reuse }: BatchSpec) =>
  reuse === 'succeeded' && reuseFrom !== undefined ? { reuseFrom } : {};

const valuesOf = ({ spec: { keySalt, params } }: BatchRun) => ({
  ...(keySalt === undefined ? {} : { keySalt }),
  ...(params ? { params } : {}),
});

/** Ascending. */
export function failedTasks({ status }: BatchRun): number[] {
  const listed = (status?.tasks ?? []).filter(({ phase }) => phase === 'Failed').map(({ index }) => index);
  return [...new Set([...parseIndexes(status?.failedIndexes), ...listed])].sort((a, b) => a - b);
}

const sourceOf = ({ spec, metadata: { name } }: BatchRun): string =>
  spec.batchRef === undefined ? `batchrun/${name}` : `batch/${spec.batchRef}`;

function plannable(run: BatchRun, { spec, resolution }: TemplateOfRun) {
  if (!spec) throw new UserError(`Cannot retry ${nameOf(run)}: ${sourceOf(run)} no longer exists`, [restoreHint(run)]);
  if (resolution.kind === 'Resolved') {
    // The plan has the tasks that the run has, which need not be all of the Batch.
    const own = run.spec.taskKeys ? resolution.inputs.batch.spec : spec;
    return { spec: own, plan: planBatchRun(resolution.inputs), workspace: resolution.inputs.workspace };
  }
  const why =
    resolution.kind === 'Missing' ? [formatMissing(resolution.missing)] : resolution.problems.map(formatProblem);
  throw new UserError(`Cannot retry ${nameOf(run)}: its tasks can no longer be planned`, why);
}

type Entry = Pick<TaskStatus, 'index' | 'key' | 'name'>;

interface Search {
  readonly run: BatchRun;
  readonly spec: BatchSpec;
  /** What the run would be planned from now. */
  readonly plan: BatchRunPlan;
  /** What the run recorded, by index. */
  readonly entries: ReadonlyMap<number, Entry>;
  readonly allowChanged: boolean;
}

interface Found {
  readonly index: number;
  /** In the present plan. */
  readonly position: number;
  /** Whether it runs with other inputs than it ran with. */
  readonly isChanged: boolean;
}

/** The tasks in the present plan, in the order of `failed`. @throws UserError when one of them is not there as it ran */
function findAgain(search: Search, failed: readonly number[]): Found[] {
  const { run, plan, entries, allowChanged } = search;
  if (plan.hash === run.status?.planHash) return failed.map((index) => ({ index, position: index, isChanged: false }));
  const positions = new Map(plan.tasks.map((task) => [task.identity().key, task.index]));
  const byName = onlyByName(search);
  const found = failed.map((index): Partial<Found> & Pick<Found, 'index'> => {
    const { key = '', name = '' } = entries.get(index) ?? {};
    const asItRan = positions.get(key);
    const position = asItRan ?? (allowChanged ? byName.get(name) : undefined);
    return { index, isChanged: asItRan === undefined, ...(position === undefined ? {} : { position }) };
  });
  const lost = found.filter(({ position }) => position === undefined);
  const canChange = !allowChanged && lost.every(({ index }) => byName.has(entries.get(index)?.name ?? ''));
  if (lost.length > 0)
    throw lostTasks(
      search,
      lost.map(({ index }) => entries.get(index) ?? { index }),
      canChange,
    );
  return found as Found[];
}

/** Positions in the present plan, by a name that only one task has, there and in the run. */
function onlyByName({ plan, entries }: Search): ReadonlyMap<string, number> {
  const now = countBy(plan.tasks.map((task) => task.displayName()));
  const then = countBy([...entries.values()].map(({ name = '' }) => name));
  const isOnly = (name: string) => now.get(name) === 1 && then.get(name) === 1;
  return new Map(plan.tasks.flatMap((task) => (isOnly(task.displayName()) ? [[task.displayName(), task.index]] : [])));
}

function countBy(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

const MAX_NAMED = 10;

/** @param canChange whether each has a name that would find it */
function lostTasks(search: Search, lost: readonly Entry[], canChange: boolean): UserError {
  const { run, plan } = search;
  const names = new Map(plan.tasks.map((task) => [task.displayName(), task.index]));
  const named = lost.slice(0, MAX_NAMED).map((entry) => `${labelOf(entry)}: ${whatChanged(search, names, entry)}`);
  const more = lost.length > named.length ? [`and ${lost.length - named.length} more`] : [];
  const gone = lost.length === 1 ? 'no longer exists as it ran' : 'no longer exist as they ran';
  return new UserError(
    `Cannot retry ${nameOf(run)}: ${sourceOf(run)} or its WorkspaceConfig has changed since it ran, and ${counted(lost.length, 'failed task')} ${gone}`,
    [
      ...named,
      ...more,
      ...(canChange ? [`kubectl task retry ${nameOf(run)} --changed runs them as they are now`] : []),
      restoreHint(run),
    ],
  );
}

const labelOf = ({ index, name }: Entry): string => `task ${index}${name ? ` (${name})` : ''}`;

function whatChanged(search: Search, names: ReadonlyMap<string, number>, { key, name }: Entry): string {
  const { run } = search;
  if (key === undefined) return 'the run has no record of it';
  const position = name === undefined ? undefined : names.get(name);
  return position === undefined
    ? `it is no longer in ${sourceOf(run)}`
    : `${placeOf(search.spec, position)} of ${sourceOf(run)} has that name, but its contexts, its agent or the key salt differ`;
}

/** As it is written in the Batch: `variableContexts[3]`, `tasks[3]`. */
const placeOf = (spec: BatchSpec, position: number): string => listedTask(spec, position).path.replace(/^spec\./, '');

const restoreHint = ({ spec: { batchRef }, metadata: { name } }: BatchRun): string =>
  batchRef === undefined
    ? `revert the WorkspaceConfig, or run all tasks as they are now: kubectl task rerun batchrun/${name}`
    : `revert the change, or run the Batch as it is now: kubectl task start batch/${batchRef}`;
