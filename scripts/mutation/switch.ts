/** The global that the instrumented code reads; the instrumenter fixes the names. */
export interface MutantSwitch {
  /** The active mutant. */
  activeMutant?: string | undefined;
  /** How often it was reached, and the limit above which it counts as an endless loop. */
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  /** The running test, while coverage is measured. */
  currentTestId?: string | undefined;
  mutantCoverage?: Coverage | undefined;
}

export interface Coverage {
  /** How often each mutant was reached outside tests: while the file loaded, or in a hook. */
  readonly static: Record<string, number>;
  readonly perTest: Record<string, Record<string, number>>;
}

const place = globalThis as { __stryker__?: MutantSwitch };
place.__stryker__ ??= {};

export const mutantSwitch: MutantSwitch = place.__stryker__;
