import type { Resource } from '../../packages/kubernetes-conventions/resource.js';
import type { TaskReason } from '../reasons.js';
import { kubetaskGroup } from './groups.js';
import type { Kind } from './kind.js';

export const taskRuns: Resource = { ...kubetaskGroup, plural: 'taskruns', kind: 'TaskRun' };

export const taskRun: Kind = { resource: taskRuns, singular: 'taskrun', short: 'ktr', role: 'run' };

/** Why a TaskRun is in its phase. Those of its Pod have the same names as a task's. */
export type TaskRunReason =
  | TaskReason
  /** Another owner has a Pod of this name, such as a Tekton TaskRun; the Pod is created under another name. */
  | 'PodNameTaken'
  /** taskRef names no Task; the run continues when it is created within ten minutes. */
  | 'TaskNotFound'
  /** workspaceConfigRef names no WorkspaceConfig; the run continues when it is created within ten minutes. */
  | 'WorkspaceConfigNotFound'
  /** The run does not match its Task, or the Task cannot be planned; the run continues when that is corrected. */
  | 'InvalidSpec';
