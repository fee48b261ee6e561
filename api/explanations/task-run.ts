import type { TaskRunReason } from '../kinds/task-run.js';
import type { TaskReason } from '../reasons.js';
import type { Explanations } from './explanation.js';

/** Reasons of a TaskRun that a task of a BatchRun does not have. */
export const taskRunExplanations: Explanations<Exclude<TaskRunReason, TaskReason>> = {
  PodNameTaken: {
    means:
      'Another owner, such as a Tekton TaskRun, has a Pod with the name that this run plans. The Pod is created under another name.',
    see: 'kubectl task describe taskrun/<run>',
    act: 'Nothing. `status.podName` has the name of the Pod.',
  },
  TaskNotFound: {
    means:
      'The Task that `taskRef` names does not exist in the namespace of the run. The run waits for ten minutes, and then fails.',
    see: 'kubectl get tasks.kubetask.io',
    act: 'Apply the Task, or correct the name. After ten minutes, create another TaskRun.',
  },
  WorkspaceConfigNotFound: {
    means:
      'The WorkspaceConfig that `workspaceConfigRef` names does not exist in the namespace of the run. The run waits for ten minutes, and then fails.',
    see: 'kubectl get workspaceconfigs.kubetask.io',
    act: 'Apply the WorkspaceConfig, or correct the name. After ten minutes, create another TaskRun.',
  },
  InvalidSpec: {
    means:
      'The Task cannot be planned, or the run does not fit it, for example because a parameter is missing. The message lists every problem.',
    see: 'kubectl task plan -f <file>',
    act: 'Correct what the message names. The run continues automatically.',
  },
};
