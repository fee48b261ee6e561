import { AGENT_CONTAINER } from '../../api/containers.js';
import type { Fields } from '../../packages/kubernetes-client/transport/skim.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { oneLine } from '../../packages/kubernetes-conventions/sentence.js';
import type { ObservedWarning } from './observed-warning.js';
import { slim } from './slim-metadata.js';

/** An Event as core/v1 sends it; which times are set depends on who wrote it. */
export interface RawEvent extends KubernetesObject {
  readonly kind: 'Event';
  readonly reason?: string;
  readonly message?: string;
  readonly involvedObject?: {
    readonly kind?: string;
    readonly name?: string;
    readonly uid?: string;
    readonly fieldPath?: string;
  };
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly series?: { readonly lastObservedTime?: string } | null;
}

/** Everything of an Event that is read beside its metadata. */
export const eventFields: Fields = {
  ...{ reason: true, message: true, involvedObject: true },
  ...{ lastTimestamp: true, eventTime: true, series: true },
};

const relevant: ReadonlySet<string> = new Set(['FailedMount', 'FailedCreate', 'FailedScheduling']);

/** Keeps the warnings that say what no status says; undefined for all others. */
export function projectWarning(event: RawEvent): ObservedWarning | undefined {
  const { apiVersion, kind, metadata, reason = '', message = '', involvedObject = {} } = event;
  const { kind: about = '', name = '', uid = '' } = involvedObject;
  const isRelevant = relevant.has(reason) || isOfAgentProbe(event);
  if (!isRelevant || (about !== 'Job' && about !== 'Pod')) return undefined;
  const lastSeen = event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? '';
  return {
    apiVersion,
    kind,
    metadata: slim(metadata),
    reason,
    message: oneLine(message),
    involvedObject: { kind: about, name, uid },
    lastSeen,
  };
}

/** Probes of all Pods fail now and then; those of a container with the name of ours say why it is not ready. */
const isOfAgentProbe = ({ reason, involvedObject }: RawEvent): boolean =>
  reason === 'Unhealthy' && involvedObject?.fieldPath === `spec.containers{${AGENT_CONTAINER}}`;
