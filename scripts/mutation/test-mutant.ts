import type { Outcome } from './mutant.js';
import type { Plan } from './reach.js';
import type { Finding } from './remembered.js';
import { LOST, type Worker } from './worker-pool.js';

/** Tests one mutant. Bundles that it survived in an earlier run are not run again. */
export async function testMutant(
  worker: Worker,
  mutant: string,
  plan: Plan | undefined,
  before: Finding | undefined,
): Promise<Finding> {
  if (plan === undefined) return { outcome: { kind: 'not covered' }, survived: [] };
  if (before?.outcome.kind === 'killed') {
    const { bundle } = before.outcome;
    if (plan.bundles.some(({ hash }) => hash === bundle)) return before;
  }
  const survived = new Set(before?.survived ?? []);
  const bundles = plan.bundles.filter(({ hash }) => !survived.has(hash));
  const outcome = bundles.length === 0 ? undefined : await tryOn(worker, mutant, { ...plan, bundles });
  return { outcome: outcome ?? { kind: 'survived' }, survived: plan.bundles.map(({ hash }) => hash) };
}

async function tryOn(worker: Worker, mutant: string, plan: Plan): Promise<Outcome | undefined> {
  const testMilliseconds = 3_000 + 5 * plan.slowestMilliseconds;
  const trial = { mutant, bundles: plan.bundles, hitLimit: 1_000 + 100 * plan.hits, testMilliseconds };
  const found = await worker.try(trial, 15_000 + 10 * plan.milliseconds);
  if (found === LOST) return { kind: 'killed', by: 'the process hung or ended', bundle: plan.bundles[0]?.hash ?? '' };
  if (found === undefined) return undefined;
  const bundle = plan.bundles.find(({ path }) => path === found.path)?.hash ?? '';
  return { kind: 'killed', by: found.by, bundle };
}
