/** The closed set of reasons in our conditions, task entries and Events: one PascalCase word, and its meaning. */

/** Why a task that has a Job cannot start until somebody acts; the run then has the same reason. */
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

/** Why a whole run is in its phase. */
export type RunReason =
  | BlockedReason
  | 'TasksPending'
  | 'TasksRunning'
  | 'TasksSucceeded'
  | 'TasksFailed'
  /** batchRef names no Batch; the run continues when it is created. */
  | 'BatchNotFound'
  /** workspaceConfigRef names no WorkspaceConfig; the run continues when it is created. */
  | 'WorkspaceConfigNotFound'
  /** The Batch cannot be planned; the run continues when it is corrected. */
  | 'InvalidSpec'
  /** The Batch changed after the run had started; the run keeps what it started and starts nothing new. */
  | 'TemplateChanged'
  /** Synthesized Jobs have not been applied yet. */
  | 'JobsNotApplied'
  /** A Job or ConfigMap could not be created; retried. */
  | 'CreateFailed'
  /** spec.suspend is true: no further Pod starts. */
  | 'Suspended'
  /** spec.cancel is true, and running containers have their grace period. */
  | 'Cancelling'
  | 'Cancelled';

/** Reasons of Events of a run that no condition has. */
export type RunEventReason =
  /** A ConfigMap with outcomes holds entries that the controller did not write; they are ignored. */
  'OutcomesForged';

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
  | 'Completed'
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
  'CloneFailed',
  'ContextFailed',
  'BadInput',
  'AgentFailed',
  'StepFailed',
  'PodFailed',
]);

/** Why a TaskRun is in its phase. Those of its Pod have the same names as a task's. */
export type TaskRunReason =
  | TaskReason
  /** Another owner has a Pod of this name, such as a Tekton TaskRun; the Pod is created under another name. */
  | 'PodNameTaken'
  /** taskRef names no Task; the run continues when it is created within ten minutes. */
  | 'TaskNotFound'
  /** workspaceConfigRef names no WorkspaceConfig; the run continues when it is created within ten minutes. */
  | 'WorkspaceConfigNotFound'
  /** The run does not match its Task, or the Task cannot be planned; the run continues when that is corrected. */
  | 'InvalidSpec';

/** Why an Agent is ready or not. Those of its Pods have the same names as a task's. */
export type AgentReason =
  | TaskReason
  /** Enough Pods are ready. */
  | 'Available'
  /** spec.replicas is 0, or somebody scaled the Deployment to 0. */
  | 'ScaledToZero'
  /** Pods are being created, replaced or removed. */
  | 'RollingOut'
  /** The Deployment has made no progress within its progressDeadlineSeconds. */
  | 'ProgressDeadlineExceeded'
  /** Its container exits repeatedly. */
  | 'CrashLoopBackOff'
  /** It runs but does not answer its readiness probe. */
  | 'NotReady'
  /** The Agent cannot be planned; it is applied when the spec is corrected. */
  | 'InvalidSpec'
  /** A Deployment of its name belongs to another owner, and is not changed. */
  | 'DeploymentConflict'
  /** A Service of its name belongs to another owner, and is not changed. */
  | 'ServiceConflict'
  /** The API server refused the Deployment or the Service; retried. */
  | 'ApplyFailed';

/**
 * Why an AgentBuild is in its phase. Those of a build's Pods have the same names as a task's, and where Tekton has a word
 * for why a PipelineRun failed it is passed on, such as `PipelineRunTimeout`, `CouldntGetTask` or `CreateRunFailed`.
 */
export type AgentBuildReason =
  | TaskReason
  /** The API server does not serve Tekton's kinds; the build continues when they are installed. */
  | 'TektonNotInstalled'
  /** The AgentBuild cannot be planned; it is built when the spec is corrected. */
  | 'InvalidSpec'
  /** The ServiceAccount or the Pipeline is about to be applied, or the PipelineRun to be created. */
  | 'PipelineRunPending'
  /** The spec changed before the build had finished, so it was cancelled; it is built if the spec changes back. */
  | 'Superseded'
  /** The sources could not be cloned. */
  | 'PullFailed'
  /** The Dockerfile could not be built. */
  | 'BuildFailed'
  /** The image could not be pushed. */
  | 'PushFailed'
  /** The PipelineRun succeeded and did not say which image it pushed. */
  | 'DigestMissing'
  /** The PipelineRun was deleted before the reconciler saw it finish. */
  | 'PipelineRunDeleted'
  /** A ServiceAccount of its name belongs to another owner, and is not changed. */
  | 'ServiceAccountConflict'
  /** A Pipeline of its name belongs to another owner, and is not changed. */
  | 'PipelineConflict'
  /** A PipelineRun of the build's name belongs to another owner, and is not changed. */
  | 'PipelineRunConflict'
  /** The API server, or Tekton's admission, refused the ServiceAccount, the Pipeline or the PipelineRun; retried. */
  | 'ApplyFailed';

/** Why the condition Deployed of an AgentBuild holds or not. */
export type DeployedReason =
  /** The Agent is as the AgentBuild says, on the image that was built last. */
  | 'AgentApplied'
  | 'AgentPending'
  /** No image has been built yet. */
  | 'AwaitingImage'
  /** An Agent of that name belongs to another owner, and is not changed. */
  | 'AgentConflict'
  /** The API server refused the Agent; retried. */
  | 'ApplyFailed';
