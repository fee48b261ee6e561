import { newAuthority } from './authority.js';
import type { EarlierResults } from './estimate.js';
import { objectChanges } from './object-changes.js';
import { pairRuns } from './pairs.js';
import type { PlanReview, ReviewBase, RunReview, TaskCounts } from './plan-review.js';
import { noTasks, reviewRun } from './review-run.js';
import type { Side, SideRun } from './side.js';

/** The objects before and after a change. */
export interface ReviewInputs {
  readonly base: ReviewBase;
  readonly before: Side;
  readonly after: Side;
  /** Of an earlier run, for an estimate. @default no estimate */
  readonly results?: ((run: SideRun) => EarlierResults | undefined) | undefined;
}

/** What a change of manifests does. Pure; the same inputs give the same report. */
export function reviewPlan({ base, before, after, results = () => undefined }: ReviewInputs): PlanReview {
  const runs = pairRuns(before, after).map((pair) => reviewRun(pair, { before, after, results }));
  const reported = runs.filter(({ isGone, tasks }) => isGone || tasks.length > 0);
  const { objectCounts, objects, immutables } = objectChanges(before, after);
  const { create, change, remove } = objectCounts;
  return {
    apiVersion: 'cli.kubetask.io/v1',
    kind: 'PlanReview',
    base,
    hasChanges: reported.length > 0 || create + change + remove > 0,
    counts: sumOf(runs),
    runs: reported,
    authority: newAuthority(before, after),
    immutables,
    objectCounts,
    objects,
  };
}

function sumOf(runs: readonly RunReview[]): TaskCounts {
  const sums = { ...noTasks };
  for (const { counts } of runs) {
    for (const outcome of Object.keys(sums) as (keyof TaskCounts)[]) sums[outcome] += counts[outcome];
  }
  return sums;
}
