import { paced } from '../../packages/kubernetes-client/cache/paced.js';
import type { Source } from '../../packages/kubernetes-client/cache/source.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { systemClock } from '../../packages/work-queue/clock.js';
import type { InformerContext } from '../caches/shared-informers.js';
import { EventRecorder, type RecordedEvent } from '../engine/event-recorder.js';
import { type Controller, type ControllerOptions, createController } from '../engine/reconcile/controller.js';
import type { Observed } from '../engine/reconcile/reconcile-once.js';
import type { WithStatus } from '../engine/reconcile/status-writer.js';

/** Minimum time between two passes over an object. The first change starts a pass immediately. */
export const PACE_SECONDS = 1;

export type ObservedWith<Status> = Observed<WithStatus & { readonly status?: Status }>;

/**
 * What makes the controller of one kind: which changes wake which objects, what is observed of one, the two pure decisions,
 * and what to tell in Events. Everything else is the same for all kinds.
 */
export interface KindDefinition<O extends ObservedWith<Status>, Status extends object>
  extends Omit<ControllerOptions<O, Status>, 'sources' | 'onDecided' | 'report' | keyof InformerContext> {
  readonly wakeUps: readonly Source[];
  /** What to tell when a status has gone from `before` to `after`. */
  readonly events: (before: Status | undefined, after: Status) => readonly RecordedEvent[];
  /** What to tell of what was observed, whatever is decided. @default nothing */
  readonly observedEvents?: (observed: O) => readonly RecordedEvent[];
}

/** Informers wake it, `observe` reads them, `reconcile` decides, the engine acts; then the status is written, and Events say what changed. */
export function createKindController<O extends ObservedWith<Status>, Status extends object>(
  { wakeUps, events, observedEvents, ...definition }: KindDefinition<O, Status>,
  context: InformerContext,
): Controller {
  const { clock = systemClock } = context;
  const { logField } = definition;
  const recorder = new EventRecorder({
    ...context,
    component: 'kubetask',
    ...(logField !== undefined && { logField }),
  });
  const record = (parent: KubernetesObject, all: readonly RecordedEvent[]) => {
    for (const event of all) recorder.record(parent, event);
  };
  return createController<O, Status>({
    ...context,
    ...definition,
    sources: [paced(wakeUps, PACE_SECONDS, clock)],
    ...(observedEvents && { onDecided: (observed: O) => record(observed.parent, observedEvents(observed)) }),
    report: ({ parent }, status) => record(parent, events(parent.status, status)),
  });
}
