import { describe, expect, test } from '@jest/globals';
import {
  emptyLedger,
  type LedgerEntry,
  ledgerEntry,
  MAX_PARTS,
  makeLedger,
  partText,
  provenPart,
  statedParts,
  withEntries,
} from '../../../../runtime/batch-run/ledger/ledger.js';
import { fitEntry } from '../../../../runtime/batch-run/outcomes/entry-size.js';

const entriesOf = (from: number, count: number): LedgerEntry[] =>
  Array.from({ length: count }, (_, i) => ({ key: `key-${from + i}`, run: 'run' }));
const sizes = (ledger: typeof emptyLedger) => statedParts(ledger).map(({ name, entries }) => [name, entries]);

describe('entries', () => {
  test('are added to the last ConfigMap until it has 500, then to another', () => {
    const ledger = withEntries(withEntries(emptyLedger, 'deps', entriesOf(0, 400)), 'deps', entriesOf(400, 700));
    expect(sizes(ledger)).toEqual([
      ['deps-ledger-0', 500],
      ['deps-ledger-1', 500],
      ['deps-ledger-2', 100],
    ]);
  });
  test('that are there are not added again, and the first stays', () => {
    const ledger = withEntries(emptyLedger, 'deps', [{ key: 'a', run: 'first' }]);
    expect(withEntries(ledger, 'deps', [{ key: 'a', run: 'second' }])).toBe(ledger);
  });
  test('twice in one go: once', () => {
    expect(sizes(withEntries(emptyLedger, 'deps', [...entriesOf(0, 2), ...entriesOf(1, 2)]))).toEqual([
      ['deps-ledger-0', 3],
    ]);
  });
  test('are more than twice those of the largest run before the oldest go, as a whole ConfigMap', () => {
    const full = withEntries(emptyLedger, 'deps', entriesOf(0, MAX_PARTS * 500));
    expect([full.entries.size, full.entries.has('key-0')]).toEqual([20_000, true]);
    const more = withEntries(full, 'deps', entriesOf(20_000, 1));
    expect([more.entries.has('key-499'), more.entries.has('key-500'), more.entries.has('key-20000')]).toEqual([
      false,
      true,
      true,
    ]);
    expect(sizes(more).at(-1)).toEqual(['deps-ledger-0', 1]);
  });
  test('of the largest size fit into a ConfigMap, under a name of 63 characters', () => {
    const text = '"'.repeat(512);
    const result = {
      summary: text,
      pr: text,
      branch: text.slice(255),
      commit: 'c'.repeat(64),
      verdict: 'v'.repeat(64),
    };
    const task = fitEntry({
      index: 1,
      jobName: 'j',
      phase: 'Succeeded',
      completionTime: '2030-01-01T00:00:00Z',
      result,
    });
    const entries = entriesOf(0, 500).map(({ key }) => ledgerEntry('r'.repeat(253), key, task));
    const [part] = withEntries(emptyLedger, 'b'.repeat(253), entries).parts;
    expect(JSON.stringify(part && partText(part)).length).toBeLessThan(1024 * 1024);
    expect(part?.name.length).toBeLessThanOrEqual(63);
  });
});

describe('what the controller wrote', () => {
  const ledger = withEntries(emptyLedger, 'deps', entriesOf(0, 3));
  const [stated] = statedParts(ledger);
  const [part] = ledger.parts;
  const text = part ? partText(part) : '';
  const cases: Record<string, { text: string; want: number }> = {
    'as it was written: all': { text, want: 3 },
    'with more, which a crash left behind or somebody added: what is stated': {
      text: `${text}\n${JSON.stringify({ key: 'forged', run: 'x' })}`,
      want: 3,
    },
    'with another entry: nothing': { text: text.replace('key-1', 'key-9'), want: 0 },
    'without its last entry: nothing': { text: text.split('\n').slice(0, 2).join('\n'), want: 0 },
    'empty: nothing': { text: '', want: 0 },
  };
  test.each(Object.entries(cases))('%s', (_, { text: stored, want }) => {
    const proven = stated ? provenPart(stated, stored) : undefined;
    expect(makeLedger(proven ? [proven] : []).entries.size).toBe(want);
  });
});
