import type { ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import type { KueueQueue, WorkspaceConfig, WorkspaceConfigSpec } from '../api/generated/kinds.js';
import { checkObject } from '../plan/manifest/object/checked-object.js';
import { objectProblems } from '../plan/manifest/together/object-problems.js';
import { formatProblem } from '../plan/problem.js';
import type { AgentPreset } from './agent-preset.js';
import type { SecretObject, ServiceAccountObject } from './cdk8s-plus-objects.js';
import type { Context } from './context/context.js';
import type { Credential } from './credential.js';
import { emitObject } from './emit-object.js';
import type { GitToken } from './git-token.js';
import { objectMetadata } from './object-metadata.js';
import { reportProblems } from './reported-problems.js';

/** Props of a WorkspaceConstruct. */
export interface WorkspaceProps {
  /** @default the id of the construct as name, and the namespace of the chart */
  readonly metadata?: ApiObjectMetadata;
  /**
   * Image of the agent.
   *
   * @default the image of the preset in `agent`, or the built-in agent image, which prints its contexts and changes nothing
   */
  readonly agentImage?: string;
  /**
   * The agent CLI that runs the tasks: `AgentPreset.geminiCli({ model: 'gemini-2.5-pro' })`.
   *
   * @default the command of the image, or of `spec`
   */
  readonly agent?: AgentPreset;
  /**
   * Image whose /tools folder is copied into the container of the agent.
   *
   * @default no tools
   */
  readonly toolsImage?: string;
  /**
   * Contexts of every task, before commonContext of the Batch.
   *
   * @default none
   */
  readonly defaultContexts?: readonly Context[];
  /**
   * Secrets for the agent.
   *
   * @default none
   */
  readonly credentials?: readonly Credential[];
  /**
   * Short-lived tokens for the clones, and with `push` for the agent: `GitToken.githubApp('acme', { ... })`.
   *
   * @default none: repositories are public, or name a Secret
   */
  readonly gitTokens?: readonly GitToken[];
  /**
   * ServiceAccount of the Pods. Its token is never mounted.
   *
   * @default the default of the namespace
   */
  readonly serviceAccount?: ServiceAccountObject;
  /**
   * Secrets with credentials for the registries of the images.
   *
   * @default none
   */
  readonly imagePullSecrets?: readonly SecretObject[];
  /**
   * The queue of Kueue that admits the Jobs of BatchRuns. Kueue then limits the number of Jobs, so do not set
   * maxConcurrency.
   *
   * @default none: only the limits of the run apply
   */
  readonly queue?: KueueQueue;
  /**
   * All other fields of a WorkspaceConfig, as in YAML: command, env, resources, scheduling, proxy and so on.
   *
   * @default none
   */
  readonly spec?: Omit<WorkspaceConfigSpec, OwnProp>;
}

type OwnProp =
  | 'agentImage'
  | 'agent'
  | 'toolsImage'
  | 'defaultContexts'
  | 'credentials'
  | 'gitTokens'
  | 'serviceAccountName'
  | 'imagePullSecrets'
  | 'queue';

/** A WorkspaceConfig: how tasks run, with the image of the agent and its environment. */
export class WorkspaceConstruct extends Construct {
  /** metadata.name of the WorkspaceConfig. */
  readonly name: string;
  /** The WorkspaceConfig object. */
  readonly manifest: WorkspaceConfig;

  constructor(scope: Construct, id: string, props: WorkspaceProps = {}) {
    super(scope, id);
    const metadata = objectMetadata(this, props.metadata);
    const spec = workspaceSpec(props);
    this.name = metadata.name;
    this.manifest = { apiVersion: 'kubetask.io/v1alpha1', kind: 'WorkspaceConfig', metadata, spec };
    reportProblems(this, () => objectProblems([checkObject(this.manifest)]).map(formatProblem));
    emitObject(this, 'Resource', this.manifest);
  }
}

function workspaceSpec(props: WorkspaceProps): WorkspaceConfigSpec {
  const { agentImage, agent, toolsImage, defaultContexts, credentials } = props;
  const { gitTokens, serviceAccount, imagePullSecrets, queue, spec } = props;
  return {
    ...spec,
    ...(agentImage === undefined ? {} : { agentImage }),
    ...(agent ? { agent: { ...agent } } : {}),
    ...(toolsImage === undefined ? {} : { toolsImage }),
    ...(defaultContexts ? { defaultContexts: [...defaultContexts] } : {}),
    ...(credentials ? { credentials: [...credentials] } : {}),
    ...(gitTokens ? { gitTokens: [...gitTokens] } : {}),
    ...(serviceAccount ? { serviceAccountName: serviceAccount.name } : {}),
    ...(imagePullSecrets ? { imagePullSecrets: imagePullSecrets.map(({ name }) => ({ name })) } : {}),
    ...(queue ? { queue } : {}),
  };
}
