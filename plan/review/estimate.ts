import type { Estimate } from './plan-review.js';
import { calledTask, type ReviewedTask } from './reviewed-task.js';

/** A finished task of an earlier run, as `kubectl task results -o json` lists it. */
export interface EarlierResult {
  readonly name: string;
  readonly key: string;
  readonly hasSucceeded: boolean;
  /** Absent for a result that was itself reused, as is its cost. */
  readonly seconds?: number;
  readonly costUsd?: number;
}

export interface EarlierResults {
  /** Where they come from: a run or a file. */
  readonly source: string;
  readonly tasks: readonly EarlierResult[];
}

/**
 * What the tasks that run would take: each what it took before, found by its key, else by its name; one that has no result, the
 * mean of all. Undefined if there is nothing to estimate from.
 *
 * @param atATime how many run at a time; Infinity for no limit
 */
export function estimateOf(
  started: readonly ReviewedTask[],
  atATime: number,
  { source, tasks }: EarlierResults,
): Estimate | undefined {
  const byKey = new Map(tasks.map((one) => [one.key, one]));
  const byName = new Map(tasks.map((one) => [one.name, one]));
  const found = started.map((task) => byKey.get(task.key) ?? byName.get(calledTask(task)));
  const [times, costs] = [amounts('seconds', found, tasks), amounts('costUsd', found, tasks)];
  if (started.length === 0 || (!times && !costs)) return undefined;
  return {
    source,
    tasks: tasks.filter(({ seconds, costUsd }) => seconds !== undefined || costUsd !== undefined).length,
    ...(times && { seconds: Math.round(Math.max(...longest(times), sum(times) / Math.min(atATime, times.length))) }),
    ...(costs && { costUsd: Math.round(sum(costs) * 100) / 100 }),
  };
}

/** Of each task; undefined if no result says anything. */
function amounts(
  field: 'seconds' | 'costUsd',
  found: readonly (EarlierResult | undefined)[],
  all: readonly EarlierResult[],
): number[] | undefined {
  const known = all.flatMap((one) => one[field] ?? []);
  if (known.length === 0) return undefined;
  const mean = sum(known) / known.length;
  return found.map((one) => one?.[field] ?? mean);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** As a list of one: a call has too few places for 10,000 arguments. */
const longest = (numbers: readonly number[]): [number] => [numbers.reduce((most, one) => Math.max(most, one), 0)];
