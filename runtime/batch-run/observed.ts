import type { BatchRun } from '../../api/generated/kinds.js';
import type { StoredOutcomes } from '../../api/status/outcome-data.js';
import type { ProvenOutcomes } from '../../api/status/outcome-shard.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { ObservedWarning } from '../caches/observed-warning.js';
import type { CreateFailures } from '../creations/create-failures.js';
import type { Observed } from '../engine/reconcile/reconcile-once.js';
import type { Retention } from '../limits/retention.js';
import type { LimitState } from '../limits/shared-limits.js';
import type { ObservedCondition, ObservedPod } from '../pod/observed-pod.js';
import type { LedgerEntry } from './ledger/ledger.js';
import type { Template } from './template/template.js';

/** Everything one pass over a BatchRun may look at. Lists are in no particular order and may be empty. */
export interface ObservedBatchRun extends Observed<BatchRun> {
  /** Jobs and ConfigMaps that carry the run's label; also such that are not the run's. */
  readonly children: readonly (ObservedJob | ObservedConfigMap)[];
  /** Pods that carry the run's label; also such that have ended and are gone lately. */
  readonly pods: readonly ObservedTaskPod[];
  /**
   * `pods` is complete up to this time, in milliseconds since the epoch. It lags if the watch of Pods is broken while that of
   * Jobs works. @default everything
   */
  readonly podsKnownUntil?: number | undefined;
  /** Warnings about those Jobs and Pods. */
  readonly warnings: readonly ObservedWarning[];
  /** What the API server refused to create when it was last asked. */
  readonly createFailures: CreateFailures;
  /** Names of Jobs created or resumed so lately that it may not have been seen yet. */
  readonly recentlyCreated: ReadonlySet<string>;
  /** Names of Pods whose start gate was removed so lately that it may not have been seen yet. */
  readonly released: ReadonlySet<string>;
  /** Those of them that need not be asked for again yet. */
  readonly releasing: ReadonlySet<string>;
  /** What of the stored outcomes is the controller's own. */
  readonly outcomes: ProvenOutcomes;
  /** Names of Jobs that exist or existed, according to the API server or a watch. The status may not list them yet. */
  readonly everCreated: ReadonlySet<string>;
  readonly retention: Retention;
  /** The limit that the run shares with others; undefined when it shares none, or wants nothing of it. */
  readonly sharedLimit?: LimitState | undefined;
  /** Tasks of the Batch that have succeeded, by key. Empty unless the Batch reuses results. @default empty */
  readonly succeeded?: ReadonlyMap<string, LedgerEntry> | undefined;
  /** What the Batch and the WorkspaceConfig come to; undefined of a run that is finished. */
  readonly template?: Template | undefined;
}

/** The fields of a Job that its task's state depends on. A Job as the API server sends it has this shape, too. */
export interface ObservedJob extends KubernetesObject {
  readonly kind: 'Job';
  readonly spec?: {
    readonly suspend?: boolean;
    /** 1 by default. */
    readonly parallelism?: number;
    /** 6 by default. */
    readonly backoffLimit?: number;
    readonly podFailurePolicy?: { readonly rules: readonly FailureRule[] };
    readonly template?: { readonly spec?: GatedSpec };
  };
  readonly status?: {
    readonly startTime?: string;
    readonly completionTime?: string;
    /** Pods that ended so; those that the Pod failure policy ignores do not count. */
    readonly succeeded?: number;
    readonly failed?: number;
    readonly conditions?: readonly ObservedCondition[];
  };
}

/** A rule of a Pod failure policy. */
export interface FailureRule {
  readonly action: string;
  readonly onExitCodes?: {
    readonly containerName?: string | null;
    readonly operator: string;
    readonly values: readonly number[];
  };
  readonly onPodConditions?: readonly { readonly type: string; readonly status?: string }[];
}

export interface ObservedTaskPod extends ObservedPod {
  readonly spec?: GatedSpec & {
    /** Absent until a node was found. */
    readonly nodeName?: string;
    readonly activeDeadlineSeconds?: number;
  };
}

/** The part of a Pod's spec that keeps it from being scheduled. */
export interface GatedSpec {
  readonly schedulingGates?: readonly { readonly name: string }[];
}

/** A ConfigMap without its data: of one that keeps outcomes these are parsed instead. */
export interface ObservedConfigMap extends KubernetesObject, StoredOutcomes {
  readonly kind: 'ConfigMap';
}
