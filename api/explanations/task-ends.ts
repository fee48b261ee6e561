import type { TaskReason } from '../reasons.js';
import type { Explanations } from './explanation.js';

const again = 'run `kubectl task retry <run>`';

/** How a task has ended otherwise: well, by its user, or because something took its Pod away. */
export const taskEnds = {
  Completed: {
    means: 'The task succeeded: its agent, or its last step, ended with exit code 0.',
    see: 'kubectl task results batchrun/<run>',
    act: 'Nothing. Look at the branch or the pull request in the result.',
  },
  Reused: {
    means: 'An earlier task with the same key succeeded, and the Batch says `reuse: succeeded`. The task did not run.',
    see: 'kubectl task results batchrun/<run>',
    act: 'Nothing. To do the work again, set another `keySalt`.',
  },
  Cancelled: {
    means: 'The run was cancelled before the task finished.',
    see: 'kubectl task logs batchrun/<run> --task <task>',
    act: `Nothing. To run the task after all, ${again}.`,
  },
  Evicted: {
    means:
      'The Pod was removed from its node, because the node was drained, tainted, shut down or short of resources. The Job creates another Pod, and no attempt is used.',
    see: 'kubectl describe node <node>',
    act: `Nothing, if the task is Pending. After four evictions for lack of resources the task has failed: raise \`resources.requests\`, and ${again}.`,
  },
  Preempted: {
    means:
      'A Pod with a higher priority took the place of this Pod. The Job creates another Pod, and no attempt is used.',
    see: 'kubectl describe pod <pod>',
    act: 'Nothing, if the task is Pending. If it happens often, lower the priority of the other Pods, or run the tasks on separate nodes with `scheduling`.',
  },
  NodeLost: {
    means:
      'The node of the Pod no longer exists or does not answer. The Job creates another Pod, and no attempt is used.',
    see: 'kubectl get nodes',
    act: 'Nothing, if the task is Pending. A TaskRun is not retried: run `kubectl task rerun <run>`.',
  },
  PodDeleted: {
    means: 'A user deleted the Pod before it ended, or it no longer exists and the cause is not known.',
    see: 'kubectl get events --field-selector involvedObject.name=<pod>',
    act: `If the task has failed, check the commits on its branch. Then ${again}.`,
  },
  JobDeleted: {
    means:
      'The Job was deleted before it ended. The task does not run again in this run, so that no work is done twice.',
    see: 'kubectl get events --field-selector involvedObject.name=<job>',
    act: `Check the commits on the branch of the task. Then ${again}.`,
  },
} satisfies Partial<Explanations<TaskReason>>;
