import type { Condition, KubernetesObject } from '../../kubernetes-conventions/kubernetes-object.js';
import type { Container, ContainerState, EnvVar, PodSpec, Volume, VolumeMount } from '../objects.js';

/** The part of Tekton's `tekton.dev/v1` that the embedded cluster reads and writes. What else there is, it refuses. */

export type ParamValue = string | readonly string[];

export interface Param {
  readonly name: string;
  readonly value: ParamValue;
}

export interface ParamSpec {
  readonly name: string;
  readonly type?: string;
  readonly default?: ParamValue;
}

export interface WorkspaceDeclaration {
  readonly name: string;
  readonly mountPath?: string;
  readonly readOnly?: boolean;
  readonly optional?: boolean;
}

/** Exactly one of the sources is set. */
export interface WorkspaceBinding {
  readonly name: string;
  readonly subPath?: string;
  readonly emptyDir?: Volume['emptyDir'];
  readonly secret?: Volume['secret'];
  readonly configMap?: Volume['configMap'];
  readonly persistentVolumeClaim?: Volume['persistentVolumeClaim'];
  readonly volumeClaimTemplate?: { readonly metadata?: KubernetesObject['metadata']; readonly spec?: object };
}

export interface StepTemplate extends Partial<Pick<Container, 'image' | 'command' | 'args' | 'workingDir'>> {
  readonly env?: readonly EnvVar[];
  readonly envFrom?: Container['envFrom'];
  readonly volumeMounts?: readonly VolumeMount[];
  readonly computeResources?: Container['resources'];
  readonly imagePullPolicy?: Container['imagePullPolicy'];
  readonly securityContext?: Container['securityContext'];
}

/** One container of a Tekton Task. */
export interface Step extends StepTemplate {
  readonly name?: string;
  readonly script?: string;
  readonly onError?: string;
  readonly workspaces?: readonly { readonly name: string; readonly mountPath?: string }[];
}

/** The spec of a Tekton Task, as far as the cluster runs it. */
export interface TaskSpec {
  readonly params?: readonly ParamSpec[];
  readonly workspaces?: readonly WorkspaceDeclaration[];
  readonly results?: readonly { readonly name: string; readonly type?: string }[];
  readonly stepTemplate?: StepTemplate;
  readonly steps?: readonly Step[];
  readonly volumes?: readonly Volume[];
}

export interface EmbeddedTask extends TaskSpec {
  readonly metadata?: Pick<KubernetesObject['metadata'], 'labels' | 'annotations'>;
}

export interface Reference {
  readonly name?: string;
  readonly kind?: string;
}

/** One task of a Pipeline. */
export interface PipelineTask {
  readonly name: string;
  readonly taskRef?: Reference;
  readonly taskSpec?: EmbeddedTask;
  readonly params?: readonly Param[];
  readonly workspaces?: readonly { readonly name: string; readonly workspace?: string; readonly subPath?: string }[];
  readonly runAfter?: readonly string[];
  readonly retries?: number;
  readonly timeout?: string;
}

export interface PipelineSpec {
  readonly params?: readonly ParamSpec[];
  readonly workspaces?: readonly WorkspaceDeclaration[];
  readonly tasks?: readonly PipelineTask[];
  readonly results?: readonly { readonly name: string; readonly value: ParamValue }[];
}

export type PodTemplate = Partial<PodSpec> & { readonly env?: readonly EnvVar[] };

export interface TaskRunTemplate {
  readonly serviceAccountName?: string;
  readonly podTemplate?: PodTemplate;
}

export interface PipelineRunSpec {
  readonly pipelineRef?: Reference;
  readonly pipelineSpec?: PipelineSpec;
  readonly params?: readonly Param[];
  readonly workspaces?: readonly WorkspaceBinding[];
  readonly timeouts?: { readonly pipeline?: string; readonly tasks?: string; readonly finally?: string };
  readonly taskRunTemplate?: TaskRunTemplate;
  readonly taskRunSpecs?: readonly (TaskRunTemplate & { readonly pipelineTaskName: string })[];
  readonly status?: string;
}

/** A result as a run reports it. */
export interface Result {
  readonly name: string;
  readonly type: 'string';
  readonly value: string;
}

export interface ChildReference {
  readonly apiVersion: string;
  readonly kind: 'TaskRun';
  readonly name: string;
  readonly pipelineTaskName: string;
}

export interface PipelineRunStatus {
  readonly conditions?: readonly Condition[];
  readonly startTime?: string;
  readonly completionTime?: string;
  readonly pipelineSpec?: PipelineSpec;
  readonly childReferences?: readonly ChildReference[];
  readonly results?: readonly { readonly name: string; readonly value: ParamValue }[];
  readonly skippedTasks?: readonly { readonly name: string; readonly reason: string }[];
}

/** A `tekton.dev/v1` PipelineRun, as far as the cluster runs it. */
export interface PipelineRun extends KubernetesObject {
  readonly spec: PipelineRunSpec;
  readonly status?: PipelineRunStatus;
}

export interface Pipeline extends KubernetesObject {
  readonly spec: PipelineSpec;
}

export interface Task extends KubernetesObject {
  readonly spec: TaskSpec;
}

export interface TaskRunSpec extends TaskRunTemplate {
  readonly taskRef?: Reference;
  readonly taskSpec?: TaskSpec;
  readonly params?: readonly Param[];
  readonly workspaces?: readonly WorkspaceBinding[];
  readonly timeout?: string;
  readonly retries?: number;
  readonly status?: string;
  readonly statusMessage?: string;
}

export interface StepState extends ContainerState {
  readonly name: string;
  readonly container: string;
  readonly terminationReason?: string;
}

export interface TaskRunStatus {
  readonly conditions?: readonly Condition[];
  readonly podName?: string;
  readonly startTime?: string;
  readonly completionTime?: string;
  readonly taskSpec?: TaskSpec;
  readonly results?: readonly Result[];
  readonly steps?: readonly StepState[];
  readonly retriesStatus?: readonly TaskRunStatus[];
}

/** A `tekton.dev/v1` TaskRun, as far as the cluster runs it. */
export interface TaskRun extends KubernetesObject {
  readonly spec: TaskRunSpec;
  readonly status?: TaskRunStatus;
}

export const pipelineRuns = 'pipelineruns.tekton.dev';
export const pipelines = 'pipelines.tekton.dev';
export const taskRuns = 'taskruns.tekton.dev';
export const tasks = 'tasks.tekton.dev';
/** Of a run that names none. @source tekton: DefaultTimeoutMinutes in pkg/apis/config/default.go */
export const defaultTimeout = '1h0m0s';

/** What Tekton writes into `app.kubernetes.io/managed-by`. */
export const managedBy = 'tekton-pipelines';
