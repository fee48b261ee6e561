import { type FieldError, formatFieldError, invalid } from '../../packages/structural-schema/field-error.js';
import { gitRefProblem } from '../../plan/text/git-ref.js';
import { gitUrlProblem } from '../../plan/text/git-url.js';
import type { Delivered } from './delivery.js';

/** What is wrong with the props of what is delivered, each with its path. */
export function deliveryProblems({ repoUrl, revision, path, flux }: Delivered): string[] {
  return [
    ...wrong('repoUrl', repoUrl, gitUrlProblem(repoUrl)),
    ...wrong('revision', revision, revision === undefined ? undefined : gitRefProblem(revision)),
    ...wrong('path', path, isFolder(path) ? undefined : 'give a folder of the repository, such as dist'),
    ...waitProblems(flux ? flux.waitForRuns : undefined),
  ].map(formatFieldError);
}

const wrong = (path: string, value: unknown, detail: string | undefined): FieldError[] =>
  detail === undefined ? [] : [invalid(path, value, detail)];

/** Braces would be part of a template of an ApplicationSet. */
const isFolder = (path = 'dist'): boolean =>
  path.split('/').every((part) => /^[^\s{}\\]+$/.test(part) && !/^\.{1,2}$/.test(part));

const waitProblems = (waitForRuns: string | undefined): FieldError[] =>
  waitForRuns === undefined || /^(\d+(\.\d+)?(h|m|s))+$/.test(waitForRuns)
    ? []
    : [invalid('flux.waitForRuns', waitForRuns, 'give a duration such as 2h')];
