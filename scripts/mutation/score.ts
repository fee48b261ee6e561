import type { Outcome } from './mutant.js';

/** The stored result of one target. */
export interface Score {
  readonly mutants: number;
  readonly killed: number;
  readonly survived: number;
  /** Reached by no test. */
  readonly notCovered: number;
  /** Changes no behavior; not counted. */
  readonly equivalent: number;
  /** Killed mutants in percent of all that are not equivalent, rounded down to one digit. */
  readonly percent: number;
  /** How many mutants there are, when only a sample of them was tested. */
  readonly sampleOf?: number;
}

export function scoreOf(outcomes: readonly (Outcome['kind'] | 'equivalent')[]): Score {
  const count = (kind: string) => outcomes.filter((outcome) => outcome === kind).length;
  const [killed, equivalent] = [count('killed'), count('equivalent')];
  const counted = outcomes.length - equivalent;
  return {
    mutants: outcomes.length,
    killed,
    survived: count('survived'),
    notCovered: count('not covered'),
    equivalent,
    percent: counted === 0 ? 100 : Math.floor((killed / counted) * 1000) / 10,
  };
}
