import { type EquivalentMutants, isEquivalent } from './equivalent.js';
import { describeMutant, type TestedMutant } from './mutant.js';
import { type Score, scoreOf } from './score.js';

export interface Report {
  readonly score: Score;
  readonly summary: string;
  /** One line per mutant that no test killed, in the order of the code. */
  readonly alive: readonly string[];
  /** One line per entry of the equivalent mutants that matches no surviving mutant. */
  readonly stale: readonly string[];
}

export function reportOf(tested: readonly TestedMutant[], equivalents: readonly EquivalentMutants[]): Report {
  const notKilled = tested.filter(({ outcome }) => outcome.kind !== 'killed');
  const excused = new Set(notKilled.filter(({ mutant }) => isEquivalent(equivalents, mutant)));
  const score = scoreOf(tested.map((one) => (excused.has(one) ? 'equivalent' : one.outcome.kind)));
  const alive = notKilled.filter((one) => !excused.has(one));
  const files = new Set(tested.map(({ mutant }) => mutant.file));
  const stale = equivalents.filter(
    (entry) => files.has(entry.file) && ![...excused].some(({ mutant }) => isEquivalent([entry], mutant)),
  );
  return {
    score,
    summary: summaryOf(score),
    alive: alive.map(({ mutant, outcome }) => `${outcome.kind.padEnd(11)} ${describeMutant(mutant)}`),
    stale: stale.map(({ file, code }) => `no mutant is alive for the equivalent one of ${file}: ${code}`),
  };
}

function summaryOf({ percent, mutants, killed, survived, notCovered, equivalent }: Score): string {
  return (
    `${percent} % of ${mutants} mutants (${killed} killed, ${survived} survived, ` +
    `${notCovered} not covered, ${equivalent} equivalent)`
  );
}
