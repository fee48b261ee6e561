import { Causes } from './causes.js';
import { type EarlierResults, estimateOf } from './estimate.js';
import { outcomeOf } from './outcomes.js';
import { type Pair, pairTasks } from './pairs.js';
import type { RunReview, TaskCounts, TaskOutcome, TaskReview } from './plan-review.js';
import { calledTask, type ReviewedTask } from './reviewed-task.js';
import type { Side, SideRun } from './side.js';
import { textsOf } from './texts.js';
import { workloadOf } from './workload.js';

export const noTasks: Readonly<Record<TaskOutcome, number>> = {
  Added: 0,
  Rerun: 0,
  Replaced: 0,
  Reused: 0,
  Refused: 0,
  Held: 0,
  Unchanged: 0,
  Dropped: 0,
};

interface OutcomePair extends Pair<ReviewedTask> {
  readonly outcome: TaskOutcome;
}

/** All that a run is compared in. */
export interface RunSides {
  readonly before: Side;
  readonly after: Side;
  readonly results: (run: SideRun) => EarlierResults | undefined;
}

/** What becomes of a run and of each of its tasks. */
export function reviewRun(pair: Pair<SideRun>, sides: RunSides): RunReview {
  const { before, after } = pair;
  const run = (after ?? before) as SideRun;
  const results = sides.results(run);
  const reuses = (after && sides.after.batch(after))?.spec?.reuse === 'succeeded';
  const tasks = outcomesOf(pair, { sides, reuses, results });
  const causes = causesIn(pair, run, sides);
  const changed = tasks.filter(({ outcome }) => outcome !== 'Unchanged').map((task) => reviewOf(task, causes));
  const { causes: listed, places } = causes.list();
  const started = startedTasks(tasks, run, reuses);
  const workload = workloadOf(started, run, sides.after);
  const estimate = results && estimateOf(started, workload.concurrency ?? Number.POSITIVE_INFINITY, results);
  const { name, namespace, template, origin } = run;
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(template === '' ? {} : { template }),
    origin,
    ...(before && after ? { before: before.name } : {}),
    isGone: after === undefined,
    counts: countsOf(tasks),
    causes: listed,
    tasks: changed.map((task) => ({ ...task, causes: task.causes.map((number) => places[number] ?? number) })),
    workload,
    ...(estimate && { estimate }),
  };
}

interface RunFacts {
  readonly sides: RunSides;
  readonly reuses: boolean;
  readonly results: EarlierResults | undefined;
}

function outcomesOf({ before, after }: Pair<SideRun>, { sides, reuses, results }: RunFacts): OutcomePair[] {
  const keys = (results?.tasks ?? []).flatMap(({ hasSucceeded, key }) => (hasSucceeded ? key : []));
  const ofRun = {
    origin: after?.origin ?? 'Written',
    isKnownRun: before !== undefined && before.name === after?.name,
    hasRun: before !== undefined && before.origin !== 'Assumed',
    reuses,
    succeeded: new Set(keys),
    side: sides.before,
  };
  return pairTasks(before?.tasks ?? [], after?.tasks ?? []).map((pair): OutcomePair => {
    if (!pair.after) return { ...pair, outcome: 'Dropped' };
    return { ...pair, outcome: outcomeOf({ ...ofRun, after: pair.after, before: pair.before }) };
  });
}

const causesIn = ({ before, after }: Pair<SideRun>, { namespace }: SideRun, sides: RunSides): Causes =>
  new Causes({
    textBefore: textsOf(sides.before, namespace),
    textAfter: textsOf(sides.after, namespace),
    isSalted:
      before !== undefined && after !== undefined && saltOf(before, sides.before) !== saltOf(after, sides.after),
  });

function countsOf(tasks: readonly OutcomePair[]): TaskCounts {
  const counts = { ...noTasks };
  for (const { outcome } of tasks) counts[outcome] += 1;
  return counts;
}

const saltOf = (run: SideRun, side: Side): string | undefined =>
  side.batchRun(run)?.spec?.keySalt ?? side.batch(run)?.spec?.keySalt;

/** What is new or gone needs no cause. */
function reviewOf({ before, after, outcome }: OutcomePair, causes: Causes): TaskReview {
  const task = (after ?? before) as ReviewedTask;
  return {
    name: calledTask(task),
    outcome,
    object: task.object.metadata.name,
    key: task.key,
    causes:
      outcome === 'Added' || outcome === 'Dropped' || outcome === 'Reused'
        ? []
        : causes.add({ ...pairOf(before, after) }),
  };
}

const pairOf = (before?: ReviewedTask, after?: ReviewedTask): Pair<ReviewedTask> => ({
  ...(before && { before }),
  ...(after && { after }),
});

/** A run of a template, whenever it is started, starts all tasks that no result stands for. */
function startedTasks(tasks: readonly OutcomePair[], { origin }: SideRun, reuses: boolean): ReviewedTask[] {
  const starting = new Set<TaskOutcome>(['Added', 'Rerun', 'Replaced']);
  if (origin === 'Assumed' && !reuses) starting.add('Unchanged');
  return tasks.flatMap(({ after, outcome }) => (after && starting.has(outcome) ? [after] : []));
}
