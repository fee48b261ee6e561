import { performance } from 'node:perf_hooks';
import { loadTests } from './loaded-tests.js';
import { mutantSwitch } from './switch.js';
import { runSuite } from './test-tree.js';

export interface MeasuredTest {
  readonly id: string;
  readonly milliseconds: number;
  /** How often it reaches each mutant. */
  readonly reaches: Readonly<Record<string, number>>;
}

export interface Measured {
  /** The time to load the file. */
  readonly loadMilliseconds: number;
  readonly tests: readonly MeasuredTest[];
  /** How often loading the file or a hook reaches each mutant; every test of the file can kill these. */
  readonly always: Readonly<Record<string, number>>;
  /** Tests that fail without any mutant; they are skipped. */
  readonly broken: readonly string[];
}

/** Runs all tests of a bundle without an active mutant. */
export async function measure(path: string): Promise<Measured> {
  const coverage = { static: {}, perTest: {} as Record<string, Record<string, number>> };
  Object.assign(mutantSwitch, { activeMutant: undefined, hitCount: undefined, mutantCoverage: coverage });
  mutantSwitch.currentTestId = undefined;
  const tests: MeasuredTest[] = [];
  const broken: string[] = [];
  const loading = performance.now();
  const suite = loadTests(path);
  const loadMilliseconds = performance.now() - loading;
  await runSuite(suite, {
    wants: () => true,
    runTest: async ({ id }, body) => {
      const started = performance.now();
      mutantSwitch.currentTestId = id;
      const error = await body()
        .then(() => undefined, String)
        .catch(String);
      mutantSwitch.currentTestId = undefined;
      if (error !== undefined) broken.push(`${id}: ${error.slice(0, 300)}`);
      else tests.push({ id, milliseconds: performance.now() - started, reaches: coverage.perTest[id] ?? {} });
      return true;
    },
  });
  return { loadMilliseconds, tests, always: coverage.static, broken };
}
