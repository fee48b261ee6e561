import type { TaskReason } from '../reasons.js';
import type { Explanations } from './explanation.js';

const logs = 'kubectl task logs batchrun/<run> --task <task>';
const again = 'Then run `kubectl task retry <run>`.';

/** Why a task has failed in its own work. */
export const taskFailures = {
  AgentFailed: {
    means: 'The agent ended with an exit code other than 0, and no other reason fits.',
    see: logs,
    act: `Read the end of the log and the error in the message. Correct the prompt or the image. ${again} To change only the prompt, add \`--with-prompt <file>\`.`,
  },
  StepFailed: {
    means: 'A step of a Task ended with an exit code other than 0. The steps after it did not start.',
    see: 'kubectl task logs taskrun/<run> --step <step>',
    act: 'Correct the script of the step. Then run `kubectl task rerun <run>`.',
  },
  TemporaryFailure: {
    means:
      'The agent ended with exit code 75: a rate limit or another failure that passes. The Job tries again, and no attempt is used.',
    see: logs,
    act: 'Nothing, if the task is Pending. If the limit is reached often, lower `maxConcurrency`. A TaskRun is not retried: run `kubectl task rerun <run>`.',
  },
  BadInput: {
    means:
      'The agent ended with exit code 42 or 64: its input is wrong, so the task is not retried. With a preset, the provider rejected the key, the model or the request.',
    see: logs,
    act: `Correct the key, the model or the contexts that the message names. ${again}`,
  },
  TokenFailed: {
    means:
      'No short-lived token for a repository could be minted, and you must change something. The message has the answer of the host.',
    see: 'kubectl logs <pod> -c mint-tokens',
    act: `Correct \`gitTokens\` of the WorkspaceConfig, its Secret, or what the host grants. ${again}`,
  },
  CloneFailed: {
    means: 'A repository could not be cloned. The message has the answer of the Git server.',
    see: 'kubectl logs <pod> -c clone-0',
    act: `Correct the URL, the branch or the Secret of \`secretRef\`. ${again}`,
  },
  ContextFailed: {
    means:
      'A context file could not be written into the workspace, for example because a folder exists at its path, or its path leads through a link.',
    see: 'kubectl logs <pod> -c write-files',
    act: `Choose another \`filePath\`, or correct the ConfigMap or Secret that the text comes from. ${again}`,
  },
  FetchFailed: {
    means: 'The text of an Http context could not be fetched, or its address is not allowed.',
    see: 'kubectl logs <pod> -c fetch-0',
    act: `Correct the URL, the headers or \`maxBytes\`. Set \`allowPrivate: true\` for a server with a private address. ${again}`,
  },
  CommandFailed: {
    means: 'The command of a Command context failed, took longer than `timeoutSeconds`, or wrote more than `maxBytes`.',
    see: 'kubectl logs <pod> -c run-command-0',
    act: `Correct the script, or raise the limit that the message names. ${again}`,
  },
  OOMKilled: {
    means: 'A container used more memory than its limit.',
    see: 'kubectl describe pod <pod>',
    act: `Raise \`resources.limits.memory\` in the WorkspaceConfig or in the step. ${again}`,
  },
  DeadlineExceeded: {
    means: 'The task took longer than `activeDeadlineSeconds` of the Batch, or than `timeout` of the TaskRun.',
    see: logs,
    act: `Raise the limit, or give the agent less to do. ${again}`,
  },
  PendingTimeout: {
    means: 'The Pod did not start within `pendingSeconds` of the Batch. The message names the cause.',
    see: 'kubectl describe pod <pod>',
    act: `Remove the cause, or raise \`pendingSeconds\`. ${again}`,
  },
  PodFailed: {
    means: 'The Pod failed, and no container of the task explains it. Most often a container could not be started.',
    see: 'kubectl describe pod <pod>',
    act: `Check the command and the image that the message names. ${again}`,
  },
  JobFailed: {
    means: 'The Job failed for another reason. The message is that of Kubernetes.',
    see: 'kubectl describe job <job>',
    act: `Remove the cause that the message names. ${again}`,
  },
} satisfies Partial<Explanations<TaskReason>>;
