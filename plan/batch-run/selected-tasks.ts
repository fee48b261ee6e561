import { invalid } from '../../packages/structural-schema/field-error.js';
import { withTasks } from '../context/listed-task.js';
import { ownedBy, type PlanProblem } from '../problem.js';
import type { BatchRunInputs } from './inputs.js';
import { planBatchRun } from './plan.js';

/** The inputs with those tasks of the Batch alone that the run names by their keys, in the order of the Batch. */
export function withSelectedTasks(inputs: BatchRunInputs): BatchRunInputs {
  const { taskKeys, ...run } = inputs.run;
  if (!taskKeys) return inputs;
  const wanted = new Set(taskKeys);
  const indexes = keysOf(inputs).flatMap((key, index) => (wanted.has(key) ? [index] : []));
  return { ...inputs, run, batch: { ...inputs.batch, spec: withTasks(inputs.batch.spec, indexes) } };
}

/** Keys that no task has. The inputs have no other problem. */
export function taskKeyProblems(inputs: BatchRunInputs): PlanProblem[] {
  const { taskKeys = [] } = inputs.run;
  const known = new Set(taskKeys.length > 0 ? keysOf(inputs) : []);
  const detail =
    'no task of the Batch has this key: the task, or what all tasks share, has changed; restore it, or start a run without taskKeys';
  return ownedBy(
    'run',
    taskKeys.flatMap((key, index) => (known.has(key) ? [] : [invalid(`spec.taskKeys[${index}]`, key, detail)])),
  );
}

const keysOf = (inputs: BatchRunInputs): string[] => planBatchRun(inputs).tasks.map((task) => task.identity().key);
