import type { IConstruct } from 'constructs';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Lint, LintProblem } from './lint.js';
import type { LintedObject } from './linted-objects.js';
import type { TurnedOffLint } from './lints.js';

/** A problem of one field of one object, as a lint reports it. */
export interface LintReport extends Omit<LintedObject, 'read' | 'isPlanned'> {
  readonly lint: Lint;
  readonly object: KubernetesObject;
  readonly problem: LintProblem;
  /** Absent for a report that counts. */
  readonly turnedOff?: TurnedOffLint;
}

/** A line, and the construct that it is about. */
export interface ReportedProblem {
  readonly construct: IConstruct;
  readonly line: string;
}
