import type { BatchRun } from '../../../api/generated/kinds.js';
import { LABEL_BATCH_RUN } from '../../../api/labels.js';
import type { Delta } from '../../../packages/kubernetes-client/cache/held-objects.js';
import { controllerOf } from '../../../packages/kubernetes-conventions/owner.js';
import type { Informers } from '../informers.js';
import type { ObservedTaskPod } from '../observed.js';
import type { DepartedPods } from './departed-pods.js';
import { type Deletion, deletionOf, lastState } from './last-state.js';

/** Notes what each Pod of an unfinished run says last. */
export function noteDepartures(
  departed: DepartedPods,
  { runs, jobs, pods }: Pick<Informers, 'runs' | 'jobs' | 'pods'>,
  now: () => number,
): void {
  pods.onChange((delta) => {
    const { object: pod } = delta;
    const asked = firstDeletion(delta);
    if (delta.type !== 'deleted' && !asked) return;
    const { namespace = '', uid = '', labels } = pod.metadata;
    const job = jobs.store.get(namespace, controllerOf(pod)?.name ?? '');
    for (const run of runs.store
      .list('byLabelValue', `${namespace}/${labels?.[LABEL_BATCH_RUN]}`)
      .filter(isUnfinished)) {
      const { uid: runUid = '' } = run.metadata;
      if (asked) departed.noteDeletion(runUid, uid, asked);
      else departed.noteGone(runUid, uid, lastState(pod, job, departed.deletionOf(runUid, uid)), now());
    }
  });
}

/** What asks for the deletion of a Pod that still works; undefined if the change says nothing new of that. */
const firstDeletion = (delta: Delta<ObservedTaskPod>): Deletion | undefined =>
  delta.type === 'updated' && delta.previous.metadata.deletionTimestamp === undefined
    ? deletionOf(delta.object)
    : undefined;

const isUnfinished = ({ status }: BatchRun): boolean => status?.completionTime === undefined;
