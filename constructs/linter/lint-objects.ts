import type { IConstruct } from 'constructs';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { allLints, lintsOfPlanned } from './all-lints.js';
import { formatReport } from './format-report.js';
import type { Lint, LintProblem } from './lint.js';
import type { LintReport, ReportedProblem } from './lint-report.js';
import type { LintSettings } from './lint-settings.js';
import type { LintedObject } from './linted-objects.js';
import { addedLintsOf, settingsOf, turnedOffAt } from './lints.js';

/** What prevents synthesis. */
export const errorsOf = (reports: readonly LintReport[]): ReportedProblem[] => linesOf(reports, 'error');

export const warningsOf = (reports: readonly LintReport[]): ReportedProblem[] => linesOf(reports, 'warning');

const linesOf = (reports: readonly LintReport[], severity: Lint['severity']): ReportedProblem[] =>
  reports
    .filter(({ lint, turnedOff }) => (lint.severity ?? 'error') === severity && !turnedOff)
    .map((report) => ({ construct: report.construct, line: formatReport(report) }));

/** Runs all lints on all objects, in the order of the objects. */
export const lintObjects = (objects: readonly LintedObject[]): LintReport[] => objects.flatMap(lintObject);

function lintObject({ read, isPlanned, ...linted }: LintedObject): LintReport[] {
  const { construct } = linted;
  const settings = settingsOf(construct);
  const lints = [...(isPlanned ? lintsOfPlanned(settings) : allLints), ...addedLintsOf(construct)];
  if (lints.length === 0) return [];
  const object = read();
  return lints.flatMap((lint) =>
    check(lint, object, settings).map((problem) => ({ ...linted, lint, object, problem, ...whyOff(construct, lint) })),
  );
}

/** A lint that fails says so, and the others run. */
function check(lint: Lint, object: KubernetesObject, settings: LintSettings): readonly LintProblem[] {
  try {
    return lint.check(object, settings);
  } catch (error) {
    return [{ path: '', detail: `the lint failed: ${(error as Error).message}; correct it or turn it off` }];
  }
}

function whyOff(construct: IConstruct, { id }: Lint): Pick<LintReport, 'turnedOff'> {
  const turnedOff = construct.node.scopes.flatMap(turnedOffAt).find((one) => one.id === id);
  return turnedOff ? { turnedOff } : {};
}
