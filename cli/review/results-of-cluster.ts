import type { BatchRun } from '../../api/generated/kinds.js';
import { batchRuns } from '../../api/kinds/batch-run.js';
import { isFinishedPhase } from '../../api/status/finished.js';
import { fitName } from '../../packages/kubernetes-conventions/fit-name.js';
import { earlierResults } from '../../plan/review/earlier-results.js';
import type { EarlierResults } from '../../plan/review/estimate.js';
import type { Side, SideRun } from '../../plan/review/side.js';
import type { Cluster } from '../cluster/cluster.js';
import { ifReadable } from '../cluster/readable-kinds.js';
import { taskRowsOfRun } from '../cluster/task-rows-of-run.js';
import type { Output } from '../output/output.js';

/** The results of the last finished run of each Batch that a run of `after` belongs to. */
export async function resultsOfCluster(
  cluster: Cluster,
  after: Side,
  err: Output,
): Promise<(run: SideRun) => EarlierResults | undefined> {
  const found = new Map<string, EarlierResults>();
  const batches = [...after.runs.values()].filter(({ template }) => template.startsWith('batch/'));
  for (const run of batches) {
    const place = placeOf(run);
    if (found.has(place)) continue;
    const last = await lastFinished(cluster, run);
    if (!last) continue;
    const { rows } = await taskRowsOfRun(cluster, last, err);
    found.set(place, { source: `batchrun/${last.metadata.name}`, tasks: earlierResults(rows) ?? [] });
  }
  return (run) => found.get(placeOf(run));
}

const placeOf = ({ namespace, template }: SideRun): string => `${namespace ?? ''}/${template}`;

async function lastFinished(cluster: Cluster, { namespace, template }: SideRun): Promise<BatchRun | undefined> {
  const selection = { resource: batchRuns, namespace: namespace ?? cluster.namespace };
  const runs = await ifReadable(
    cluster,
    cluster.collect<BatchRun, BatchRun>(selection, (run) => run),
    [],
  );
  return runs
    .filter(
      ({ spec, status }) => `batch/${fitName(spec.batchRef ?? '')}` === template && isFinishedPhase(status?.phase),
    )
    .sort((a, b) => (b.status?.completionTime ?? '').localeCompare(a.status?.completionTime ?? ''))[0];
}
