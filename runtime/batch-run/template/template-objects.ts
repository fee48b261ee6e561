import type { BatchRun } from '../../../api/generated/kinds.js';
import type { Informers } from '../informers.js';
import { type TemplateObjects, workspaceConfigName } from './template.js';

/** What the run refers to, as far as it is there. */
export function templateObjects(run: BatchRun, { batches, workspaces }: Informers): TemplateObjects {
  const namespace = run.metadata.namespace ?? '';
  const { batchRef } = run.spec;
  const batch = batchRef === undefined ? undefined : batches.store.get(namespace, batchRef);
  const workspaceName = workspaceConfigName({ run, batch });
  const workspace = workspaceName === undefined ? undefined : workspaces.store.get(namespace, workspaceName);
  return { run, batch, workspace };
}
