import type { KueueQueue } from '../api/generated/kinds.js';
import { LABEL_KUEUE_PRIORITY, LABEL_KUEUE_QUEUE } from '../api/labels.js';

/**
 * What hands a workload to Kueue; empty without a queue. Only on the workload itself: on its Pods, Kueue would queue each a
 * second time. `spec.suspend` is not set, since Kueue's webhook sets it when the workload is created, and a value from Git
 * would suspend it again while it runs.
 *
 * @source https://kueue.sigs.k8s.io/docs/tasks/run/jobs/
 */
export const kueueLabels = (queue: KueueQueue | undefined): Record<string, string> =>
  queue
    ? {
        [LABEL_KUEUE_QUEUE]: queue.name,
        ...(queue.priorityClass === undefined ? {} : { [LABEL_KUEUE_PRIORITY]: queue.priorityClass }),
      }
    : {};
