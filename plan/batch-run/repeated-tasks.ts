import type { BatchSpec } from '../../api/generated/kinds.js';
import { type FieldError, invalid } from '../../packages/structural-schema/field-error.js';
import type { LocatedContext } from '../context/context-type.js';
import { layeredContexts } from '../context/layered-contexts.js';
import { isNamed, type ListedTask, listedTask, listedTasks } from '../context/listed-task.js';
import { plannedRepositories } from '../context/repository.js';
import { canonicalRepository } from '../context/same-repository.js';
import type { BatchRunInputs } from './inputs.js';
import { taskIdentities } from './task-identity.js';

/**
 * Tasks that would push the branch of another one of the run to the same repository, however its URL is written: the second
 * would replace the work of the first. Tasks without a repository push nothing and may repeat.
 */
export function repeatedTaskProblems(inputs: BatchRunInputs): FieldError[] {
  const { batch, workspace } = inputs;
  const tasks = listedTasks(batch.spec).map((_, index) => layeredContexts(batch.spec, workspace, index));
  const identityOf = taskIdentities(inputs);
  const first = new Map<string, number>();
  return suspects(tasks).flatMap((index) => {
    const contexts = tasks[index] ?? [];
    const { branch } = identityOf(index, contexts);
    const earlier = first.get(branch);
    if (earlier !== undefined) return [repeated(batch.spec, index, earlier, contexts)];
    first.set(branch, index);
    return [];
  });
}

/** The tasks whose repositories some other task has, too, by index: most fleets have none, and need no hash. */
function suspects(tasks: readonly (readonly LocatedContext[])[]): number[] {
  const keys = tasks.map((contexts) => repositoriesOf(contexts).join('\n'));
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return keys.flatMap((key, index) => (key !== '' && (counts.get(key) ?? 0) > 1 ? [index] : []));
}

const repositoriesOf = (contexts: readonly LocatedContext[]): string[] =>
  plannedRepositories(contexts).map(({ url }) => canonicalRepository(url));

function repeated(batch: BatchSpec, index: number, earlier: number, contexts: readonly LocatedContext[]): FieldError {
  const urls = plannedRepositories(contexts).map(({ url }) => url);
  const other = listedTask(batch, earlier);
  const place = other.path.replace(/^spec\./, '');
  const wanted = `repeats ${place}: the same repository with the same contexts, so one would push over the other's branch; remove one of them, ${ownBranches(batch, [listedTask(batch, index), other])}, or give them contexts that differ`;
  return invalid(listedTask(batch, index).path, urls.join(', '), wanted);
}

/** What gives each a branch of its own. */
function ownBranches(batch: BatchSpec, tasks: readonly ListedTask[]): string {
  if (!isNamed(batch)) return 'list them in tasks with names and branchSuffix: TaskName';
  const needsNames = tasks.some(({ name }) => name === undefined);
  if (batch.branchSuffix === 'TaskName') return 'give them names';
  return `${needsNames ? 'give them names and ' : ''}set branchSuffix: TaskName`;
}
