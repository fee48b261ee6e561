import type { RunEventReason, RunReason } from '../kinds/batch-run.js';
import type { BlockedReason, HoldReason } from '../reasons.js';
import type { Explanations } from './explanation.js';

const describe = 'kubectl task describe batchrun/<run>';

/** Reasons of a BatchRun as a whole, but for those that it takes from its tasks. */
export const batchRunExplanations: Explanations<Exclude<RunReason, BlockedReason | HoldReason>> = {
  TasksPending: {
    means: 'No task has started its agent yet.',
    see: describe,
    act: 'Nothing. The tasks say what they wait for.',
  },
  TasksRunning: { means: 'At least one task is running.', see: 'kubectl task logs batchrun/<run> -f', act: 'Nothing.' },
  TasksSucceeded: { means: 'All tasks succeeded.', see: 'kubectl task results batchrun/<run>', act: 'Nothing.' },
  TasksFailed: {
    means: 'The run has finished, and at least one task failed.',
    see: 'kubectl task logs batchrun/<run> --failed',
    act: 'Look up the reason of each failed task, and correct its cause. Then run `kubectl task retry <run>`, which runs only the failed tasks.',
  },
  BatchNotFound: {
    means: 'The Batch that `batchRef` names does not exist in the namespace of the run.',
    see: 'kubectl get batches.kubetask.io',
    act: 'Apply the Batch, or correct the name. The run continues automatically.',
  },
  WorkspaceConfigNotFound: {
    means: 'The WorkspaceConfig that `workspaceConfigRef` names does not exist in the namespace of the run.',
    see: 'kubectl get workspaceconfigs.kubetask.io',
    act: 'Apply the WorkspaceConfig, or correct the name. The run continues automatically.',
  },
  InvalidSpec: {
    means: 'The run cannot be planned. The message lists every problem with its field, its value and the valid values.',
    see: 'kubectl task plan -f <file>',
    act: 'Correct the Batch or the WorkspaceConfig. A run that has not started continues automatically.',
  },
  TemplateChanged: {
    means:
      'The Batch or the WorkspaceConfig changed after the run was planned. Tasks that have started continue, and no other task starts.',
    see: 'kubectl task plan -f <file> --diff',
    act: 'Revert the change, or cancel the run and start another.',
  },
  JobsNotApplied: {
    means: 'Jobs that were synthesized with the run do not exist in the cluster.',
    see: 'kubectl get jobs.batch -l kubetask.io/batch-run=<run>',
    act: 'Apply the files with the Jobs, or wait until your Git tool does.',
  },
  CreateFailed: {
    means:
      'The API server rejects a Job or a ConfigMap of the run: a quota, a policy, a webhook, or a missing permission of the controller.',
    see: describe,
    act: 'Remove the cause that the message names. The controller tries again at growing intervals.',
  },
  NamespaceLeftOut: {
    means:
      'The objects of the namespace need more memory than the controller has. Nothing in the namespace is started or reported.',
    see: 'kubectl get events --field-selector reason=NamespaceLeftOut',
    act: 'Delete finished runs and objects that you do not need, or raise `heapMiB` of the controller. The runs continue automatically.',
  },
  Suspended: {
    means: 'The run is paused: no further Pod starts. Pods that are on a node run until they finish.',
    see: describe,
    act: 'Run `kubectl task resume <run>`. If Git owns the run, remove `suspend` there.',
  },
  Cancelling: {
    means: 'The run is cancelled, and running containers have their grace period.',
    see: describe,
    act: 'Nothing. Cancel cannot be undone.',
  },
  Cancelled: {
    means: 'The run was cancelled.',
    see: 'kubectl task results batchrun/<run>',
    act: 'Nothing. To run the tasks that did not finish, run `kubectl task retry <run>`.',
  },
};

/** Reasons of Events alone. */
export const batchRunEventExplanations: Explanations<RunEventReason> = {
  OutcomesForged: {
    means:
      'A ConfigMap with outcomes of a large run has entries that the controller did not write. They are ignored, and the controller restores its own.',
    see: 'kubectl get configmap <run>-outcomes-0 -o yaml --show-managed-fields',
    act: 'Find out who changed the ConfigMap, and limit who may write ConfigMaps in the namespace.',
  },
};
