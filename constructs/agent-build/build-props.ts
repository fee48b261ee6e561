import type { ApiObjectMetadata } from 'cdk8s';
import type { AgentBuildSpec } from '../../api/generated/kinds.js';
import type { SecretObject } from '../cdk8s-plus-objects.js';

interface CommonBuildProps {
  /**
   * Labels and annotations are the AgentBuild's alone; what it becomes has those of the planner.
   *
   * @default the construct's id is the name; the chart's namespace
   */
  readonly metadata?: ApiObjectMetadata;
  /** Without credentials. */
  readonly repoUrl: string;
  /**
   * Branch, tag or commit.
   *
   * @default the repository's default branch
   */
  readonly revision?: string;
  /** Registry, and the path inside it, without a scheme. */
  readonly imageRegistry: string;
  /** Name inside the registry, without a tag. */
  readonly image: string;
  readonly imageTag: string;
  /**
   * What pull authenticates with: a `SecretValue` of cdk8s-plus-28.
   *
   * @default none, for a public repository
   */
  readonly token?: { readonly secret: SecretObject; readonly key: string };
  /**
   * A Secret of type kubernetes.io/dockerconfigjson, such as a `DockerConfigSecret` of cdk8s-plus-28.
   *
   * @default pushed without credentials
   */
  readonly pushSecret?: SecretObject;
}

type OwnField = 'repoUrl' | 'revision' | 'imageRegistry' | 'image' | 'imageTag' | 'pushSecret';

/** The ServiceAccount and the Pipeline, which need nothing but Tekton, and if asked a PipelineRun. */
export interface SynthesizedBuildProps extends CommonBuildProps {
  /** What is written: the Pipeline itself. */
  readonly objects?: 'synthesized';
  /**
   * Whether a PipelineRun is written too: it runs when it is applied, and once for each content. Some GitOps tools are set
   * to leave PipelineRuns out, and one that is pruned while it runs is ended.
   *
   * @default false: the Pipeline is started by `tkn`, by Tekton Triggers or by hand
   */
  readonly run?: boolean;
  /**
   * All other fields of an AgentBuild, as in YAML: builder, layout, buildArgs, resources and so on.
   *
   * @default none
   */
  readonly spec?: Omit<AgentBuildSpec, OwnField | 'deploy' | 'agent'>;
}

/** The AgentBuild, whose builds the reconciler starts, and whose Agent it keeps on the image. */
export interface RuntimeBuildProps extends CommonBuildProps {
  /** What is written: the AgentBuild, whose Pipeline the reconciler applies. */
  readonly objects: 'runtime';
  /** Absent: the reconciler starts the builds. */
  readonly run?: 'the reconciler starts the builds: remove run';
  /**
   * All other fields of an AgentBuild, as in YAML: builder, layout, buildArgs, deploy, agent and so on.
   *
   * @default none
   */
  readonly spec?: Omit<AgentBuildSpec, OwnField>;
}

/** Props of an AgentBuildConstruct; `objects` tells the two apart. */
export type AgentBuildProps = SynthesizedBuildProps | RuntimeBuildProps;
