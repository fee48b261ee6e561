/** What the instrumented code looks at; the tool that instruments it fixes the names. */
export interface MutantSwitch {
  /** The mutant that is on. */
  activeMutant?: string | undefined;
  /** How often it was reached, and how often it may be before it counts as an endless loop. */
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  /** What is being run, while it is measured which mutants a test reaches. */
  currentTestId?: string | undefined;
  mutantCoverage?: Coverage | undefined;
}

export interface Coverage {
  /** How often each mutant was reached outside of any test: while the file was loaded, or in a hook. */
  readonly static: Record<string, number>;
  readonly perTest: Record<string, Record<string, number>>;
}

const place = globalThis as { __stryker__?: MutantSwitch };
place.__stryker__ ??= {};

export const mutantSwitch: MutantSwitch = place.__stryker__;
