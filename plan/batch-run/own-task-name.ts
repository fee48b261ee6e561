import type { BatchSpec } from '../../api/generated/kinds.js';
import { fitName } from '../../packages/kubernetes-conventions/fit-name.js';
import type { LocatedContext } from '../context/context-type.js';
import { listedTask } from '../context/listed-task.js';
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
