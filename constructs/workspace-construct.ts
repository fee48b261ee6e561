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
  /** @default the construct's id is the name; the chart's namespace */
  readonly metadata?: ApiObjectMetadata;
  /**
   * Image of the agent.
   *
   * @default the image of the preset in `agent`, or the built-in agent image, which prints its contexts and changes nothing
   */
  readonly agentImage?: string;
  /**
   * The agent CLI that does the tasks: `AgentPreset.geminiCli({ model: 'gemini-2.5-pro' })`.
   *
   * @default the command of the image, or of `spec`
   */
  readonly agent?: AgentPreset;
  /**
   * Image whose /tools folder is copied into the agent's container.
   *
   * @default no tools
   */
  readonly toolsImage?: string;
  /**
   * Contexts of every task, before the Batch's commonContext.
   *
   * @default none
   */
  readonly defaultContexts?: readonly Context[];
  /**
   * Secrets the agent gets.
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
   * ServiceAccount of the Pods; its token is never mounted.
   *
   * @default the namespace's default
   */
  readonly serviceAccount?: ServiceAccountObject;
  /**
   * Secrets for pulling the images.
   *
   * @default none
   */
  readonly imagePullSecrets?: readonly SecretObject[];
  /**
   * The queue of Kueue that admits the Jobs of BatchRuns. Then Kueue limits what runs: maxConcurrency must not be set.
   *
   * @default none: the Jobs start as the run's own limits allow
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

/** A WorkspaceConfig: the agent's image and its surroundings. */
export class WorkspaceConstruct extends Construct {
  /** metadata.name of the WorkspaceConfig. */
  readonly name: string;
  /** The WorkspaceConfig as it is written. */
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
