import type { Batch, BatchRun, BatchSpec, WorkspaceConfig } from '../../api/generated/kinds.js';
import { batches } from '../../api/kinds/batch.js';
import { workspaceConfigs } from '../../api/kinds/workspace-config.js';
import type { BatchRunInputs } from '../../plan/batch-run/inputs.js';
import { type BatchRunObjects, resolveBatchRun, specOf } from '../../plan/batch-run/resolve.js';
import type { Resolution } from '../../plan/resolution.js';
import { workspaceConfigNameOf } from '../../plan/workspace-config-name.js';
import type { Cluster } from './cluster.js';

/** What a run would be planned from now, and what that comes to. */
export interface TemplateOfRun {
  /** Undefined when its Batch is gone. */
  readonly spec: BatchSpec | undefined;
  readonly resolution: Resolution<BatchRunInputs>;
}

/** Reads the Batch and the WorkspaceConfig of a run as they are now, which may not be what it was planned from. */
export async function templateOfRun(cluster: Cluster, run: BatchRun): Promise<TemplateOfRun> {
  const objects = await observedObjects(cluster, run);
  return { spec: specOf(objects), resolution: resolveBatchRun(objects) };
}

async function observedObjects(cluster: Cluster, run: BatchRun): Promise<BatchRunObjects> {
  const { namespace } = run.metadata;
  const { batchRef } = run.spec;
  const batch = batchRef === undefined ? undefined : await cluster.find<Batch>(batches, batchRef, namespace);
  const spec = specOf({ run, batch });
  if (!spec) return { run };
  return {
    run,
    batch,
    workspace: await cluster.find<WorkspaceConfig>(workspaceConfigs, workspaceConfigNameOf(spec), namespace),
  };
}
