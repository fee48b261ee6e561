import type { Batch, BatchRun, WorkspaceConfig } from '../../api/generated/kinds.js';
import { LABEL_BATCH_RUN } from '../../api/labels.js';
import { fitName } from '../../plan/naming.js';
import type { Clock } from '../engine/clock.js';
import { Informer } from '../engine/informer.js';
import type { Logger } from '../engine/logger.js';
import type { EngineMetrics } from '../engine/metrics.js';
import { batches, batchRuns, configMaps, events, jobs, pods, workspaceConfigs } from '../engine/resource.js';
import { byLabel, byNamespace } from '../engine/store.js';
import type { Transport } from '../engine/transport.js';
import type { ObservedWarning } from '../pod/observed-warning.js';
import { projectPod } from '../pod/project-pod.js';
import { projectWarning } from '../pod/project-warning.js';
import { projectConfigMap, projectJob } from './projections.js';

export interface InformerContext {
  readonly transport: Transport;
  /** @default all namespaces */
  readonly namespaces?: readonly string[] | undefined;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly metrics?: EngineMetrics;
}

export type Informers = ReturnType<typeof createInformers>;

/** Everything the BatchRun reconciler reads. Of Jobs, Pods and ConfigMaps only those with a run's label are ever sent. */
export function createInformers(context: InformerContext) {
  const ofRuns = { ...context, labelSelector: LABEL_BATCH_RUN };
  const indexes = { byRun: byLabel(LABEL_BATCH_RUN) };
  const whole = <T>(object: T): T => object;
  return {
    runs: new Informer({
      ...context,
      resource: batchRuns,
      project: whole<BatchRun>,
      indexes: { byLabelValue, byBatch, byNamespace },
    }),
    batches: new Informer({ ...context, resource: batches, project: whole<Batch>, indexes: {} }),
    workspaces: new Informer({ ...context, resource: workspaceConfigs, project: whole<WorkspaceConfig>, indexes: {} }),
    jobs: new Informer({ ...ofRuns, resource: jobs, project: projectJob, indexes }),
    pods: new Informer({ ...ofRuns, resource: pods, project: projectPod, indexes }),
    configMaps: new Informer({ ...ofRuns, resource: configMaps, project: projectConfigMap, indexes }),
    warnings: new Informer({
      ...context,
      resource: events,
      fieldSelector: 'type=Warning',
      project: projectWarning,
      indexes: { byInvolvedUid },
    }),
  };
}

/** The key under which `byLabel` files a run's children. */
export const runLabelKey = ({ metadata }: BatchRun): string => `${metadata.namespace}/${fitName(metadata.name)}`;

const byLabelValue = (run: BatchRun): string[] => [runLabelKey(run)];

const byBatch = ({ metadata, spec }: BatchRun): string[] =>
  spec.batchRef ? [`${metadata.namespace}/${spec.batchRef}`] : [];

const byInvolvedUid = ({ involvedObject }: ObservedWarning): string[] => [involvedObject.uid];
