import type { BatchRun } from '../../../api/generated/kinds.js';
import { type BatchRunObjects, batchRunObjects } from '../../../plan/batch-run/resolve.js';
import type { Informers } from '../informers.js';

/** What the run refers to, as far as the caches have it. */
export const templateObjects = (run: BatchRun, { batches, workspaces }: Informers): BatchRunObjects =>
  batchRunObjects(run, {
    batch: (name, namespace = '') => batches.store.get(namespace, name),
    workspace: (name, namespace = '') => workspaces.store.get(namespace, name),
  });
