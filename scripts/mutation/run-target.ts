import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bundleTest } from './bundle-tests.js';
import { instrument } from './instrument.js';
import type { Mutant, TestedMutant } from './mutant.js';
import { killerFirst, type MeasuredBundle, plansByMutant } from './reach.js';
import { Remembered } from './remembered.js';
import { sampleOf } from './sample.js';
import { slowTests, type Target } from './targets.js';
import { testMutant } from './test-mutant.js';
import { LOST, spread, type Worker } from './worker-pool.js';

export interface Choice {
  /** Only mutants of files with one of these prefixes; all if empty. */
  readonly only: readonly string[];
  /** At most so many mutants. */
  readonly sample: number;
  readonly say: (line: string) => void;
}

export interface Tested {
  readonly tested: readonly TestedMutant[];
  /** How many mutants there are, tested or not. */
  readonly mutants: number;
}

/** Tests the mutants of a target. Writes only below `build/mutation/`. */
export async function runTarget(target: Target, workers: readonly Worker[], choice: Choice): Promise<Tested> {
  const folder = `build/mutation/${target.name.replaceAll('/', '-')}`;
  mkdirSync(folder, { recursive: true });
  const instrumented = new Map<string, string>();
  const mutants: Mutant[] = [];
  for (const file of filesOf(target.mutate, '.ts').filter((name) => !isExcluded(name, target.except))) {
    const found = await instrument(file, readFileSync(file, 'utf8'));
    instrumented.set(file, found.code);
    mutants.push(...found.mutants);
  }
  const plans = plansByMutant(await measuredBundles(target, instrumented, workers, folder, choice.say));
  const remembered = new Remembered(`${folder}.json`);
  const all = mutants.filter(({ file }) => choice.only.length === 0 || choice.only.some((p) => file.startsWith(p)));
  const chosen = sampleOf(all, choice.sample);
  /** By file, the hash of the bundle that killed its last mutant. */
  const killers = new Map<string, string>();
  const tested = await spread(workers, chosen, async (worker, mutant) => {
    const key = `${mutant.id} ${digest(readFileSync(mutant.file, 'utf8'))}`;
    const plan = killerFirst(plans.get(mutant.id), killers.get(mutant.file));
    const finding = await testMutant(worker, mutant.id, plan, remembered.of(key));
    if (finding.outcome.kind === 'killed') killers.set(mutant.file, finding.outcome.bundle);
    remembered.keep(key, finding);
    return { mutant, outcome: finding.outcome };
  });
  remembered.save();
  return { tested, mutants: all.length };
}

async function measuredBundles(
  target: Target,
  instrumented: ReadonlyMap<string, string>,
  workers: readonly Worker[],
  folder: string,
  say: Choice['say'],
): Promise<MeasuredBundle[]> {
  const testFiles = filesOf(target.tests, '.test.ts').filter((name) => !isExcluded(name, slowTests));
  const found = await spread(workers, testFiles, async (worker, testFile): Promise<MeasuredBundle[]> => {
    const skip = (why: string): [] => {
      say(`  ${testFile} is skipped: ${why}`);
      return [];
    };
    const bundle = await bundleTest(testFile, instrumented, folder).catch((error: Error) => error);
    if (bundle instanceof Error) return skip(bundle.message.replaceAll('\n', ' '));
    if (bundle.isSlow) return [];
    const measured = await worker.measure(bundle.path).catch((error: Error) => error);
    if (measured === LOST) return skip('it takes too long');
    if (measured instanceof Error) return skip(measured.message);
    for (const broken of measured.broken) say(`  ${testFile} fails without any mutant: ${broken}`);
    return [{ ...bundle, measured }];
  });
  return found.flat();
}

function isExcluded(name: string, parts: readonly string[] = []): boolean {
  return name.includes('/generated/') || parts.some((part) => name.includes(part));
}

function filesOf(paths: readonly string[], ending: string): string[] {
  const below = (path: string) =>
    statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true }).map((name) => join(path, String(name)))
      : [path];
  return [...new Set(paths.flatMap(below))].filter((name) => name.endsWith(ending)).sort();
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
