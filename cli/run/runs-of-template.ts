import type { Batch, Task } from '../../api/generated/kinds.js';
import { batchRun } from '../../api/kinds/batch-run.js';
import { taskRun } from '../../api/kinds/task-run.js';
import type { Cluster } from '../cluster/cluster.js';
import { byCreation } from './creation-order.js';
import { type RunRow, runRow } from './run-row.js';
import { type Run, templateOf } from './run-state.js';

/** The runs of a Batch or Task, newest first. */
export async function runsOfTemplate(cluster: Cluster, template: Batch | Task): Promise<RunRow[]> {
  const { name, namespace } = template.metadata;
  const { resource } = template.kind === 'Batch' ? batchRun : taskRun;
  const reference = `${template.kind.toLowerCase()}/${name}`;
  const rows = await cluster.collect({ resource, namespace }, (run: Run) =>
    templateOf(run) === reference ? [runRow(run)] : [],
  );
  return rows.flat().sort(byCreation);
}
