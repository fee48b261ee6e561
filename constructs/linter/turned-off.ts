import type { IConstruct } from 'constructs';
import { nearest } from '../../plan/text/nearest.js';
import { allLints } from './all-lints.js';
import type { LintReport, ReportedProblem } from './lint-report.js';
import { addedLintsOf, turnedOffAt } from './lints.js';

/** Lints that are turned off and do not exist. */
export function unknownLints(constructs: readonly IConstruct[]): ReportedProblem[] {
  const known = new Set([...allLints, ...constructs.flatMap(addedLintsOf)].map(({ id }) => id));
  return constructs.flatMap(turnedOffAt).flatMap(({ scope, id }) => {
    if (known.has(id)) return [];
    const meant = nearest(id, [...known]);
    const hint = meant.length > 0 ? `do you mean ${meant.join(' or ')}?` : 'docs/lints.md lists them';
    return [{ construct: scope, line: `turns off the lint ${id}, which does not exist; ${hint}` }];
  });
}

/** Lints that are turned off where they report nothing. */
export function idleLints(constructs: readonly IConstruct[], reports: readonly LintReport[]): ReportedProblem[] {
  const used = new Set(reports.map(({ turnedOff }) => turnedOff && keyOf(turnedOff)));
  return constructs
    .flatMap(turnedOffAt)
    .filter((one) => !used.has(keyOf(one)))
    .map(({ scope, id }) => ({
      construct: scope,
      line: `turns off the lint ${id}, which reports nothing here; remove the line`,
    }));
}

const keyOf = ({ scope, id }: { readonly scope: IConstruct; readonly id: string }): string =>
  `${scope.node.path} ${id}`;
