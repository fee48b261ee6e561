import type { RepositoryContext } from '../../api/generated/kinds.js';
import { invalid } from '../../packages/structural-schema/field-error.js';
import type { PlannedToken } from '../git-token/planned-token.js';
import { formatPlace, type Place, type PlanProblem } from '../problem.js';
import type { LocatedContext } from './context-type.js';

/** A clone of a task: all defaults filled in. */
export interface PlannedRepository extends Place {
  readonly url: string;
  /** Neither this nor a revision: the default branch. */
  readonly branch?: string;
  readonly revision?: string;
  /** Relative to the workspace, unique in the task. */
  readonly folder: string;
  /** Commits to fetch; 0 fetches all. */
  readonly depth: number;
  /** Undefined when they are not cloned. */
  readonly submodules?: 'true' | 'recursive';
  readonly lfs: boolean;
  readonly secretName?: string;
  /** Short-lived, in place of a Secret. */
  readonly token?: PlannedToken;
  readonly hostKeyChecking?: RepositoryContext['hostKeyChecking'];
  readonly timeoutSeconds?: number;
}

/** The clones of a task in layer order. */
export function plannedRepositories(contexts: readonly LocatedContext[]): PlannedRepository[] {
  return contexts.flatMap(({ context, owner, path }) =>
    context.type === 'Repository' && context.repository
      ? [plannedRepository(context.repository, { owner, path: `${path}.repository` })]
      : [],
  );
}

function plannedRepository(repository: RepositoryContext, place: Place): PlannedRepository {
  const url = repositoryUrl(repository);
  const { branch, revision, submodules, lfs = false, secretRef, hostKeyChecking, timeoutSeconds } = repository;
  return {
    url,
    ...(branch === undefined ? {} : { branch }),
    ...(revision === undefined ? {} : { revision }),
    folder: repositoryFolder(repository),
    depth: repository.depth ?? 1,
    ...(submodules ? { submodules: submodules === 'recursive' ? submodules : 'true' } : {}),
    lfs,
    ...(secretRef ? { secretName: secretRef.name } : {}),
    ...(hostKeyChecking ? { hostKeyChecking } : {}),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...place,
  };
}

/** `url`, or the HTTPS URL of `org/repo` on github.com. */
export const repositoryUrl = ({ url, org, repo }: RepositoryContext): string =>
  url ?? `https://github.com/${org}/${repo}.git`;

/** Where a clone lies, relative to the workspace. */
export const repositoryFolder = (repository: RepositoryContext): string =>
  repository.path ?? folderOf(repositoryUrl(repository));

/** What `git clone` would call the folder. */
function folderOf(url: string): string {
  const last = url.replace(/\/+$/, '').split(/[/:]/).at(-1) ?? '';
  return last.replace(/\.git$/, '') || 'repository';
}

/** Two clones in one folder, or one inside another. */
export function repositoryProblems(repositories: readonly PlannedRepository[]): PlanProblem[] {
  return repositories.flatMap((repository, i) => {
    const other = repositories.slice(0, i).find(({ folder }) => overlap(folder, repository.folder));
    if (!other) return [];
    const wanted = `overlaps with the clone at ${formatPlace(other)}; give another path`;
    return [{ owner: repository.owner, ...invalid(`${repository.path}.path`, repository.folder, wanted) }];
  });
}

const overlap = (a: string, b: string): boolean => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
