import type { ApiObjectMetadata } from 'cdk8s';
import type { AgentBuildSpec } from '../../api/generated/kinds.js';
import type { SecretObject } from '../cdk8s-plus-objects.js';

interface CommonBuildProps {
  /**
   * Labels and annotations apply only to the AgentBuild. The planner sets those of its objects.
   *
   * @default the id of the construct as name, and the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;
  /** Without credentials. */
  readonly repoUrl: string;
  /**
   * Branch, tag or commit.
   *
   * @default the default branch of the repository
   */
  readonly revision?: string;
  /** Registry and path, without a scheme. */
  readonly imageRegistry: string;
  /** Name in the registry, without a tag. */
  readonly image: string;
  readonly imageTag: string;
  /**
   * Credential for the clone: a `SecretValue` of cdk8s-plus-28.
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

/** Writes the ServiceAccount and the Pipeline, which need only Tekton, and optionally a PipelineRun. */
export interface SynthesizedBuildProps extends CommonBuildProps {
  /** The Pipeline itself is written. */
  readonly objects?: 'synthesized';
  /**
   * Whether a PipelineRun is also written. It runs when it is applied, once for each content. Some GitOps tools exclude
   * PipelineRuns by default, and a PipelineRun that is pruned while it runs is stopped.
   *
   * @default false: start the Pipeline with `tkn`, Tekton Triggers or a PipelineRun
   */
  readonly run?: boolean;
  /**
   * All other fields of an AgentBuild, as in YAML: builder, layout, buildArgs, resources and so on.
   *
   * @default none
   */
  readonly spec?: Omit<AgentBuildSpec, OwnField | 'deploy' | 'agent'>;
}

/** Writes the AgentBuild. The reconciler starts its builds, and keeps its Agent on the image. */
export interface RuntimeBuildProps extends CommonBuildProps {
  /** The AgentBuild is written, and the reconciler applies its Pipeline. */
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

/** Props of an AgentBuildConstruct. `objects` selects the variant. */
export type AgentBuildProps = SynthesizedBuildProps | RuntimeBuildProps;
