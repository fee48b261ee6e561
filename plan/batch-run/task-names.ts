import type { BatchSpec } from '../../api/generated/kinds.js';
import { fitName } from '../../packages/kubernetes-conventions/fit-name.js';
import type { LocatedContext } from '../context/context-type.js';
import { layeredContexts } from '../context/layered-contexts.js';
import { listedTask, taskCount } from '../context/listed-task.js';
import type { BatchRunInputs } from './inputs.js';
import { repositoryNameOf } from './task-display-name.js';

/** What a task is called that has neither a name nor a repository. */
const NAMELESS = 'task';

/**
 * The name that a task of a named list has by itself, whatever other tasks there are: as written, else its repository, as
 * letters, digits and `-`. Not unique where it is not written.
 */
export const ownTaskName = (batch: BatchSpec, index: number, contexts: readonly LocatedContext[]): string =>
  listedTask(batch, index).name ?? slug(repositoryNameOf(contexts) ?? '');

const slug = (text: string): string =>
  fitName(
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || NAMELESS,
  );

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
