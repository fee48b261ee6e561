import { loadTests } from './loaded-tests.js';
import { mutantSwitch } from './switch.js';
import { runSuite } from './test-tree.js';

export interface Trial {
  readonly mutant: string;
  readonly bundles: readonly { readonly path: string; readonly tests: readonly string[] }[];
  /** The number of hits above which the mutant counts as an endless loop. */
  readonly hitLimit: number;
  /** The timeout of one test. */
  readonly testMilliseconds: number;
}

/** The first test that kills the mutant, and its bundle; undefined if none does. */
export async function tryMutant(trial: Trial): Promise<{ by: string; path: string } | undefined> {
  for (const { path, tests } of trial.bundles) {
    const { mutant, hitLimit } = trial;
    Object.assign(mutantSwitch, { activeMutant: mutant, hitCount: 0, hitLimit, currentTestId: undefined });
    const by = await firstFailure(path, new Set(tests), trial.testMilliseconds);
    if (by !== undefined) return { by, path };
  }
  return undefined;
}

async function firstFailure(path: string, tests: ReadonlySet<string>, limit: number): Promise<string | undefined> {
  let failed: string | undefined;
  try {
    await runSuite(loadTests(path), {
      wants: ({ id }) => tests.has(id),
      runTest: async ({ id }, body) => {
        const passed = await within(limit, body()).then(
          () => true,
          () => false,
        );
        if (!passed) failed = id;
        return passed;
      },
    });
  } catch {
    failed ??= 'while the file was loaded, or in a hook';
  }
  return failed;
}

/** The result of the promise, or an error after the timeout. */
async function within(milliseconds: number, promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('too late')), milliseconds);
  });
  try {
    await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
