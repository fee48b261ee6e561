/** Every label and annotation kubetask writes. Values are at most 63 characters; longer names are fitted by `plan/naming`. */

/** On Jobs, Pods and ConfigMaps of a BatchRun, by the planner: the run's (fitted) name. */
export const LABEL_BATCH_RUN = 'kubetask.io/batch-run';

/** On the same objects, by the planner: the (fitted) name of the run's Batch. Absent for an inline batchSpec. */
export const LABEL_BATCH = 'kubetask.io/batch';

/** On Jobs and Pods, by the planner: position of the task in variableContexts, decimal. Absent for a task with a name. */
export const LABEL_TASK_INDEX = 'kubetask.io/task-index';

/** On Jobs and Pods of a Batch that lists `tasks`, by the planner: the (fitted) name of the task, or its repository. */
export const LABEL_TASK_NAME = 'kubetask.io/task-name';

/** On the same objects, by the planner: `concurrency.limitKey` of the WorkspaceConfig. Absent where there is no such limit. */
export const LABEL_LIMIT_KEY = 'kubetask.io/limit-key';

/** On Pods and ConfigMaps of a TaskRun, by the planner: the run's (fitted) name. */
export const LABEL_TASK_RUN = 'kubetask.io/task-run';

/** On the same objects, by the planner: the (fitted) name of the run's Task. Absent for an inline taskSpec. */
export const LABEL_TASK = 'kubetask.io/task';

/** On outcome ConfigMaps, by the BatchRun reconciler: number of the shard, decimal. */
export const LABEL_OUTCOMES_SHARD = 'kubetask.io/outcomes-shard';

/** On the ConfigMaps that list which tasks of a Batch have succeeded, by the BatchRun reconciler: the (fitted) name of the Batch. */
export const LABEL_LEDGER = 'kubetask.io/ledger';

/** On Pods of a TaskRun, by the planner: the containers of its steps in order, separated by commas. */
export const ANNOTATION_STEPS = 'kubetask.io/steps';

/** On Jobs and Pods, by the planner: the task's idempotency key, also `KUBETASK_TASK_KEY`. */
export const ANNOTATION_TASK_KEY = 'kubetask.io/task-key';

/**
 * On Jobs that come from Git and never run, because their task has finished without them, by the BatchRun reconciler: the phase
 * of the task. GitOps tools see no other sign that such a Job has nothing left to do.
 */
export const ANNOTATION_TASK_PHASE = 'kubetask.io/task-phase';

/**
 * On Pods of a Job, by the BatchRun reconciler when it removes their start gate: which attempt of the task it is, from 0, also
 * `KUBETASK_ATTEMPT`.
 */
export const ANNOTATION_ATTEMPT = 'kubetask.io/attempt';

/** On the same, also `KUBETASK_LAST_REASON`: why the attempt before ended. Absent on the first. */
export const ANNOTATION_LAST_REASON = 'kubetask.io/last-reason';

/** On Pods whose start gate the BatchRun reconciler has removed, by it: when. RFC 3339. */
export const ANNOTATION_RELEASED_AT = 'kubetask.io/released-at';

/** On Jobs of a Batch with `retry` or `pendingSeconds`, by the planner: what of it only the controller can keep, as JSON. */
export const ANNOTATION_JOB_POLICY = 'kubetask.io/job-policy';

/** On Jobs, by the BatchRun reconciler once their task is tried again: what has been tried without success, as JSON. */
export const ANNOTATION_ATTEMPTS = 'kubetask.io/attempts';

/** On a synthesized BatchRun, by the planner: hash of its planned tasks, compared with `status.planHash`. */
export const ANNOTATION_PLAN_HASH = 'kubetask.io/plan-hash';

/** On BatchRuns and TaskRuns, by people who know it from KubeTask: `true` is the same as `spec.suspend: true`. */
export const ANNOTATION_PAUSE = 'kubetask.io/pause';

/** On a BatchRun made by `kubectl task retry`: the run whose failed tasks it does again. */
export const ANNOTATION_RETRY_OF = 'kubetask.io/retry-of';

/** On the same: the positions its tasks had there, in the order they have here, such as `1,4-6`. */
export const ANNOTATION_RETRY_TASKS = 'kubetask.io/retry-tasks';

/** On the same, when asked for: those of them that run as the Batch and the WorkspaceConfig are now, not as they ran. */
export const ANNOTATION_RETRY_CHANGED = 'kubetask.io/retry-changed';

/** On the same, when it has another text: where in the Pod, and the beginning of its hash. */
export const ANNOTATION_RETRY_PROMPT = 'kubetask.io/retry-prompt';

/** On runs of `kubectl task local`, by it: what runs instead of their agent, in words. Absent for the agent itself. */
export const ANNOTATION_STAND_IN = 'kubetask.io/stand-in';

/** On a run made by `kubectl task rerun`: the run it does again. */
export const ANNOTATION_RERUN_OF = 'kubetask.io/rerun-of';

/** Kubernetes' own, on the Pods of a Job since 1.27: the Job's name. */
export const LABEL_JOB_NAME = 'batch.kubernetes.io/job-name';

/** On Jobs and an Agent's Deployment, by the planner or the user who hands them to Kueue; then only Kueue suspends and resumes them. */
export const LABEL_KUEUE_QUEUE = 'kueue.x-k8s.io/queue-name';

/** On the same, by the planner: a WorkloadPriorityClass of Kueue. */
export const LABEL_KUEUE_PRIORITY = 'kueue.x-k8s.io/priority-class';

/** On everything an Agent consists of, by the planner: the Agent's name. It is also what the Service and Deployment select. */
export const LABEL_AGENT = 'beeai.dev/agent';

/** On the same objects, by the planner: `spec.protocol`, for discovery of agents. Absent without a protocol. */
export const LABEL_AGENT_PROTOCOL = 'beeai.dev/protocol';

/** On an agent's Service, by the planner: the path at which an `a2a` agent describes itself. */
export const ANNOTATION_AGENT_CARD = 'beeai.dev/agent-card';

/** On Agents, by AgentConstruct, and on their Pods, by the planner: hash of the ConfigMaps that the environment names. */
export const ANNOTATION_CONFIG_CHECKSUM = 'beeai.dev/config-checksum';

/** On Agents, by people and GitOps tools, and on their Pods, by the planner: another value replaces the Pods. */
export const ANNOTATION_RESTARTED_AT = 'beeai.dev/restarted-at';

/** On AgentBuilds, by people and GitOps tools: another value builds the same spec again, as another `spec.trigger` does. */
export const ANNOTATION_BUILD_AGAIN = 'beeai.dev/build-again';

/**
 * On what an Agent or an AgentBuild consists of and is kept as planned, by the planner: hash of the plan, so that fields it
 * no longer has are noticed.
 */
export const ANNOTATION_AGENT_PLAN_HASH = 'beeai.dev/plan-hash';

/**
 * On the ServiceAccount, Pipeline and PipelineRun of an AgentBuild, by the planner, on its TaskRuns and their Pods, by Tekton, and
 * on the Agent that it deploys: the (fitted) name of the AgentBuild.
 */
export const LABEL_AGENT_BUILD = 'beeai.dev/agent-build';

/**
 * On a PipelineRun that had not ended when its AgentBuild's spec changed, by the reconciler: `true`. It was cancelled for
 * that reason, and its spec counts as not built.
 */
export const ANNOTATION_SUPERSEDED = 'beeai.dev/superseded';

/** Kubernetes' own: what an object is for, in words. */
export const ANNOTATION_DESCRIPTION = 'kubernetes.io/description';
