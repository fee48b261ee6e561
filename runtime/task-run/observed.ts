import type { TaskRun } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { ObservedWarning } from '../caches/observed-warning.js';
import type { CreateFailures } from '../creations/create-failures.js';
import type { Observed } from '../engine/reconcile/reconcile-once.js';
import type { Retention } from '../limits/retention.js';
import type { ObservedPod } from '../pod/observed-pod.js';
import type { MissingReference, Template } from './template/template.js';

/** Everything one pass over a TaskRun may look at. Lists are in no particular order and may be empty. */
export interface ObservedTaskRun extends Observed<TaskRun> {
  /** The Pod and ConfigMaps that carry the run's label; also such that are not the run's. */
  readonly children: readonly (ObservedRunPod | ObservedScripts)[];
  /** Warnings about that Pod. */
  readonly warnings: readonly ObservedWarning[];
  /** What the API server refused to create when it was last asked. */
  readonly createFailures: CreateFailures;
  /** Names of Pods created so lately that they may not have been seen yet. */
  readonly recentlyCreated: ReadonlySet<string>;
  /** Names of Pods that exist or existed, according to the API server or a watch. The status may not list them yet. */
  readonly everCreated: ReadonlySet<string>;
  readonly retention: Retention;
  /** Whether the limit that the run shares with others leaves it a slot, or it shares none. */
  readonly mayStart: boolean;
  /** The first object that the run refers to and that is not there. */
  readonly missing?: MissingReference | undefined;
  /** What the Task and the WorkspaceConfig come to; undefined of a run that plans nothing now. */
  readonly template?: Template | undefined;
}

/** A Pod whose steps are known from its annotation. */
export interface ObservedRunPod extends ObservedPod {
  readonly spec?: {
    /** Absent until a node was found. */
    readonly nodeName?: string;
    readonly activeDeadlineSeconds?: number;
  };
}

/** A ConfigMap without its data. */
export interface ObservedScripts extends KubernetesObject {
  readonly kind: 'ConfigMap';
}
