import type { StepStatus, TaskResult } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { RunState } from './run-state.js';

/** What a pass found out about a run that is not over, and wants to be done. Times are RFC 3339. */
export interface Decision {
  readonly state: RunState;
  /** In order; empty while the task is not known. */
  readonly steps: readonly StepStatus[];
  /** Of a Pod that has been seen. */
  readonly podName?: string | undefined;
  readonly startTime?: string | undefined;
  readonly endTime?: string | undefined;
  readonly result?: TaskResult | undefined;
  /** The children there should be, besides the ConfigMaps that are there. */
  readonly desired: readonly KubernetesObject[];
  readonly requeueAfterSeconds?: number | undefined;
}
