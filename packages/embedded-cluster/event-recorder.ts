import { randomBytes } from 'node:crypto';
import type { KubernetesObject } from '../kubernetes-conventions/kubernetes-object.js';
import { type Clock, systemClock } from '../work-queue/clock.js';
import type { LocalApi } from './local-api.js';
import { timestamp } from './timestamp.js';

export interface RecordedEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** The part of the object it is about, for example `spec.containers{agent}`. */
  readonly fieldPath?: string;
}

export type RecordEvent = (object: KubernetesObject, event: RecordedEvent) => void;

interface KnownEvent {
  readonly namespace: string;
  readonly name: string;
  readonly lastSeen: number;
}

interface EventObject extends KubernetesObject {
  readonly count: number;
}

/** As long as a real API server keeps Events. */
const keepMilliseconds = 3_600_000;

/**
 * Writes Events for one component (`kubelet`, `job-controller`).
 *
 * Guarantees: the same reason and message about the same object is one Event whose `count` grows; an Event unseen for
 * an hour is removed. Best effort: never throws, since a namespace that is being deleted takes no Events.
 */
export function createEventRecorder(api: LocalApi, component: string, clock: Clock = systemClock): RecordEvent {
  const known = new Map<string, KnownEvent>();

  const forgetOld = (now: number) => {
    for (const [key, event] of known) {
      if (now - event.lastSeen < keepMilliseconds) return;
      known.delete(key);
      attempt(() => api.delete('events', event.namespace, event.name));
    }
  };

  return (object, event) => {
    const now = clock.now();
    forgetOld(now);
    const key = [object.metadata.uid, event.reason, event.message, event.fieldPath].join('\0');
    const seen = known.get(key);
    const written = attempt(() => (seen && repeat(api, seen, now)) ?? first(api, component, object, event, now));
    known.delete(key);
    if (written) known.set(key, written);
  };
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

function repeat(api: LocalApi, seen: KnownEvent, now: number): KnownEvent | undefined {
  const observed = api.get('events', seen.namespace, seen.name) as EventObject | undefined;
  if (!observed) return undefined;
  const desired = { ...observed, count: observed.count + 1, lastTimestamp: timestamp(now) };
  api.update('events', desired);
  return { ...seen, lastSeen: now };
}

function first(
  api: LocalApi,
  component: string,
  object: KubernetesObject,
  { type, reason, message, fieldPath }: RecordedEvent,
  now: number,
): KnownEvent {
  const namespace = object.metadata.namespace ?? 'default';
  const name = `${object.metadata.name}.${randomBytes(8).toString('hex')}`;
  const desired = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace },
    involvedObject: {
      apiVersion: object.apiVersion,
      kind: object.kind,
      name: object.metadata.name,
      ...(object.metadata.namespace !== undefined && { namespace: object.metadata.namespace }),
      ...(object.metadata.uid !== undefined && { uid: object.metadata.uid }),
      ...(fieldPath !== undefined && { fieldPath }),
    },
    type,
    reason,
    message,
    source: { component },
    firstTimestamp: timestamp(now),
    lastTimestamp: timestamp(now),
    count: 1,
    reportingComponent: component,
    reportingInstance: '',
  };
  api.create('events', desired);
  return { namespace, name, lastSeen: now };
}
