import { type Clock, systemClock } from '../../../work-queue/clock.js';
import { type Controller, startController } from '../../controller.js';
import type { LocalApi } from '../../local-api.js';
import { isTerminal, keyOf, type ObjectKey, type Pod } from '../../objects.js';

/**
 * Ends Pods that are deleted before any node took them: no kubelet will ever say how they ended, and a controller that counts them
 * would wait forever. Runs until stopped.
 *
 * @source kubernetes: gcUnscheduledTerminating in pkg/controller/podgc
 */
export function startPodGarbageCollector(api: LocalApi, clock: Clock = systemClock): Controller {
  return startController(api, {
    clock,
    watches: { pods: ({ type, object }) => (type !== 'DELETED' && isOrphaned(object as Pod) ? [keyOf(object)] : []) },
    process: (key) => endUnscheduled(api, key),
  });
}

const isOrphaned = ({ metadata, spec }: Pod): boolean =>
  metadata.deletionTimestamp !== undefined && spec.nodeName === undefined;

function endUnscheduled(api: LocalApi, key: ObjectKey): undefined {
  const [namespace = '', name = ''] = key.split('/');
  const pod = api.get('pods', namespace, name) as Pod | undefined;
  if (!pod || !isOrphaned(pod) || isTerminal(pod)) return;
  api.updateStatus('pods', { ...pod, status: { ...pod.status, phase: 'Failed' } } as Pod);
  const { uid } = pod.metadata;
  api.delete('pods', namespace, name, { gracePeriodSeconds: 0, ...(uid !== undefined && { uid }) });
}
