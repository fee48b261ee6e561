import { LABEL_TASK_RUN } from '../../api/labels.js';
import { type Source, source } from '../../packages/kubernetes-client/cache/source.js';
import { type Identified, keyOf } from '../../packages/kubernetes-conventions/object-key.js';
import type { ObservedWarning } from '../caches/observed-warning.js';
import type { SharedLimits } from '../limits/shared-limits.js';
import type { Informers } from './informers.js';
import { nextInQueue } from './policies/shared-limit.js';

/** The runs that each change concerns. */
export function wakeUps(informers: Informers, limits: SharedLimits): Source[] {
  const { taskRuns, tasks, workspaces, taskRunPods, taskRunConfigMaps, warnings } = informers;
  const runsOfChild = ({ metadata: { namespace, labels } }: Identified): string[] =>
    taskRuns.store.list('byLabelValue', `${namespace}/${labels?.[LABEL_TASK_RUN]}`).map(keyOf);
  const runsOfWarning = ({ involvedObject: { kind, name }, metadata: { namespace = '' } }: ObservedWarning) => {
    const pod = kind === 'Pod' ? taskRunPods.store.get(namespace, name) : undefined;
    return pod ? runsOfChild(pod) : [];
  };
  return [
    source(taskRuns, (run) => [keyOf(run)]),
    source(tasks, (task) => taskRuns.store.list('unfinishedByTask', keyOf(task)).map(keyOf)),
    source(workspaces, ({ metadata: { namespace = '' } }) =>
      taskRuns.store.list('unfinishedByNamespace', namespace).map(keyOf),
    ),
    limits.source((limit) => nextInQueue(limit, informers, limits)),
    source(taskRunPods, runsOfChild),
    source(taskRunConfigMaps, runsOfChild),
    source(warnings, runsOfWarning),
  ];
}
