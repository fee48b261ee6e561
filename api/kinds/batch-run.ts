import type { Resource } from '../../packages/kubernetes-conventions/resource.js';
import { observe } from '../permission.js';
import type { BlockedReason, HoldReason } from '../reasons.js';
import { kubetaskGroup } from './groups.js';
import type { Kind } from './kind.js';

export const batchRuns: Resource = { ...kubetaskGroup, plural: 'batchruns', kind: 'BatchRun' };

export const batchRun: Kind = {
  resource: batchRuns,
  singular: 'batchrun',
  short: 'kbr',
  role: 'run',
  children: [
    {
      apiGroup: 'batch',
      resources: ['jobs'],
      verbs: [...observe, 'create', 'get', 'patch'],
      why: "a BatchRun's tasks, which may be held",
      seldom: {
        get: 'an object of the same name exists: to read its owner',
        patch: 'a run is paused or cancelled before its Pods run',
      },
    },
  ],
};

/** Why a whole run is in its phase. */
export type RunReason =
  | BlockedReason
  | HoldReason
  | 'TasksPending'
  | 'TasksRunning'
  | 'TasksSucceeded'
  | 'TasksFailed'
  /** batchRef names no Batch; the run continues when it is created. */
  | 'BatchNotFound'
  /** workspaceConfigRef names no WorkspaceConfig; the run continues when it is created. */
  | 'WorkspaceConfigNotFound'
  /** The Batch cannot be planned; the run continues when it is corrected. */
  | 'InvalidSpec'
  /** The Batch changed after the run had started; the run keeps what it started and starts nothing new. */
  | 'TemplateChanged'
  /** Synthesized Jobs have not been applied yet. */
  | 'JobsNotApplied'
  /** A Job or ConfigMap could not be created; retried. */
  | 'CreateFailed'
  /** The namespace holds more than the controller has memory for; the run continues when it holds less. */
  | 'NamespaceLeftOut'
  /** spec.suspend is true: no further Pod starts. */
  | 'Suspended'
  /** spec.cancel is true, and running containers have their grace period. */
  | 'Cancelling'
  | 'Cancelled';

/** Reasons of Events of a run that no condition has. */
export type RunEventReason =
  /** A ConfigMap with outcomes holds entries that the controller did not write; they are ignored. */
  'OutcomesForged';
