import type { LocatedObject } from '../../plan/manifest/yaml/parse-manifest.js';
import { formatPosition } from '../../plan/manifest/yaml/position.js';
import type { Lint, LintProblem } from '../linter/lint.js';
import type { Violation } from './context.js';

/** A problem, by which lint, and where. */
export interface Found {
  readonly lint: Lint;
  readonly problem: LintProblem;
  readonly located: LocatedObject;
  readonly file: string;
}

/** One for all that a lint says in the same words, in the order of the files. */
export const violationsOf = (found: readonly Found[]): Violation[] =>
  [...sameRules(found)].map((group) => ({ ...describe(group[0]), violatingResources: group.map(placeOf) }));

/** Only errors fail; warnings are reported. */
export const statusOf = (found: readonly Found[]): 'success' | 'failure' =>
  found.some(({ lint }) => (lint.severity ?? 'error') === 'error') ? 'failure' : 'success';

type Group = [Found, ...Found[]];

function sameRules(found: readonly Found[]): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const one of found) {
    const key = `${one.lint.id} ${one.problem.detail}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups.values();
}

const describe = ({ lint, problem }: Found) => ({
  ruleName: lint.id,
  recommendation: [`No ${lint.reports.replaceAll('`', '')}.`, lint.because].filter(Boolean).join(' '),
  fix: problem.detail,
});

const placeOf = ({ problem: { path }, located, file }: Found) => ({
  resourceName: located.object.metadata.name,
  manifestPath: file,
  locations: [`${path} (${formatPosition(located.locate(path, 'key'))})`],
});
