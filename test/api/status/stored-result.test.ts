import { describe, expect, test } from '@jest/globals';
import type { BatchRunStatus, TaskResult } from '../../../api/generated/kinds.js';
import { currentResult, totalTokens, withCurrentResults } from '../../../api/status/stored-result.js';

describe('a result that an earlier version stored', () => {
  const cases: Record<string, { stored: object; want: TaskResult; total: number | undefined }> = {
    'tokens were a number: it is the total': {
      stored: { summary: 's', tokens: 12 },
      want: { summary: 's', tokens: { total: 12 } },
      total: 12,
    },
    'a number that is no count: left out': { stored: { summary: 's', tokens: -1 }, want: { summary: 's' }, total: -1 },
    'no tokens: as it is': { stored: { costUsd: 1 }, want: { costUsd: 1 }, total: undefined },
    'parts of tokens: as they are': {
      stored: { tokens: { input: 5, output: 2 } },
      want: { tokens: { input: 5, output: 2 } },
      total: 7,
    },
    'only some parts: no total': {
      stored: { tokens: { output: 3, cached: 5 } },
      want: { tokens: { output: 3, cached: 5 } },
      total: undefined,
    },
  };
  test.each(Object.entries(cases))('%s', (_, { stored, want, total }) => {
    expect([currentResult(stored), totalTokens(stored)]).toEqual([want, total]);
  });
});

describe('a status is written as its schema has it', () => {
  const entry = (result: object) => ({ index: 0, phase: 'Succeeded', jobName: 'j', result }) as never;
  test('of a BatchRun', () => {
    const status: BatchRunStatus = { phase: 'Succeeded', tasks: [entry({ tokens: 12 }), entry({ costUsd: 1 })] };
    expect(withCurrentResults(status).tasks?.map(({ result }) => result)).toEqual([
      { tokens: { total: 12 } },
      { costUsd: 1 },
    ]);
  });

  test('of a TaskRun', () => {
    expect(withCurrentResults({ result: { tokens: 12 } } as never)).toEqual({ result: { tokens: { total: 12 } } });
  });

  test('one that needs no change is the very object', () => {
    const status: BatchRunStatus = { tasks: [entry({ tokens: { total: 1 } })] };
    expect(withCurrentResults(status)).toBe(status);
  });
});
