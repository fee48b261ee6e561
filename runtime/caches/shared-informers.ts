import type { BatchRun, TaskRun, WorkspaceConfig } from '../../api/generated/kinds.js';
import { events } from '../../api/kinds/kubernetes.js';
import { workspaceConfigs } from '../../api/kinds/workspace-config.js';
import { Informer } from '../../packages/kubernetes-client/cache/informer.js';
import type { MemoryBudget } from '../../packages/kubernetes-client/cache/memory-budget.js';
import type { Logger } from '../../packages/kubernetes-client/logger.js';
import type { EngineMetrics } from '../../packages/kubernetes-client/metrics.js';
import type { Fields } from '../../packages/kubernetes-client/transport/skim.js';
import type { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import type { Clock } from '../../packages/work-queue/clock.js';
import type { Retention } from '../limits/retention.js';
import { offloadTemplate } from '../templates/offload.js';
import type { ObservedWarning } from './observed-warning.js';
import { eventFields, projectWarning } from './project-warning.js';
import type { Restores } from './restores.js';

export interface InformerContext {
  readonly transport: Transport;
  /** @default all namespaces */
  readonly namespaces?: readonly string[] | undefined;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly metrics?: EngineMetrics;
  /** @default finished runs are kept forever */
  readonly retention?: Retention;
  /** What all informers together may hold. @default no limit */
  readonly budget?: MemoryBudget;
  /** Called with a run that the budget does not let be held. */
  readonly onLeftOutRun?: (run: BatchRun | TaskRun) => void;
  /** Called when the API server turns out to be restored from a backup. */
  readonly onRestored?: () => void;
  /** Says when that is so. @default never */
  readonly restores?: Pick<Restores, 'listen' | 'isRuledOutSince'>;
}

export type SharedInformers = ReturnType<typeof createSharedInformers>;

/** What the reconcilers of every kind of run read. */
export function createSharedInformers(context: InformerContext) {
  return {
    workspaces: new Informer({
      ...context,
      resource: workspaceConfigs,
      project: offloadTemplate<WorkspaceConfig>,
      indexes: {},
    }),
    warnings: new Informer({
      ...context,
      resource: events,
      fieldSelector: 'type=Warning',
      // API servers do not cache Events, and so send no bookmarks of them.
      lifeSeconds: 70,
      fields: eventFields,
      project: projectWarning,
      indexes: { byInvolvedUid },
    }),
  };
}

/** The projection that keeps everything. */
export const whole = <T>(object: T): T => object;

/** What is parsed of a run: where runs may be removed also who applies it, which is as much as all the rest. */
export const runFields = ({ retention }: InformerContext): { readonly fields?: Fields } =>
  (retention?.ttlDays ?? retention?.failedTTLDays) === undefined ? {} : { fields: { '*': true, metadata: true } };

const byInvolvedUid = ({ involvedObject }: ObservedWarning): string[] => [involvedObject.uid];
