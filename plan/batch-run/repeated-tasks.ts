import type { Context } from '../../api/generated/kinds.js';
import { contentHash } from '../../packages/kubernetes-conventions/content-hash.js';
import { type FieldError, invalid } from '../../packages/structural-schema/field-error.js';
import type { LocatedContext } from '../context/context-type.js';
import { layeredContexts } from '../context/layered-contexts.js';
import { plannedRepositories } from '../context/repository.js';
import { canonicalRepository } from '../context/same-repository.js';
import type { BatchRunInputs } from './inputs.js';

/**
 * Tasks that repeat another one of the run on the same repository, however its URL is written: both would push one
 * branch, and the second would replace the work of the first. Tasks without a repository push nothing and may repeat.
 */
export function repeatedTaskProblems({ batch, workspace }: BatchRunInputs): FieldError[] {
  const tasks = (batch.spec.variableContexts ?? []).map((_, index) => layeredContexts(batch.spec, workspace, index));
  const first = new Map<string, number>();
  return suspects(tasks).flatMap((index) => {
    const contexts = tasks[index] ?? [];
    const work = contentHash(
      contexts.map(({ context }) => canonicalContext(context)),
      32,
    );
    const earlier = first.get(work);
    if (earlier !== undefined) return [repeated(index, earlier, contexts)];
    first.set(work, index);
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

/** What changes the agent's work: not how the repository's URL is written, nor which Secret opens it. */
function canonicalContext(context: Context): unknown {
  if (context.type !== 'Repository' || !context.repository) return context;
  const { org: _, repo: __, url: ___, secretRef: ____, path = '', ...rest } = context.repository;
  const [{ url = '', depth } = {}] = plannedRepositories([{ context, owner: 'template', path: '' }]);
  const canonical = canonicalRepository(url);
  return {
    ...rest,
    url: canonical,
    depth,
    path: canonical.toLowerCase().endsWith(`/${path.toLowerCase()}`) ? '' : path,
  };
}

function repeated(index: number, earlier: number, contexts: readonly LocatedContext[]): FieldError {
  const urls = plannedRepositories(contexts).map(({ url }) => url);
  const wanted = `repeats variableContexts[${earlier}]: the same repository with the same contexts, so one would push over the other's branch; remove one of them, or give them contexts that differ`;
  return invalid(`spec.variableContexts[${index}]`, urls.join(', '), wanted);
}
