import type { WorkspaceConfig } from '../../api/generated/kinds.js';
import type { Clock } from '../engine/clock.js';
import { Informer } from '../engine/informer.js';
import type { Logger } from '../engine/logger.js';
import type { EngineMetrics } from '../engine/metrics.js';
import { events, workspaceConfigs } from '../engine/resource.js';
import type { Transport } from '../engine/transport.js';
import type { ObservedWarning } from '../pod/observed-warning.js';
import { eventFields, projectWarning } from '../pod/project-warning.js';

export interface InformerContext {
  readonly transport: Transport;
  /** @default all namespaces */
  readonly namespaces?: readonly string[] | undefined;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly metrics?: EngineMetrics;
}

export type SharedInformers = ReturnType<typeof createSharedInformers>;

/** What the reconcilers of every kind of run read. */
export function createSharedInformers(context: InformerContext) {
  return {
    workspaces: new Informer({ ...context, resource: workspaceConfigs, project: whole<WorkspaceConfig>, indexes: {} }),
    warnings: new Informer({
      ...context,
      resource: events,
      fieldSelector: 'type=Warning',
      fields: eventFields,
      project: projectWarning,
      indexes: { byInvolvedUid },
    }),
  };
}

/** The projection that keeps everything. */
export const whole = <T>(object: T): T => object;

const byInvolvedUid = ({ involvedObject }: ObservedWarning): string[] => [involvedObject.uid];
