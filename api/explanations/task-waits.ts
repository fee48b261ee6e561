import type { TaskReason } from '../reasons.js';
import type { Explanations } from './explanation.js';

/** Why a task has not started its agent yet, although nothing is wrong with it. */
export const taskWaits = {
  JobPending: {
    means: 'The controller is about to create the Job of the task.',
    see: 'kubectl task doctor',
    act: 'Nothing. If it stays for more than a minute, check that the controller is running.',
  },
  PodPending: {
    means: 'The Pod of the task is about to be created, or it starts.',
    see: 'kubectl describe pod <pod>',
    act: 'Nothing. If it stays, `kubectl describe` shows what the Pod waits for.',
  },
  Initializing: {
    means: 'The Pod clones the repositories, fetches contexts and writes the context files. The agent has not started.',
    see: 'kubectl logs <pod> -c clone-0',
    act: 'Nothing. If it takes long, set `depth` of the repository, or its `timeoutSeconds`.',
  },
  Running: {
    means: 'The agent, or a step, is running.',
    see: 'kubectl task logs batchrun/<run> --task <task> -f',
    act: 'Nothing. `activeDeadlineSeconds` of the Batch, or `timeout` of a TaskRun, limits how long it may take.',
  },
  Queued: {
    means: 'The task waits for a slot. `maxConcurrency`, or the limit that several runs share, is reached.',
    see: 'kubectl task list --status running',
    act: 'Nothing. To start more tasks at the same time, raise `maxConcurrency` of the Batch or `concurrency.limit` of the WorkspaceConfig.',
  },
  BackingOff: {
    means: 'An attempt failed, and the next one waits until the time in the message.',
    see: 'kubectl task describe batchrun/<run>',
    act: 'Nothing. `retry.backoff` of the Batch says how long attempts wait.',
  },
  Suspended: {
    means: 'The run is paused, so the task gets no Pod.',
    see: 'kubectl task describe batchrun/<run>',
    act: 'Resume the run with `kubectl task resume <run>`. If Git owns the run, remove `suspend` there.',
  },
  Cancelling: {
    means: 'The run is cancelled, and the containers of the task have their grace period to stop.',
    see: 'kubectl task logs batchrun/<run> --task <task>',
    act: 'Nothing. If the agent does not stop at SIGTERM, it is killed after `terminationGracePeriodSeconds`.',
  },
  JobNotApplied: {
    means: 'The Job of the task was synthesized with the run, and it has not been applied to the cluster.',
    see: 'kubectl get jobs.batch <job>',
    act: 'Apply the file with the Jobs, or wait until your Git tool does. A Git tool that leaves the Jobs out often excludes the kind Job.',
  },
  JobSuspended: {
    means: 'The Job is suspended by Kueue or by a person. kubetask never sets `suspend` of a Job.',
    see: 'kubectl get jobs.batch <job> -o yaml',
    act: 'If Kueue holds the Job, check the quota of its LocalQueue. Otherwise run the command that the message shows.',
  },
} satisfies Partial<Explanations<TaskReason>>;
