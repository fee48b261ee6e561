import { WorkQueue } from '../../work-queue/work-queue.js';
import type { LocalApi } from '../local-api.js';
import { isTerminal, keyOf, type ObjectKey, type Pod } from '../objects.js';
import type { Controller } from './job-controller.js';

/**
 * Ends Pods that are deleted before any node took them: no kubelet will ever say how they ended, and whoever counts them
 * would wait for ever. Runs until stopped.
 *
 * @source kubernetes: gcUnscheduledTerminating in pkg/controller/podgc
 */
export function startPodGarbageCollector(api: LocalApi): Controller {
  const queue = new WorkQueue<ObjectKey>({ process: async (key) => endUnscheduled(api, key) });
  const stopWatch = api.watch('pods', ({ type, object }) => {
    if (type !== 'DELETED' && isOrphaned(object as Pod)) queue.add(keyOf(object));
  });
  queue.start();
  return {
    stop: async () => {
      stopWatch();
      await queue.stop();
    },
  };
}

const isOrphaned = ({ metadata, spec }: Pod): boolean =>
  metadata.deletionTimestamp !== undefined && spec.nodeName === undefined;

function endUnscheduled(api: LocalApi, key: ObjectKey): void {
  const [namespace = '', name = ''] = key.split('/');
  const pod = api.get('pods', namespace, name) as Pod | undefined;
  if (!pod || !isOrphaned(pod) || isTerminal(pod)) return;
  api.updateStatus('pods', { ...pod, status: { ...pod.status, phase: 'Failed' } } as Pod);
  const { uid } = pod.metadata;
  api.delete('pods', namespace, name, { gracePeriodSeconds: 0, ...(uid !== undefined && { uid }) });
}
