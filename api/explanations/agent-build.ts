import type { AgentBuildReason, DeployedReason } from '../kinds/agent-build.js';
import type { TaskReason } from '../reasons.js';
import type { Explanations } from './explanation.js';

const describe = 'kubectl task describe agentbuild/<build>';
const logs = 'kubectl task logs agentbuild/<build>';
const again = 'To build again, set another `trigger`.';
const conflict = (kind: string) => ({
  means: `${kind === 'Agent' ? 'An' : 'A'} ${kind} of this name belongs to another owner, and is not changed.`,
  see: describe,
  act: `Delete the ${kind} if you do not need it, or give the AgentBuild another name.`,
});

/** Reasons of an AgentBuild that a task does not have. Others are words of Tekton. */
export const agentBuildExplanations: Explanations<Exclude<AgentBuildReason, TaskReason>> = {
  TektonNotInstalled: {
    means: "The API server does not serve Tekton's kinds.",
    see: 'kubectl task doctor',
    act: 'Install Tekton Pipelines with the command in the message. The build starts automatically.',
  },
  InvalidSpec: {
    means: 'The AgentBuild cannot be planned. The message lists every problem of the spec.',
    see: 'kubectl task plan -f <file>',
    act: 'Correct the spec. Existing objects are kept, and no build is cancelled.',
  },
  PipelineRunPending: {
    means: 'The PipelineRun of the build has not started.',
    see: describe,
    act: "Nothing. If it stays, check that Tekton's controller is running.",
  },
  Superseded: {
    means:
      'The spec changed before the build had finished, so this build was cancelled. If the spec changes back, it is built.',
    see: describe,
    act: 'Nothing.',
  },
  PullFailed: {
    means: 'The sources could not be cloned.',
    see: logs,
    act: `Correct the repository, the revision or the token. ${again}`,
  },
  BuildFailed: {
    means: 'The image could not be built. The message has the end of the output.',
    see: logs,
    act: `Correct the Dockerfile or the sources. ${again}`,
  },
  PushFailed: {
    means: 'The image could not be pushed to the registry.',
    see: logs,
    act: `Correct the registry, the name of the image or the push Secret. ${again}`,
  },
  DigestMissing: {
    means: 'The PipelineRun succeeded, and did not report the digest of the image that it pushed.',
    see: describe,
    act: `Check the Pipeline for changes that others made. ${again}`,
  },
  PipelineRunDeleted: {
    means: 'The PipelineRun was deleted before the controller saw it finish.',
    see: 'kubectl get events --field-selector involvedObject.kind=PipelineRun',
    act: again,
  },
  ServiceAccountConflict: conflict('ServiceAccount'),
  PipelineConflict: conflict('Pipeline'),
  PipelineRunConflict: conflict('PipelineRun'),
  ApplyFailed: {
    means: "The API server, a policy or Tekton's admission refuses an object of the build.",
    see: describe,
    act: 'Remove the cause that the message names. The controller tries again every minute.',
  },
};

/** Reasons of the condition Deployed of an AgentBuild. */
export const deployedExplanations: Explanations<DeployedReason> = {
  AgentApplied: {
    means: 'The Agent runs the image that was built last.',
    see: 'kubectl task describe agent/<agent>',
    act: 'Nothing.',
  },
  AgentPending: { means: 'The Agent is about to be applied.', see: describe, act: 'Nothing.' },
  AwaitingImage: {
    means: 'No image has been built yet.',
    see: describe,
    act: 'Nothing. The condition Ready shows the state of the build.',
  },
  AgentConflict: conflict('Agent'),
  ApplyFailed: {
    means: 'The API server rejects the Agent.',
    see: describe,
    act: 'Remove the cause that the message names. The controller tries again.',
  },
};
