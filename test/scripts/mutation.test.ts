import { describe, expect, test } from '@jest/globals';
import type { EquivalentMutants } from '../../scripts/mutation/equivalent.js';
import type { Mutant, Outcome, TestedMutant } from '../../scripts/mutation/mutant.js';
import { killerFirst, type Plan } from '../../scripts/mutation/reach.js';
import { reportOf } from '../../scripts/mutation/report.js';
import { sampleOf } from '../../scripts/mutation/sample.js';
import { scoreOf } from '../../scripts/mutation/score.js';
import { chooseTargets } from '../../scripts/mutation/targets.js';
import { testGlobals } from '../../scripts/mutation/test-globals.js';
import { newSuite, runSuite, type Step, testsOf } from '../../scripts/mutation/test-tree.js';

const survived: Outcome = { kind: 'survived' };
const killed: Outcome = { kind: 'killed', by: 'a test', bundle: 'b' };
const mutant: Mutant = {
  id: 'a.ts#1',
  file: 'a.ts',
  line: 3,
  code: 'return a < b;',
  mutator: 'EqualityOperator',
  original: 'a < b',
  replacement: 'a <= b',
};
const tested = (outcome: Outcome, change: Partial<Mutant> = {}): TestedMutant => ({
  mutant: { ...mutant, ...change },
  outcome,
});

test('equivalent mutants count neither for nor against the tests; percent is rounded down', () => {
  expect(scoreOf(['killed', 'killed', 'survived', 'equivalent'])).toEqual({
    mutants: 4,
    killed: 2,
    survived: 1,
    notCovered: 0,
    equivalent: 1,
    percent: 66.6,
  });
});

describe('a sample', () => {
  const mutants = Array.from({ length: 100 }, (_, i) => ({ ...mutant, id: `a.ts#${i}` }));

  test('is the same in each run, in the order of the code, and as large as asked for', () => {
    const sample = sampleOf(mutants, 10);
    expect(sample).toEqual(sampleOf(mutants.toReversed(), 10).toReversed());
    expect(new Set(sample).size).toBe(10);
    expect(sample).toEqual(mutants.filter((one) => sample.includes(one)));
  });

  test('is everything when there is no more', () => expect(sampleOf(mutants, 100)).toBe(mutants));
});

describe('the bundle that killed the last mutant of a file is tried first', () => {
  const bundles = ['a', 'b', 'c'].map((hash) => ({ hash, path: `${hash}.cjs`, tests: ['1'] }));
  const plan: Plan = { bundles, hits: 1, milliseconds: 1, slowestMilliseconds: 1 };
  const cases: Record<string, { killer: string | undefined; want: string[] }> = {
    'none yet: the order stays': { killer: undefined, want: ['a', 'b', 'c'] },
    'one of them: the others keep their order': { killer: 'b', want: ['b', 'a', 'c'] },
    'one that does not reach the mutant: the order stays': { killer: 'z', want: ['a', 'b', 'c'] },
  };
  test.each(Object.entries(cases))('%s', (_, { killer, want }) => {
    expect(killerFirst(plan, killer)).toEqual({
      ...plan,
      bundles: want.map((hash) => expect.objectContaining({ hash })),
    });
  });
  test('a mutant that no test reaches has no plan', () => expect(killerFirst(undefined, 'a')).toBeUndefined());
});

test('no mutant: a score of 100 percent', () => {
  expect(scoreOf([]).percent).toBe(100);
});

const entry: EquivalentMutants = { file: 'a.ts', code: 'return a < b;', reason: 'never equal' };
const excuses: Record<string, { entry: EquivalentMutants; alive: number; stale: number }> = {
  'the whole line: equivalent': { entry, alive: 0, stale: 0 },
  'this kind of change: equivalent': { entry: { ...entry, mutators: ['EqualityOperator'] }, alive: 0, stale: 0 },
  'exactly this change: equivalent': { entry: { ...entry, replacement: 'a <= b' }, alive: 0, stale: 0 },
  'another kind of change: alive, and the entry is stale': {
    entry: { ...entry, mutators: ['StringLiteral'] },
    alive: 1,
    stale: 1,
  },
  'another change: alive, and the entry is stale': { entry: { ...entry, replacement: 'a > b' }, alive: 1, stale: 1 },
  'another line: alive, and the entry is stale': { entry: { ...entry, code: 'return b < a;' }, alive: 1, stale: 1 },
  'a file whose mutants were not tested: alive': { entry: { ...entry, file: 'b.ts' }, alive: 1, stale: 0 },
};
test.each(Object.entries(excuses))('an equivalent mutant of %s', (_, want) => {
  const report = reportOf([tested(survived)], [want.entry]);
  expect({ alive: report.alive.length, stale: report.stale.length }).toEqual({ alive: want.alive, stale: want.stale });
});

