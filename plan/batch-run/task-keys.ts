import type { LocatedContext } from '../context/context-type.js';
import { sharedContexts } from '../context/layered-contexts.js';
import { agentDigest, contextDigest, taskKey } from '../task-key/task-key.js';
import type { BatchRunInputs } from './inputs.js';
import { ownTaskName } from './own-task-name.js';

/**
 * The key of a task of the run from its contexts, those that all tasks share first. What they share is hashed once.
 *
 * The name of the task is part of the key if the Batch adds it to the branches.
 */
export function taskKeys(inputs: BatchRunInputs): (index: number, contexts: readonly LocatedContext[]) => string {
  const { run, batch, workspace } = inputs;
  const shared = new Map(sharedContexts(batch.spec, workspace).map(({ context }) => [context, contextDigest(context)]));
  const surroundings = agentDigest(workspace);
  const salt = run.keySalt ?? batch.spec.keySalt;
  return (index, contexts) => {
    const digests = contexts.map(({ context }) => shared.get(context) ?? contextDigest(context));
    const name = branchSuffixOf(inputs, index, contexts);
    return taskKey({ contexts: digests, surroundings, salt, name });
  };
}

/** What the branch of a task ends in besides its key; undefined unless the Batch asks for it. */
export const branchSuffixOf = (
  inputs: BatchRunInputs,
  index: number,
  contexts: readonly LocatedContext[],
): string | undefined =>
  inputs.batch.spec.branchSuffix === 'TaskName' ? ownTaskName(inputs.batch.spec, index, contexts) : undefined;
