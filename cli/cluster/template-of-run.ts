import type { Batch, BatchRun, BatchSpec, WorkspaceConfig } from '../../api/generated/kinds.js';
import { batches } from '../../api/kinds/batch.js';
import { workspaceConfigs } from '../../api/kinds/workspace-config.js';
import { resolveTemplate, type Template, workspaceConfigName } from '../../runtime/batch-run/template/template.js';
import type { Cluster } from './cluster.js';

/** What a run would be planned from now, and what that comes to. */
export interface TemplateOfRun {
  /** Undefined when its Batch is gone. */
  readonly spec: BatchSpec | undefined;
  readonly template: Template;
}

/** Reads the Batch and the WorkspaceConfig of a run as they are now, which may not be what it was planned from. */
export async function templateOfRun(cluster: Cluster, run: BatchRun): Promise<TemplateOfRun> {
  const { namespace } = run.metadata;
  const { batchRef, batchSpec } = run.spec;
  const batch = batchSpec || !batchRef ? undefined : await cluster.find<Batch>(batches, batchRef, namespace);
  const wanted = workspaceConfigName({ run, batch });
  const workspace =
    wanted === undefined ? undefined : await cluster.find<WorkspaceConfig>(workspaceConfigs, wanted, namespace);
  return { spec: batchSpec ?? batch?.spec, template: resolveTemplate({ run, batch, workspace }) };
}
