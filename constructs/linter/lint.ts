import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { FieldErrorType } from '../../packages/structural-schema/field-error.js';
import type { LintSettings } from './lint-settings.js';

/** A problem of one field that a lint reports. */
export interface LintProblem {
  /** Path of the field, such as `spec.template.spec.containers[0].image`. */
  readonly path: string;
  /** What is wrong, and what to do. */
  readonly detail: string;
  /** @default Forbidden */
  readonly type?: FieldErrorType;
  /**
   * The value of the field, which the message quotes for some types.
   *
   * @default not quoted
   */
  readonly value?: unknown;
}

/** A rule for objects that are committed to Git. It checks one object at a time, and can look up other objects. */
export interface Lint {
  /** Unique, in kebab-case. It is part of each message, and turns the lint off. */
  readonly id: string;
  /** What the lint reports, as a noun phrase for the documentation. */
  readonly reports: string;
  /** Why that is a problem, in one sentence for the documentation. */
  readonly because?: string;
  /**
   * An error prevents synthesis, a warning does not.
   *
   * @default error
   */
  readonly severity?: 'error' | 'warning';
  /**
   * Pure. An empty list means that the object has no problem, or that the lint does not apply to its kind.
   *
   * @param others all synthesized objects, except those that are planned from a Batch
   */
  check(
    object: KubernetesObject,
    settings: LintSettings,
    others: () => readonly KubernetesObject[],
  ): readonly LintProblem[];
}
