import { type FieldError, invalid } from '../../packages/structural-schema/field-error.js';
import { canonicalRepository } from '../context/same-repository.js';
import { gitRefProblem } from '../text/git-ref.js';
import { gitUrlProblem } from '../text/git-url.js';
import type { FleetRepository } from './fleet.js';

/**
 * What git would refuse of the repositories of a fleet, and repositories that it has twice.
 *
 * @param repositories what is known of them: a field that is not there is not looked at
 * @param pathOf the place of a field of the repository with an index, for messages
 */
export function repositoryErrors(
  repositories: readonly Partial<FleetRepository>[],
  pathOf: (index: number, field: keyof FleetRepository) => string,
): FieldError[] {
  const first = new Map<string, number>();
  return repositories.flatMap((repository, index) => {
    const errors = textErrorsOf(repository, (field) => pathOf(index, field));
    const { url } = repository;
    if (url === undefined || gitUrlProblem(url) !== undefined) return errors;
    const canonical = canonicalRepository(url);
    const earlier = first.get(canonical);
    if (earlier === undefined) first.set(canonical, index);
    return earlier === undefined ? errors : [...errors, repeated(url, pathOf(index, 'url'), pathOf(earlier, 'url'))];
  });
}

const textErrorsOf = (
  { url, branch, commit }: Partial<FleetRepository>,
  pathOf: (field: keyof FleetRepository) => string,
): FieldError[] => [
  ...textError(pathOf('url'), url, gitUrlProblem),
  ...textError(pathOf('branch'), branch, gitRefProblem),
  ...textError(pathOf('commit'), commit, commitProblem),
];

function textError(path: string, text: string | undefined, problemOf: (text: string) => string | undefined) {
  const problem = text === undefined ? undefined : problemOf(text);
  return problem === undefined ? [] : [invalid(path, text, problem)];
}

const commitProblem = (commit: string): string | undefined =>
  /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)
    ? undefined
    : 'must be the full id of a commit: 40 or 64 hexadecimal digits in lower case';

const repeated = (url: string, path: string, earlier: string): FieldError =>
  invalid(path, url, `is the repository of ${earlier}; a fleet has each repository once, remove one of them`);
