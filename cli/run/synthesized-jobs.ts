import { LABEL_BATCH_RUN } from '../../api/labels.js';
import { fitName } from '../../packages/kubernetes-conventions/fit-name.js';
import { isBatchRun, type Named, nameOf } from './run-state.js';

/** Whether files, and not the controller, brought the Jobs of a run. Nothing owns such Jobs. */
export const isSynthesized = (run: Named): boolean => isBatchRun(run) && run.spec.jobs === 'synthesized';

/** What the deletion of a run leaves behind, and how to delete it; undefined where everything goes. */
export function whatStays(run: Named): string | undefined {
  if (!isSynthesized(run)) return undefined;
  const { name, namespace } = run.metadata;
  return `the Jobs of ${nameOf(run)} come from files and stay; to delete them: kubectl delete jobs.batch -n ${namespace} -l ${LABEL_BATCH_RUN}=${fitName(name)}`;
}
