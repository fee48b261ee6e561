import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { FieldErrorType } from '../../packages/structural-schema/field-error.js';
import type { LintSettings } from './lint-settings.js';

/** What a lint reports of one field. */
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

/** A rule for objects that are committed to Git. It looks at one object at a time, and may look for others. */
export interface Lint {
  /** Unique, in kebab-case. It is part of each message, and turns the lint off. */
  readonly id: string;
  /** What the lint reports: a noun phrase for its line in the documentation. */
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
   * Pure. An empty list means that the object is fine, or that the lint is not about its kind.
   *
   * @param others all objects that are synthesized, but for those that are planned from a Batch
   */
  check(
    object: KubernetesObject,
    settings: LintSettings,
    others: () => readonly KubernetesObject[],
  ): readonly LintProblem[];
}
