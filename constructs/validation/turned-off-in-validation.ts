import { allLints } from '../linter/all-lints.js';

/** A lint that the plugin does not run. */
export interface TurnedOffInValidation {
  /** Its id. */
  readonly lint: string;
  /** Why; not empty. */
  readonly reason: string;
  /**
   * Name of the only object for which it does not run.
   *
   * @default everywhere
   */
  readonly object?: string;
}

/** Why properties cannot be used; empty when they can. */
export function turnOffProblems({ lint, reason }: Partial<TurnedOffInValidation>): string[] {
  const isKnown = allLints.some(({ id }) => id === lint);
  return [
    ...(isKnown ? [] : [`Cannot turn off the lint ${lint}: there is none of this id; docs/lints.md lists them`]),
    ...(reason?.trim()
      ? []
      : [`Cannot turn off the lint ${lint}: the reason is empty; say why it does not matter here`]),
  ];
}
