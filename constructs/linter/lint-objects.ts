import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { chartFolder } from '../order/chart-place.js';
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
export function lintObjects(objects: readonly LintedObject[]): LintReport[] {
  const idle = new Set<IConstruct>();
  let others: readonly KubernetesObject[] | undefined;
  const readOthers = () => {
    others ??= objects.filter(({ isPlanned }) => !isPlanned).map(({ read }) => read());
    return others;
  };
  return objects.flatMap((object) => lintObject(object, idle, readOthers));
}

/** @param idle whose planned objects no lint looks at: thousands may have one parent */
function lintObject(
  { read, isPlanned, ...linted }: LintedObject,
  idle: Set<IConstruct>,
  others: () => readonly KubernetesObject[],
): LintReport[] {
  const { construct } = linted;
  const { scope = construct } = construct.node;
  if (isPlanned && idle.has(scope)) return [];
  const settings = settingsAt(construct);
  const lints = [...(isPlanned ? lintsOfPlanned(settings) : allLints), ...addedLintsOf(construct)];
  if (lints.length === 0) {
    idle.add(scope);
    return [];
  }
  const object = read();
  return lints.flatMap((lint) =>
    check(lint, object, settings, others).map((problem) => ({
      ...linted,
      lint,
      object,
      problem,
      ...whyOff(construct, lint),
    })),
  );
}

/** What was before is looked up in the folder of the chart: other folders may go to other clusters. */
function settingsAt(construct: IConstruct): LintSettings {
  const settings = settingsOf(construct);
  const { before } = settings;
  if (!before) return settings;
  const chart = construct.node.scopes.toReversed().find(Chart.isChart);
  return { ...settings, before: (object) => before(object, chart && chartFolder(chart)) };
}

/** A lint that fails says so, and the others run. */
function check(lint: Lint, ...args: Parameters<Lint['check']>): readonly LintProblem[] {
  try {
    return lint.check(...args);
  } catch (error) {
    return [{ path: '', detail: `the lint failed: ${(error as Error).message}; correct it or turn it off` }];
  }
}

function whyOff(construct: IConstruct, { id }: Lint): Pick<LintReport, 'turnedOff'> {
  const turnedOff = construct.node.scopes.flatMap(turnedOffAt).find((one) => one.id === id);
  return turnedOff ? { turnedOff } : {};
}
