import { pods } from '../../api/kinds/kubernetes.js';
import { LABEL_BATCH_RUN, LABEL_TASK_RUN } from '../../api/labels.js';
import type { Selection } from '../../packages/kubernetes-client/cache/selection.js';
import { fitName } from '../../packages/kubernetes-conventions/fit-name.js';
import { type Followed, isBatchRun, isBuild } from '../run/run-state.js';

/** The Pods of a run, those of earlier attempts among them; of an AgentBuild those of its spec. */
export function podsOfRun(run: Followed): Selection {
  const { name, namespace } = run.metadata;
  if (isBuild(run)) {
    const pipelineRun = run.status?.pipelineRunName ?? '';
    return { resource: pods, namespace, labelSelector: `tekton.dev/pipelineRun=${pipelineRun}` };
  }
  const label = isBatchRun(run) ? LABEL_BATCH_RUN : LABEL_TASK_RUN;
  return { resource: pods, namespace, labelSelector: `${label}=${fitName(name)}` };
}
