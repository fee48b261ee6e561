import type { Condition } from '../../../kubernetes-conventions/kubernetes-object.js';
import type { PipelineSpec, PipelineTask, TaskRun } from '../objects.js';
import { conditionOf } from '../succeeded-condition.js';
import { dependenciesOf } from './task-order.js';

/** Where the tasks of a Pipeline stand; each is in exactly one list, in the order of the Pipeline. */
export interface TaskStates {
  readonly succeeded: readonly PipelineTask[];
  readonly failed: readonly PipelineTask[];
  readonly cancelled: readonly PipelineTask[];
  /** Begun and not over. */
  readonly running: readonly PipelineTask[];
  /** Not begun, and all that they wait for has succeeded. */
  readonly ready: readonly PipelineTask[];
  readonly waiting: readonly PipelineTask[];
}

export function taskStates({ tasks = [] }: PipelineSpec, runs: ReadonlyMap<string, TaskRun>): TaskStates {
  const conditions = new Map([...runs].map(([name, { status }]) => [name, conditionOf(status)]));
  const inState = (state: keyof TaskStates) => tasks.filter((task) => stateOf(task, runs, conditions) === state);
  return {
    succeeded: inState('succeeded'),
    failed: inState('failed'),
    cancelled: inState('cancelled'),
    running: inState('running'),
    ready: inState('ready'),
    waiting: inState('waiting'),
  };
}

function stateOf(
  task: PipelineTask,
  runs: ReadonlyMap<string, TaskRun>,
  conditions: ReadonlyMap<string, Condition | undefined>,
): keyof TaskStates {
  if (!runs.has(task.name)) {
    const isReady = dependenciesOf(task).every((name) => conditions.get(name)?.status === 'True');
    return isReady ? 'ready' : 'waiting';
  }
  const { status = 'Unknown', reason } = conditions.get(task.name) ?? {};
  if (status === 'Unknown') return 'running';
  if (status === 'True') return 'succeeded';
  return reason === 'TaskRunCancelled' ? 'cancelled' : 'failed';
}
