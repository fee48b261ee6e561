/** A function of a test file; its result is awaited. */
export type Step = () => unknown;

export interface Test {
  readonly kind: 'test';
  /** Unique in its file: its index and its name with those of its suites. */
  readonly id: string;
  readonly run: Step;
}

export interface Suite {
  readonly kind: 'suite';
  readonly entries: (Suite | Test)[];
  readonly beforeAll: Step[];
  readonly beforeEach: Step[];
  readonly afterEach: Step[];
  readonly afterAll: Step[];
}

export function newSuite(): Suite {
  return { kind: 'suite', entries: [], beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] };
}

/** All tests below, in source order. */
export function testsOf(suite: Suite): Test[] {
  return suite.entries.flatMap((entry) => (entry.kind === 'test' ? [entry] : testsOf(entry)));
}

export interface Chosen {
  /** Whether to run a test. */
  readonly wants: (test: Test) => boolean;
  /** Runs one test with its hooks; false ends the run. */
  readonly runTest: (test: Test, body: () => Promise<void>) => Promise<boolean>;
}

/**
 * Runs the selected tests with their hooks, one after the other, until one returns false. Returns whether all ran; a
 * hook's error is thrown. afterEach and afterAll always run.
 */
export async function runSuite(suite: Suite, chosen: Chosen, outer: readonly Suite[] = []): Promise<boolean> {
  if (!testsOf(suite).some(chosen.wants)) return true;
  const around = [...outer, suite];
  try {
    for (const step of suite.beforeAll) await step();
    for (const entry of suite.entries) {
      if (entry.kind === 'suite') {
        if (!(await runSuite(entry, chosen, around))) return false;
      } else if (chosen.wants(entry) && !(await chosen.runTest(entry, () => runOne(entry, around)))) return false;
    }
    return true;
  } finally {
    for (const step of suite.afterAll) await step();
  }
}

async function runOne(test: Test, around: readonly Suite[]): Promise<void> {
  try {
    for (const suite of around) for (const step of suite.beforeEach) await step();
    await test.run();
  } finally {
    for (const suite of around.toReversed()) for (const step of suite.afterEach) await step();
  }
}
