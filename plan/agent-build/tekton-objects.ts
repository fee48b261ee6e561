import type { V1ResourceRequirements, V1SecurityContext, V1Volume, V1VolumeMount } from '@kubernetes/client-node';
import type { EnvVar } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

/*
 * As much of Tekton's `tekton.dev/v1` as is planned. The tests validate the plan with the whole schemas.
 * Source: https://github.com/tektoncd/pipeline/tree/main/pkg/apis/pipeline/v1
 */

export interface PlannedServiceAccount extends KubernetesObject {
  readonly automountServiceAccountToken: boolean;
}

export interface PlannedPipeline extends KubernetesObject {
  readonly spec: PipelineSpec;
}

export interface PlannedPipelineRun extends KubernetesObject {
  readonly spec: PipelineRunSpec;
}

export interface PipelineSpec {
  readonly description: string;
  readonly params: readonly ParamSpec[];
  readonly workspaces?: readonly WorkspaceDeclaration[];
  readonly tasks: readonly PipelineTask[];
  readonly results: readonly PipelineResult[];
}

export interface ParamSpec {
  readonly name: string;
  readonly type: 'string' | 'array';
  readonly description?: string;
  readonly default?: string | readonly string[];
}

export interface Param {
  readonly name: string;
  readonly value: string | readonly string[];
}

export interface WorkspaceDeclaration {
  readonly name: string;
  readonly description?: string;
  readonly mountPath?: string;
}

export interface PipelineTask {
  readonly name: string;
  readonly runAfter?: readonly string[];
  readonly retries?: number;
  readonly timeout?: string;
  readonly params?: readonly Param[];
  readonly workspaces?: readonly { readonly name: string; readonly workspace: string }[];
  readonly taskSpec: TaskSpec;
}

export interface TaskSpec {
  readonly params?: readonly ParamSpec[];
  readonly workspaces?: readonly WorkspaceDeclaration[];
  readonly results?: readonly TaskResult[];
  readonly steps: readonly TektonStep[];
  readonly volumes?: readonly V1Volume[];
}

export interface TaskResult {
  readonly name: string;
  readonly type?: 'string';
  readonly description?: string;
}

export interface TektonStep {
  readonly name: string;
  readonly image: string;
  readonly script?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvVar[];
  readonly computeResources?: V1ResourceRequirements;
  readonly securityContext?: V1SecurityContext;
  readonly volumeMounts?: readonly V1VolumeMount[];
}

export interface PipelineResult {
  readonly name: string;
  readonly description?: string;
  /** `$(tasks.<task>.results.<result>)` */
  readonly value: string;
}

export interface PipelineRunSpec {
  readonly pipelineRef: { readonly name: string };
  readonly params: readonly Param[];
  readonly workspaces?: readonly WorkspaceBinding[];
  readonly timeouts: { readonly pipeline: string };
  readonly taskRunTemplate: {
    readonly serviceAccountName: string;
    readonly podTemplate: PodTemplate;
  };
}

export interface PodTemplate {
  readonly securityContext?: { readonly fsGroup?: number; readonly fsGroupChangePolicy?: string };
}

export interface WorkspaceBinding {
  readonly name: string;
  readonly volumeClaimTemplate: VolumeClaimTemplate;
}

export interface VolumeClaimTemplate {
  readonly spec: {
    readonly accessModes: readonly string[];
    readonly storageClassName?: string;
    readonly resources: { readonly requests: { readonly storage: string } };
  };
}
