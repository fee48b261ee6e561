import type { Resource } from '../../packages/kubernetes-conventions/resource.js';
import { appliedOnly, observe } from '../permission.js';
import type { TaskReason } from '../reasons.js';
import { beeaiGroup } from './groups.js';
import type { Kind } from './kind.js';

export const agentBuilds: Resource = { ...beeaiGroup, plural: 'agentbuilds', kind: 'AgentBuild' };

export const agentBuild: Kind = {
  resource: agentBuilds,
  singular: 'agentbuild',
  short: 'kab',
  role: 'build',
  children: [
    {
      apiGroup: '',
      resources: ['serviceaccounts'],
      verbs: [...observe, 'get', 'create', 'patch'],
      why: "the identity of a build's Pods; it gets no permissions and no Secret",
      seldom: appliedOnly,
    },
    {
      apiGroup: 'tekton.dev',
      resources: ['pipelines'],
      verbs: [...observe, 'get', 'create', 'patch'],
      why: 'how an AgentBuild builds',
      seldom: appliedOnly,
    },
    {
      apiGroup: 'tekton.dev',
      resources: ['pipelineruns'],
      verbs: [...observe, 'create', 'get', 'patch', 'delete'],
      why: 'the builds, one for each spec',
      seldom: {
        get: 'an object of the same name exists, or one is missing: to read its owner, or whether it exists',
        patch: 'to cancel it, because the spec changed before it had finished',
        delete: 'it was cancelled for another spec, and the spec has changed back',
      },
    },
    {
      apiGroup: 'tekton.dev',
      resources: ['taskruns'],
      verbs: observe,
      why: 'why a build waits, and what failed',
    },
  ],
};

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
