import { layeredContexts } from '../context/layered-contexts.js';
import { taskCount } from '../context/listed-task.js';
import type { BatchRunInputs } from './inputs.js';
import { ownTaskName } from './own-task-name.js';

/**
 * The names that occur more than once in a named list. Among tasks that did not choose theirs, the key makes the difference.
 */
export function sharedTaskNames(inputs: BatchRunInputs): ReadonlySet<string> {
  const { batch, workspace } = inputs;
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (let index = 0; index < taskCount(batch.spec); index += 1) {
    const name = ownTaskName(batch.spec, index, layeredContexts(batch.spec, workspace, index));
    if (seen.has(name)) shared.add(name);
    seen.add(name);
  }
  return shared;
}
