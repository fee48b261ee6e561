import type { BatchRun } from '../../api/generated/kinds.js';
import { batchRuns } from '../../api/kinds/batch-run.js';
import type { FleetIndex } from '../../plan/fleet/fleet-index.js';
import { taskRowsOfRun } from '../cluster/task-rows-of-run.js';
import { explain } from '../errors/explain.js';
import type { TaskRow } from '../run/task-row.js';
import type { Session } from '../session.js';

/** What one cluster says of the runs of a fleet. */
export interface ContextAnswer {
  /** The kubeconfig context. */
  readonly context: string;
  /** Why it could not be read, on one line; then it has no runs. */
  readonly problem?: string;
  /** The tasks of each run that it has, by the name of the run. */
  readonly runs: ReadonlyMap<string, readonly TaskRow[]>;
  /** Whether some outcomes could not be read; stderr says which. */
  readonly isPartial: boolean;
}

/** Asks a cluster for all runs of the fleet: by mistake, it may have one that is meant for another. */
export async function answerOfContext(session: Session, context: string, index: FleetIndex): Promise<ContextAnswer> {
  try {
    const cluster = await session.clusterOf(context);
    const runs = new Map<string, readonly TaskRow[]>();
    let isPartial = false;
    for (const name of index.clusters.flatMap((one) => one.runs)) {
      const run = await cluster.find<BatchRun>(batchRuns, name, index.namespace);
      if (!run) continue;
      const { rows, ...found } = await taskRowsOfRun(cluster, run, session.err);
      runs.set(name, rows);
      isPartial ||= found.isPartial;
    }
    return { context, runs, isPartial };
  } catch (error) {
    const explained = explain(error, { context });
    if (!explained) throw error;
    return { context, problem: explained.message, runs: new Map(), isPartial: false };
  }
}
