import type { Task, TaskRun } from '../../api/generated/kinds.js';
import { configMaps, pods } from '../../api/kinds/kubernetes.js';
import { tasks } from '../../api/kinds/task.js';
import { taskRuns } from '../../api/kinds/task-run.js';
import { LABEL_LIMIT_KEY, LABEL_TASK_RUN } from '../../api/labels.js';
import { withPause } from '../../api/pause.js';
import { Informer } from '../../packages/kubernetes-client/cache/informer.js';
import { byLabel, byNamespace } from '../../packages/kubernetes-client/cache/store.js';
import { fitName } from '../../packages/kubernetes-conventions/fit-name.js';
import { type InformerContext, runFields, type SharedInformers } from '../caches/shared-informers.js';
import { podFields } from '../pod/project-pod.js';
import { offloadRun, offloadTemplate } from '../templates/offload.js';
import { projectRunPod, projectScripts } from './projections.js';
import { isFinishedRun } from './run-state.js';

/** Everything the TaskRun reconciler reads. */
export type Informers = ReturnType<typeof createTaskRunInformers> & SharedInformers;

/** What it alone reads. Of Pods and ConfigMaps only those with a TaskRun's label are ever sent. */
export function createTaskRunInformers(context: InformerContext) {
  const ofRuns = { ...context, labelSelector: LABEL_TASK_RUN };
  const indexes = { byRun: byLabel(LABEL_TASK_RUN) };
  return {
    taskRuns: new Informer({
      ...context,
      ...runFields(context),
      resource: taskRuns,
      project: (run: TaskRun) => offloadRun(withPause(run), 'taskSpec'),
      onLeftOut: context.onLeftOutRun,
      indexes: { byLabelValue, unfinishedByTask, unfinishedByNamespace },
    }),
    tasks: new Informer({ ...context, resource: tasks, project: offloadTemplate<Task>, indexes: {} }),
    taskRunPods: new Informer({
      ...ofRuns,
      resource: pods,
      fields: podFields,
      project: projectRunPod,
      indexes: { ...indexes, byLimitKey: byLabel(LABEL_LIMIT_KEY) },
    }),
    taskRunConfigMaps: new Informer({ ...ofRuns, resource: configMaps, fields: {}, project: projectScripts, indexes }),
  };
}

/** The key under which `byLabel` files a run's children. */
export const runLabelKey = ({ metadata }: TaskRun): string => `${metadata.namespace}/${fitName(metadata.name)}`;

const byLabelValue = (run: TaskRun): string[] => [runLabelKey(run)];

const unfinishedByTask = (run: TaskRun): string[] =>
  run.spec.taskRef && !isFinishedRun(run) ? [`${run.metadata.namespace}/${run.spec.taskRef}`] : [];

const unfinishedByNamespace = (run: TaskRun): readonly string[] => (isFinishedRun(run) ? [] : byNamespace(run));
