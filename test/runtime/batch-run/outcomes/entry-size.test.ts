import { describe, expect, test } from '@jest/globals';
import type { TaskStatus } from '../../../../api/generated/kinds.js';
import { fitEntry, MAX_ENTRY_BYTES } from '../../../../runtime/batch-run/outcomes/entry-size.js';
import { inlineCapacity, isInline } from '../../../../runtime/batch-run/outcomes/inline-capacity.js';
import { makeInlineRun, makeRun, makeTasks } from '../world.js';

const base = {
  index: 1,
  jobName: 'update-001-task-1',
  key: 'f'.repeat(64),
  name: 'org/repo',
  phase: 'Failed',
} as const;
const text = (length: number) => 'x'.repeat(length);
const bytes = (entry: TaskStatus) => Buffer.byteLength(JSON.stringify(entry));
/** The entry with a message that makes it so many bytes long. */
const ofBytes = (total: number): TaskStatus => {
  const short = { ...base, message: '' };
  return { ...short, message: text(total - bytes(short)) };
};

describe('an entry that is too long loses what is missed least', () => {
  const result = { pr: 'https://x/pr/1', branch: 'b', commit: 'c', verdict: 'v', summary: 's' };
  const cases: Record<string, { entry: TaskStatus; want: Partial<TaskStatus> }> = {
    'it is just small enough: nothing': { entry: ofBytes(MAX_ENTRY_BYTES), want: ofBytes(MAX_ENTRY_BYTES) },
    'a long message: it is cut, and the result is whole': {
      entry: { ...base, message: text(1000), result },
      want: { message: expect.stringMatching(/^x{150,159}/) as never, result },
    },
    'a long summary: it is cut, the rest is whole': {
      entry: { ...base, message: 'why', result: { ...result, summary: text(1000) } },
      want: { message: 'why', result: { ...result, summary: expect.stringMatching(/^x{110,119}[^x]/) as never } },
    },
    'a long verdict: it goes': {
      entry: { ...base, result: { ...result, verdict: text(1000) } },
      want: { result: { pr: result.pr, branch: 'b', commit: 'c', summary: 's' } },
    },
    'a long branch: it goes, after the verdict': {
      entry: { ...base, result: { ...result, branch: text(1000) } },
      want: { result: { pr: result.pr, commit: 'c', summary: 's' } },
    },
    'a long address of the pull request: it goes, after the summary, and the commit stays': {
      entry: { ...base, message: text(60), result: { ...result, pr: text(1000) } },
      want: { message: text(60), result: { commit: 'c' } },
    },
    'a long commit: all of the result goes': {
      entry: { ...base, message: text(60), result: { ...result, commit: text(1000) } },
      want: { message: expect.stringMatching(/^x{30,39}/) as never, result: {} },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { entry, want }) => {
    expect(fitEntry(entry)).toEqual({ ...base, ...want });
  });

  test('one without a summary gets none', () => {
    const { summary: _, ...rest } = result;
    const fitted = fitEntry({ ...base, result: { ...rest, verdict: text(1000) } });
    expect(Object.keys(fitted.result ?? {})).toEqual(['pr', 'branch', 'commit']);
  });

  test('one that has neither message nor result cannot lose any', () => {
    expect(fitEntry({ ...base, name: text(2000) })).toEqual({ ...base, name: text(2000) });
  });
});

describe('how many entries fit into the status of a run', () => {
  test('500 of a run that names its Batch, and not one more', () => {
    expect(inlineCapacity(makeRun())).toBe(500);
    expect([isInline(makeRun(), 500), isInline(makeRun(), 501)]).toEqual([true, false]);
  });

  test('fewer of a run that brings 400 KiB of its own, whether they are in memory or not', () => {
    const own = makeInlineRun({ ...makeTasks(1), note: text(400 * 1024) } as never);
    const left = 1024 * 1024 - 160 * 1024 - JSON.stringify(own).length;
    expect(inlineCapacity(own)).toBe(Math.floor(left / (1024 + 576)));
    const offloaded = { ...makeRun(), offloadedBytes: 400 * 1024 };
    expect(Math.abs(inlineCapacity(offloaded) - inlineCapacity(own))).toBeLessThanOrEqual(1);
  });

  test('none of a run that leaves no room', () => {
    expect(inlineCapacity({ ...makeRun(), offloadedBytes: 1024 * 1024 } as never)).toBe(0);
  });
});
