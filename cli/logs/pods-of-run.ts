import { LABEL_BATCH_RUN, LABEL_TASK_RUN } from '../../api/labels.js';
import { fitName } from '../../plan/naming.js';
import { pods } from '../../runtime/engine/resource.js';
import type { Selection } from '../../runtime/engine/selection.js';
import { isBatchRun, type Run } from '../run/run-state.js';

/** The Pods of a run, those of earlier attempts among them. */
export function podsOfRun(run: Run): Selection {
  const { name, namespace } = run.metadata;
  const label = isBatchRun(run) ? LABEL_BATCH_RUN : LABEL_TASK_RUN;
  return { resource: pods, namespace, labelSelector: `${label}=${fitName(name)}` };
}
