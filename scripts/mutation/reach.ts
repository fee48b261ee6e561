import type { Bundle } from './bundle-tests.js';
import type { Measured } from './measure.js';
import type { Trial } from './try-mutant.js';

export interface MeasuredBundle extends Bundle {
  readonly measured: Measured;
}

/** What to run for one mutant. */
export interface Plan {
  readonly bundles: readonly (Trial['bundles'][number] & { readonly hash: string })[];
  readonly hits: number;
  /** Of all bundles together. */
  readonly milliseconds: number;
  /** Of the slowest of the tests. */
  readonly slowestMilliseconds: number;
}

/** The tests that reach a mutant, fastest bundles first. */
export function plansByMutant(bundles: readonly MeasuredBundle[]): Map<string, Plan> {
  const plans = new Map<string, Plan>();
  const add = (
    mutant: string,
    { path, hash }: Bundle,
    tests: readonly string[],
    hits: number,
    [milliseconds, slowest]: readonly [number, number],
  ) => {
    const plan = plans.get(mutant) ?? { bundles: [], hits: 0, milliseconds: 0, slowestMilliseconds: 0 };
    plans.set(mutant, {
      bundles: [...plan.bundles, { path, hash, tests }],
      hits: plan.hits + hits,
      milliseconds: plan.milliseconds + milliseconds,
      slowestMilliseconds: Math.max(plan.slowestMilliseconds, slowest),
    });
  };
  for (const bundle of [...bundles].sort((a, b) => timeOf(a) - timeOf(b))) {
    const { tests, always } = bundle.measured;
    const byMutant = new Map<string, { tests: string[]; hits: number }>();
    for (const { id, reaches } of tests) {
      for (const [mutant, count] of Object.entries(reaches)) {
        const found = byMutant.get(mutant) ?? { tests: [], hits: 0 };
        found.tests.push(id);
        found.hits += count;
        byMutant.set(mutant, found);
      }
    }
    const all = tests.map(({ id }) => id);
    const times = [timeOf(bundle), Math.max(0, ...tests.map(({ milliseconds }) => milliseconds))] as const;
    for (const [mutant, hits] of Object.entries(always)) byMutant.set(mutant, { tests: all, hits });
    for (const [mutant, found] of byMutant) add(mutant, bundle, found.tests, found.hits, times);
  }
  return plans;
}

/** The same plan with one bundle first, if it is there: what killed one mutant of a file often kills the next. */
export function killerFirst(plan: Plan | undefined, killer: string | undefined): Plan | undefined {
  if (plan === undefined) return undefined;
  const isKiller = ({ hash }: { readonly hash: string }) => hash === killer;
  const others = plan.bundles.filter((bundle) => !isKiller(bundle));
  return { ...plan, bundles: [...plan.bundles.filter(isKiller), ...others] };
}

function timeOf({ measured }: MeasuredBundle): number {
  return measured.tests.reduce((sum, { milliseconds }) => sum + milliseconds, measured.loadMilliseconds);
}
