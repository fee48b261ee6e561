import type { RepositoryContext } from '../../api/generated/kinds.js';
import { type FieldError, invalid } from '../../packages/structural-schema/field-error.js';
import { ownedBy, type PlanProblem } from '../problem.js';
import { gitBranchProblem, gitRefProblem } from '../text/git-ref.js';
import { gitUrlProblem, repositoryNameProblem } from '../text/git-url.js';
import type { LocatedContext } from './context-type.js';
import { repositoryFolder } from './repository.js';

/** What git would refuse to clone, and a clone that would not stay in a folder of its own. */
export const repositoryTextProblems = (contexts: readonly LocatedContext[]): PlanProblem[] =>
  contexts.flatMap(({ context: { type, repository }, owner, path }) =>
    type === 'Repository' && repository ? ownedBy(owner, problemsOf(repository, `${path}.repository`)) : [],
  );

function problemsOf(repository: RepositoryContext, path: string): FieldError[] {
  const { url, repo, branch, revision } = repository;
  const texts = [
    textProblem(`${path}.repo`, repo, repositoryNameProblem),
    textProblem(`${path}.url`, url, gitUrlProblem),
    textProblem(`${path}.branch`, branch, gitBranchProblem),
    textProblem(`${path}.revision`, revision, gitRefProblem),
  ].flat();
  return texts.length > 0 ? texts : folderProblems(repository, path);
}

function textProblem(
  path: string,
  text: string | undefined,
  problemOf: (text: string) => string | undefined,
): FieldError[] {
  const problem = text === undefined ? undefined : problemOf(text);
  return problem === undefined ? [] : [invalid(path, text, problem)];
}

/** Git would take a clone called `.git` for its own data. */
function folderProblems(repository: RepositoryContext, path: string): FieldError[] {
  const parts = repositoryFolder(repository).split('/');
  if (!parts.some((part) => part === '' || part === '.' || part === '..' || part.toLowerCase() === '.git')) return [];
  const [field, value] = (['path', 'url', 'repo'] as const)
    .map((name) => [name, repository[name]] as const)
    .find(([, text]) => text !== undefined) ?? ['repo', ''];
  return [
    invalid(`${path}.${field}`, value, "leads to a folder called '.', '..' or '.git'; give a path of another name"),
  ];
}
