import type { Batch, BatchRun } from '../../api/generated/kinds.js';
import { batches } from '../../api/kinds/batch.js';
import { batchRuns } from '../../api/kinds/batch-run.js';
import { configMaps, jobs, pods } from '../../api/kinds/kubernetes.js';
import { LABEL_BATCH_RUN, LABEL_LIMIT_KEY } from '../../api/labels.js';
import { withPause } from '../../api/pause.js';
import { Informer } from '../../packages/kubernetes-client/cache/informer.js';
import { byLabel, byNamespace } from '../../packages/kubernetes-client/cache/store.js';
import { fitName } from '../../packages/kubernetes-conventions/fit-name.js';
import { type InformerContext, runFields, type SharedInformers } from '../caches/shared-informers.js';
import { podFields } from '../pod/project-pod.js';
import { offloadRun, offloadTemplate } from '../templates/offload.js';
import { configMapFields, jobFields, projectConfigMap, projectJob, projectTaskPod } from './projections.js';

/** Everything the BatchRun reconciler reads. */
export type Informers = ReturnType<typeof createBatchRunInformers> & SharedInformers;

/** What it alone reads. Of Jobs, Pods and ConfigMaps only those with a run's label are ever sent. */
export function createBatchRunInformers(context: InformerContext) {
  const ofRuns = { ...context, labelSelector: LABEL_BATCH_RUN };
  const indexes = { byRun: byLabel(LABEL_BATCH_RUN) };
  const workIndexes = { ...indexes, byLimitKey: byLabel(LABEL_LIMIT_KEY) };
  return {
    runs: new Informer({
      ...context,
      ...runFields(context),
      resource: batchRuns,
      project: (run: BatchRun) => offloadRun(withPause(run), 'batchSpec'),
      onLeftOut: context.onLeftOutRun,
      indexes: { byLabelValue, byBatch, byNamespace, unfinished },
    }),
    batches: new Informer({ ...context, resource: batches, project: offloadTemplate<Batch>, indexes: {} }),
    jobs: new Informer({ ...ofRuns, resource: jobs, fields: jobFields, project: projectJob, indexes: workIndexes }),
    pods: new Informer({ ...ofRuns, resource: pods, fields: podFields, project: projectTaskPod, indexes: workIndexes }),
    configMaps: new Informer({
      ...ofRuns,
      resource: configMaps,
      fields: configMapFields,
      project: projectConfigMap,
      indexes,
    }),
  };
}

/** The key under which `byLabel` files a run's children. */
export const runLabelKey = ({ metadata }: BatchRun): string => `${metadata.namespace}/${fitName(metadata.name)}`;

const byLabelValue = (run: BatchRun): string[] => [runLabelKey(run)];

/** The Batch that it is planned from, or whose ledger it uses. */
function byBatch({ metadata, spec: { batchRef, reuseFrom = batchRef } }: BatchRun): string[] {
  return reuseFrom ? [`${metadata.namespace}/${reuseFrom}`] : [];
}

/** By namespace. */
const unfinished = ({ metadata, status }: BatchRun): string[] =>
  status?.completionTime === undefined ? [metadata.namespace ?? ''] : [];
