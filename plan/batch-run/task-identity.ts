import type { LocatedContext } from '../context/context-type.js';
import { isNamed } from '../context/listed-task.js';
import { namedJobName, taskBranch, taskJobName } from '../naming.js';
import type { TaskIdentity } from '../pod/contract-env.js';
import type { BatchRunInputs } from './inputs.js';
import { jobSuffixes } from './job-suffix.js';
import { ownTaskName } from './own-task-name.js';
import { branchSuffixOf, taskKeys } from './task-keys.js';

/**
 * The identity of a task of the run from its contexts. What a task with a name is called depends on the task alone, so that
 * its Job stays the same wherever it is in the list.
 */
export function taskIdentities(
  inputs: BatchRunInputs,
): (index: number, contexts: readonly LocatedContext[]) => TaskIdentity {
  const run = inputs.run.name;
  const keyOf = taskKeys(inputs);
  const suffixOf = jobSuffixes(inputs);
  return (index, contexts) => {
    const key = keyOf(index, contexts);
    const branch = taskBranch(key, branchSuffixOf(inputs, index, contexts));
    if (!isNamed(inputs.batch.spec)) return { name: taskJobName(run, index), run, index, key, branch };
    const taskName = ownTaskName(inputs.batch.spec, index, contexts);
    return { name: namedJobName(run, taskName, key, suffixOf(contexts)), run, taskName, key, branch };
  };
}
