import type { Agent, AgentBuild } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { ObservedWarning } from '../caches/observed-warning.js';
import type { Observed } from '../engine/reconcile/reconcile-once.js';
import type { ObservedCondition, ObservedPod } from '../pod/observed-pod.js';

/** Everything one pass over an AgentBuild may look at. Lists are in no particular order and may be empty. */
export interface ObservedAgentBuild extends Observed<AgentBuild> {
  /** The ServiceAccount and Pipeline of its name, its PipelineRuns, and the Agent that it names, whosever they are. */
  readonly children: readonly ObservedChild[];
  /** Those that carry the AgentBuild's label, of any of its PipelineRuns. */
  readonly taskRuns: readonly ObservedTektonTaskRun[];
  /** Whatever had happened to TaskRuns by then is known, in milliseconds since the epoch; undefined: all of it. */
  readonly taskRunsKnownUntil?: number | undefined;
  /** Pods with that label. */
  readonly pods: readonly ObservedPod[];
  /** Warnings about those Pods. */
  readonly warnings: readonly ObservedWarning[];
  /** Tekton's CustomResourceDefinitions that the API server lacks, such as `pipelineruns.tekton.dev`. */
  readonly absentKinds: readonly string[];
}

export type ObservedChild = ObservedAccount | ObservedPipeline | ObservedPipelineRun | Agent;

/** Whole, since it is compared with the plan. */
export interface ObservedAccount extends KubernetesObject {
  readonly kind: 'ServiceAccount';
}

/** Whole, since it is compared with the plan. */
export interface ObservedPipeline extends KubernetesObject {
  readonly kind: 'Pipeline';
}

export interface ObservedPipelineRun extends KubernetesObject {
  readonly kind: 'PipelineRun';
  readonly spec: {
    /** `Cancelled` and the like, when it is to end. */
    readonly status?: string;
    readonly params: readonly NamedValue[];
  };
  readonly status?: {
    readonly startTime?: string;
    readonly completionTime?: string;
    /** Its condition `Succeeded`; absent until Tekton has seen it. */
    readonly succeeded?: ObservedCondition;
    readonly results: readonly NamedValue[];
  };
}

export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

export interface ObservedTektonTaskRun extends KubernetesObject {
  readonly kind: 'TaskRun';
  /** Its task's name in the Pipeline. */
  readonly pipelineTask: string;
  readonly status?: {
    readonly podName?: string;
    readonly startTime?: string;
    readonly succeeded?: ObservedCondition;
    /** In order; empty until its Pod has begun. */
    readonly steps: readonly ObservedStep[];
    /** What the step that failed said of it, in its own words. */
    readonly error?: string;
  };
}

export interface ObservedStep {
  readonly name: string;
  readonly container: string;
  readonly isRunning?: boolean;
  /** Absent until it has ended. */
  readonly exitCode?: number;
  /** Of its end. */
  readonly reason?: string;
}
