/*
 * Reasons in our conditions, task entries and Events: one PascalCase word, and its meaning. Here are those that several
 * kinds have; a kind's own are in its file in `kinds/`. Together they are a closed set.
 */

/** Why a task that has a Job cannot start until a user acts; the run then has the same reason. */
export type BlockedReason = (typeof blocked)[number];

const blocked = [
  'ImagePullBackOff',
  'ErrImagePull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
  'FailedMount',
  'FailedCreate',
  'Unschedulable',
] as const;

export const blockedReasons: ReadonlySet<string> = new Set(blocked);

/** What holds a task that could start otherwise. If it holds everything that a run has left, it is the reason of the run, too. */
export type HoldReason = (typeof holds)[number];

const holds = ['Queued', 'BackingOff', 'JobSuspended'] as const;

export const holdReasons: ReadonlySet<string> = new Set(holds);

/** Why a task is in its phase. Kubernetes' own words where it has them. */
export type TaskReason =
  /** Its Job is about to be created. */
  | 'JobPending'
  | 'JobNotApplied'
  /** It has no Job yet, and the Batch or WorkspaceConfig is no longer the one that the run was planned from. */
  | 'TemplateChanged'
  /** It has no Job yet, and the Batch or WorkspaceConfig no longer exists. */
  | 'TemplateNotFound'
  /** It waits for a slot: maxConcurrency or a shared limit is reached. */
  | 'Queued'
  /** It has no Pod yet and gets none while the run's spec.suspend is true. */
  | 'Suspended'
  /** The run's spec.cancel is true, and its containers have their grace period. */
  | 'Cancelling'
  | 'Cancelled'
  /** Its Job is suspended, and not by kubetask. */
  | 'JobSuspended'
  | 'PodPending'
  | 'Unschedulable'
  | 'ImagePullBackOff'
  | 'ErrImagePull'
  | 'InvalidImageName'
  | 'CreateContainerConfigError'
  | 'CreateContainerError'
  | 'FailedMount'
  | 'FailedCreate'
  | 'Initializing'
  | 'Running'
  | 'TemporaryFailure'
  /** Its next Pod waits at the start gate until the time that `retry.backoff` or its agent says. */
  | 'BackingOff'
  | 'Completed'
  /** An earlier task with the same key has succeeded, and the Batch says `reuse: succeeded`. */
  | 'Reused'
  | 'OOMKilled'
  /** Its node was drained, tainted, shut down or short of resources. */
  | 'Evicted'
  /** A Pod of a higher priority took its place. */
  | 'Preempted'
  /** Its node no longer exists. */
  | 'NodeLost'
  /** Its Pod was deleted before it finished, or no longer exists and the cause is unknown. */
  | 'PodDeleted'
  | 'DeadlineExceeded'
  /** Its Pod has not started within pendingSeconds of the Batch. */
  | 'PendingTimeout'
  /** A short-lived token for a clone could not be minted. */
  | 'TokenFailed'
  | 'CloneFailed'
  | 'ContextFailed'
  /** The text of an Http context could not be fetched. */
  | 'FetchFailed'
  /** The command of a Command context failed, took too long or wrote too much. */
  | 'CommandFailed'
  | 'BadInput'
  | 'AgentFailed'
  | 'StepFailed'
  | 'PodFailed'
  | 'JobFailed'
  | 'JobDeleted'
  | 'JobConflict'
  | 'CreateFailed';

/** Reasons for which a Pod ends without success; kept when the Pod no longer exists. */
export const podFailureReasons: ReadonlySet<string> = new Set<TaskReason>([
  'TemporaryFailure',
  'OOMKilled',
  'Evicted',
  'Preempted',
  'NodeLost',
  'PodDeleted',
  'DeadlineExceeded',
  'TokenFailed',
  'CloneFailed',
  'ContextFailed',
  'BadInput',
  'AgentFailed',
  'StepFailed',
  'PodFailed',
]);
