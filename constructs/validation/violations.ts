import type { LocatedObject } from '../../plan/manifest/yaml/parse-manifest.js';
import { formatPosition } from '../../plan/manifest/yaml/position.js';
import type { Lint, LintProblem } from '../linter/lint.js';

/** A problem, by which lint, and where. */
export interface Found {
  readonly lint: Lint;
  readonly problem: LintProblem;
  readonly located: LocatedObject;
  readonly file: string;
}

/** What one lint says in the same words, in the order of the files. */
export function sameRules(found: readonly Found[]): Iterable<Found[]> {
  const groups = new Map<string, Found[]>();
  for (const one of found) {
    const key = `${one.lint.id} ${one.problem.detail}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups.values();
}

/** The rule and its fix. */
export const describe = ({ lint, problem }: Found) => ({
  ruleName: lint.id,
  recommendation: [`No ${lint.reports.replaceAll('`', '')}.`, lint.because].filter(Boolean).join(' '),
  fix: problem.detail,
});

/** The resource, the file, and the field with its line. */
export const placeOf = ({ problem: { path }, located, file }: Found) => ({
  resourceName: located.object.metadata.name,
  manifestPath: file,
  locations: [`${path} (${formatPosition(located.locate(path, 'key'))})`],
});
