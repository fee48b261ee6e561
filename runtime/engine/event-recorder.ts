import { hash } from 'node:crypto';
import { events } from '../../api/kinds/kubernetes.js';
import { type Logger, silentLogger } from '../../packages/kubernetes-client/logger.js';
import { isApiError } from '../../packages/kubernetes-client/transport/api-error.js';
import type { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { keyOf } from '../../packages/kubernetes-conventions/object-key.js';
import { collectionPath, objectPath } from '../../packages/kubernetes-conventions/resource.js';
import { type Clock, systemClock } from '../../packages/work-queue/clock.js';
import { logKeys } from './log-keys.js';

/** What happened to an object, for `kubectl describe`. */
export interface RecordedEvent {
  readonly type: 'Normal' | 'Warning';
  /** PascalCase, as in a condition. */
  readonly reason: string;
  readonly message: string;
  /** The task of a run that it is about, by index. */
  readonly task?: number;
}

interface Series {
  readonly name: string;
  readonly firstTimestamp: string;
  readonly count: number;
  readonly sentAt: number;
}

export interface EventRecorderOptions {
  readonly transport: Transport;
  /** As `source.component`. */
  readonly component: string;
  /** As in `logKeys`. */
  readonly logField?: string;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

/** A repetition is sent at most once a minute; those in between are only counted. */
const quietMilliseconds = 60_000;
const rememberedSeries = 4096;

/**
 * Records core/v1 Events, and logs them. The same (object, type, reason, message) is one Event with a count.
 *
 * Best effort: never throws, never waits, never retries; a failure is logged. Nothing may depend on an Event.
 */
export class EventRecorder {
  /** By identity, least recently recorded first. */
  private readonly series = new Map<string, Series>();
  private readonly clock: Clock;

  constructor(private readonly options: EventRecorderOptions) {
    this.clock = options.clock ?? systemClock;
  }

  record(object: KubernetesObject, event: RecordedEvent): void {
    const id = identityOf(object, event);
    const now = this.clock.now();
    const known = this.series.get(id);
    const isQuiet = known !== undefined && now - known.sentAt < quietMilliseconds;
    const next = known
      ? { ...known, count: known.count + 1, sentAt: isQuiet ? known.sentAt : now }
      : { name: nameOf(object, id, now), firstTimestamp: new Date(now).toISOString(), count: 1, sentAt: now };
    this.remember(id, next);
    if (isQuiet) return;
    this.log(object, event);
    this.send(object, event, id, next);
  }

  private remember(id: string, series: Series): void {
    this.series.delete(id);
    this.series.set(id, series);
    const [oldest] = this.series.keys();
    if (this.series.size > rememberedSeries && oldest !== undefined) this.series.delete(oldest);
  }

  private log(object: KubernetesObject, { reason, message, task }: RecordedEvent): void {
    const { logger = silentLogger } = this.options;
    const details = {
      kind: object.kind,
      ...logKeys(keyOf(object), this.options.logField),
      ...(task !== undefined && { task }),
      reason,
    };
    // Never a warning: a failure of a run is not a failure of the controller.
    logger.info(details, message);
  }

  private send(object: KubernetesObject, event: RecordedEvent, id: string, series: Series): void {
    const { transport, logger = silentLogger } = this.options;
    const namespace = object.metadata.namespace ?? 'default';
    const body = this.body(object, event, series);
    const sent =
      series.count === 1
        ? transport.request({ method: 'POST', path: collectionPath(events, namespace), body, ignoresAnswer: true })
        : transport.request({
            method: 'PATCH',
            path: objectPath(events, namespace, series.name),
            contentType: 'application/merge-patch+json',
            body: { count: body.count, lastTimestamp: body.lastTimestamp },
          });
    sent.catch((error: unknown) => {
      // It never arrived, or has expired on the server: the next repetition starts a new one.
      this.series.delete(id);
      if (!isApiError(error, 'NotFound'))
        logger.warn(
          { ...logKeys(keyOf(object), this.options.logField), reason: event.reason, err: error },
          'event not recorded',
        );
    });
  }

  private body({ apiVersion, kind, metadata }: KubernetesObject, { task: _, ...event }: RecordedEvent, series: Series) {
    const { name, namespace, uid, resourceVersion } = metadata;
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: series.name, namespace: namespace ?? 'default' },
      involvedObject: { apiVersion, kind, name, namespace, uid, resourceVersion },
      ...event,
      source: { component: this.options.component },
      reportingComponent: this.options.component,
      count: series.count,
      firstTimestamp: series.firstTimestamp,
      lastTimestamp: new Date(this.clock.now()).toISOString(),
    };
  }
}

function identityOf(object: KubernetesObject, { type, reason, message }: RecordedEvent): string {
  return hash('sha256', JSON.stringify([object.metadata.uid ?? keyOf(object), type, reason, message]), 'hex').slice(
    0,
    8,
  );
}

/** Unique among the object's events, and across restarts: `run.18c2f0a1b3d.9f86d081`. */
function nameOf({ metadata }: KubernetesObject, id: string, now: number): string {
  return `${metadata.name}.${now.toString(16)}.${id}`;
}
