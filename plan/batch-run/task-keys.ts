import type { LocatedContext } from '../context/context-type.js';
import { sharedContexts } from '../context/layered-contexts.js';
import { agentDigest, contextDigest, taskKey } from '../task-key/task-key.js';
import type { BatchRunInputs } from './inputs.js';

/**
 * The key of a task of the run from its contexts, those that all tasks share first. What they share is hashed once.
 */
export function taskKeys({ run, batch, workspace }: BatchRunInputs): (contexts: readonly LocatedContext[]) => string {
  const shared = sharedContexts(batch.spec, workspace).map(({ context }) => contextDigest(context));
  const surroundings = agentDigest(workspace);
  const salt = run.keySalt ?? batch.spec.keySalt;
  return (contexts) => {
    const own = contexts.slice(shared.length).map(({ context }) => contextDigest(context));
    return taskKey({ contexts: [...shared, ...own], surroundings, salt });
  };
}
