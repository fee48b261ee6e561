import { invalid } from '../../packages/structural-schema/field-error.js';
import { layeredContexts } from '../context/layered-contexts.js';
import { isNamed, listedTask, taskCount } from '../context/listed-task.js';
import { taskJobName } from '../naming.js';
import type { TaskIdentity } from '../pod/contract-env.js';
import { ownedBy, type PlanProblem } from '../problem.js';
import type { BatchRunInputs } from './inputs.js';
import { taskIdentities } from './task-identity.js';

/**
 * Tasks of a run whose Jobs would have one name: one would take the other's Job. Cut names and short keys end in a hash of 32
 * bits, so two of a run may meet; and tasks without a repository may do the same under one name.
 */
export function jobNameCollisions(inputs: BatchRunInputs): PlanProblem[] {
  const { run, batch } = inputs;
  const nameOf = jobNames(inputs);
  const first = new Map<string, number>();
  for (let index = 0; index < taskCount(batch.spec); index += 1) {
    const { name, taskName = '' } = nameOf(index);
    const earlier = first.get(name);
    if (earlier !== undefined && isNamed(batch.spec))
      return ownedBy('template', [sameJob(inputs, index, earlier, taskName)]);
    if (earlier !== undefined)
      return ownedBy('run', [
        invalid('metadata.name', run.name, `two of its Jobs would be named ${name}; choose another name`),
      ]);
    first.set(name, index);
  }
  return [];
}

/** The Job of a task without a name is called after its index, which needs no key. */
function jobNames(inputs: BatchRunInputs): (index: number) => Pick<TaskIdentity, 'name' | 'taskName'> {
  const { run, batch, workspace } = inputs;
  if (!isNamed(batch.spec)) return (index) => ({ name: taskJobName(run.name, index) });
  const identityOf = taskIdentities(inputs);
  return (index) => identityOf(index, layeredContexts(batch.spec, workspace, index));
}

const sameJob = ({ batch }: BatchRunInputs, index: number, earlier: number, name: string) =>
  invalid(
    listedTask(batch.spec, index).path,
    name,
    `would have the same Job as tasks[${earlier}], because both do the same; give each a name`,
  );