test('an entry whose mutants are all killed is stale', () => {
  expect(reportOf([tested(killed)], [entry]).stale).toEqual([
    'no mutant is alive for the equivalent one of a.ts: return a < b;',
  ]);
});

test('a mutant that is alive is named with its place and its change', () => {
  expect(reportOf([tested(survived)], []).alive).toEqual(['survived    a.ts:3 EqualityOperator: a < b -> a <= b']);
});

const choices: Record<string, { paths: readonly string[]; want: readonly unknown[] }> = {
  'a target': { paths: ['packages/structural-schema'], want: [['packages/structural-schema', true]] },
  'a file of a target': { paths: ['cli/run/new-run.ts'], want: [['cli/run', false]] },
  'a folder above a target': { paths: ['cli'], want: [['cli/run', true]] },
  'a name with the same prefix': { paths: ['planner'], want: [] },
};
test.each(Object.entries(choices))('%s: chosen', (_, { paths, want }) => {
  expect(chooseTargets(paths).map(({ target, isWhole }) => [target.name, isWhole])).toEqual(want);
});

describe('the runner', () => {
  /** Runs what a file declares; answers what happened, in order. */
  async function run(declare: (globals: Globals, note: (what: string) => Step) => void, only?: string) {
    const log: string[] = [];
    const root = newSuite();
    declare(testGlobals(root) as unknown as Globals, (what) => () => log.push(what));
    const isDone = await runSuite(root, {
      wants: ({ id }) => only === undefined || id.endsWith(only),
      runTest: (_, body) =>
        body().then(
          () => true,
          () => false,
        ),
    });
    return { log, isDone, ids: testsOf(root).map(({ id }) => id) };
  }

  interface Globals {
    readonly describe: (name: string, body: Step) => void;
    readonly test: ((name: string, body: Step) => void) & {
      readonly each: (table: readonly unknown[]) => (name: string, body: (...row: never[]) => unknown) => void;
    };
    readonly beforeAll: (step: Step) => void;
    readonly beforeEach: (step: Step) => void;
    readonly afterEach: (step: Step) => void;
    readonly afterAll: (step: Step) => void;
  }

  const nested = (globals: Globals, note: (what: string) => Step) => {
    globals.beforeEach(note('outer before'));
    globals.afterEach(note('outer after'));
    globals.describe('inner', () => {
      globals.beforeAll(note('first'));
      globals.beforeEach(note('before'));
      globals.afterEach(note('after'));
      globals.afterAll(note('last'));
      globals.test('a', note('a'));
      globals.test('b', note('b'));
    });
  };

  test('hooks run around each test: outer before inner, then inner before outer', async () => {
    const around = (name: string) => ['outer before', 'before', name, 'after', 'outer after'];
    expect((await run(nested)).log).toEqual(['first', ...around('a'), ...around('b'), 'last']);
  });

  test('a test that is not selected does not run; a suite without a selected test runs no hooks', async () => {
    expect((await run(nested, 'b')).log).not.toContain('a');
    expect((await run(nested, 'c')).log).toEqual([]);
  });

  test('a failure ends the run, and its hooks run', async () => {
    const { log, isDone } = await run((globals, note) => {
      globals.afterEach(note('after'));
      globals.afterAll(note('last'));
      globals.test('a', () => Promise.reject(new Error('no')));
      globals.test('b', note('b'));
    });
    expect({ log, isDone }).toEqual({ log: ['after', 'last'], isDone: false });
  });

  test('each row of a table is a test with the row as arguments', async () => {
    const seen: unknown[] = [];
    const { ids } = await run((globals) => {
      globals.test.each([['x', 1], 'y'])('%s', (...row) => seen.push(row));
    });
    expect({ seen, ids }).toEqual({ seen: [['x', 1], ['y']], ids: ['1 x', '2 y'] });
  });
});
