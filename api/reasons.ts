/** The closed set of reasons in our conditions, task entries and Events: one PascalCase word, and what it tells. */

/** Why a task that has its Job cannot start until somebody does something; it is then also the reason of its run. */
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
  /** batchRef names no Batch; heals when it appears. */
  | 'BatchNotFound'
  /** workspaceConfigRef names no WorkspaceConfig; heals when it appears. */
  | 'WorkspaceConfigNotFound'
  /** The Batch cannot be planned; heals when it is corrected. */
  | 'InvalidSpec'
  /** The Batch changed after the run had started; the run keeps what it started and starts nothing new. */
  | 'TemplateChanged'
  /** Synthesized Jobs have not been applied yet. */
  | 'JobsNotApplied'
  /** A Job or ConfigMap could not be created; tried again. */
  | 'CreateFailed'
  /** spec.suspend is true: no further Pod starts. */
  | 'Suspended'
  /** spec.cancel is true, and running containers are given time to end. */
  | 'Cancelling'
  | 'Cancelled';

/** What Events of a run tell that no condition does. */
export type RunEventReason =
  /** A ConfigMap with outcomes holds what the controller did not write there; it is not believed. */
  'OutcomesForged';

/** Why a task is in its phase. Kubernetes' own words where it has them. */
export type TaskReason =
  /** Its Job is about to be created. */
  | 'JobPending'
  | 'JobNotApplied'
  /** It has no Job yet, and the Batch or WorkspaceConfig is no longer the one that the run was planned from. */
  | 'TemplateChanged'
  /** It has no Job yet, and the Batch or WorkspaceConfig is gone. */
  | 'TemplateNotFound'
  /** It waits for its turn: as many Pods as maxConcurrency or a shared limit allows are there already. */
  | 'Queued'
  /** It has no Pod yet and gets none while the run's spec.suspend is true. */
  | 'Suspended'
  /** The run's spec.cancel is true, and its containers are given time to end. */
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
  /** Its node is gone. */
  | 'NodeLost'
  /** Somebody deleted its Pod before it ended, or it is gone and nobody saw why. */
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

/** Reasons for which a Pod ends without success: what is known of a Pod that is gone. */
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
  /** The Pod's name is somebody else's, such as a Tekton TaskRun's; the Pod is created under another one. */
  | 'PodNameTaken'
  /** taskRef names no Task; heals when it appears, up to ten minutes. */
  | 'TaskNotFound'
  /** workspaceConfigRef names no WorkspaceConfig; heals when it appears, up to ten minutes. */
  | 'WorkspaceConfigNotFound'
  /** The run does not fit its Task, or the Task cannot be planned; heals when that is put right. */
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
  /** Its container ends again and again. */
  | 'CrashLoopBackOff'
  /** It runs but does not answer its readiness probe. */
  | 'NotReady'
  /** The Agent cannot be planned; heals when it is corrected. */
  | 'InvalidSpec'
  /** A Deployment of its name is somebody else's, and left alone. */
  | 'DeploymentConflict'
  /** A Service of its name is somebody else's, and left alone. */
  | 'ServiceConflict'
  /** The API server refused the Deployment or the Service; tried again. */
  | 'ApplyFailed';

/**
 * Why an AgentBuild is in its phase. Those of a build's Pods have the same names as a task's, and where Tekton has a word
 * for why a PipelineRun failed it is passed on, such as `PipelineRunTimeout`, `CouldntGetTask` or `CreateRunFailed`.
 */
export type AgentBuildReason =
  | TaskReason
  /** The API server lacks Tekton's kinds; heals when they are installed. */
  | 'TektonNotInstalled'
  /** The AgentBuild cannot be planned; heals when it is corrected. */
  | 'InvalidSpec'
  /** The ServiceAccount or the Pipeline is about to be applied, or the PipelineRun to be created. */
  | 'PipelineRunPending'
  /** The spec changed before the build had ended, so it was cancelled; it is built when the spec is that again. */
  | 'Superseded'
  /** The sources could not be cloned. */
  | 'PullFailed'
  /** The Dockerfile could not be built. */
  | 'BuildFailed'
  /** The image could not be pushed. */
  | 'PushFailed'
  /** The PipelineRun succeeded and did not say which image it pushed. */
  | 'DigestMissing'
  /** The PipelineRun was deleted before it was seen to end. */
  | 'PipelineRunDeleted'
  /** A ServiceAccount of its name is somebody else's, and left alone. */
  | 'ServiceAccountConflict'
  /** A Pipeline of its name is somebody else's, and left alone. */
  | 'PipelineConflict'
  /** A PipelineRun of the build's name is somebody else's, and left alone. */
  | 'PipelineRunConflict'
  /** The API server, or Tekton's admission, refused the ServiceAccount, the Pipeline or the PipelineRun; tried again. */
  | 'ApplyFailed';

/** Why the condition Deployed of an AgentBuild holds or not. */
export type DeployedReason =
  /** The Agent is as the AgentBuild says, on the image that was built last. */
  | 'AgentApplied'
  | 'AgentPending'
  /** No image has been built yet. */
  | 'AwaitingImage'
  /** An Agent of that name is somebody else's, and left alone. */
  | 'AgentConflict'
  /** The API server refused the Agent; tried again. */
  | 'ApplyFailed';
