import { describe, expect, test } from '@jest/globals';
import type { BatchRunInputs } from '../../../plan/batch-run/inputs.js';
import { planHash } from '../../../plan/batch-run/plan-hash.js';
import { makeBatch, makeInputs, makeRepository } from '../sample.js';

const variableContexts = [[makeRepository()]];
const batch = (spec: BatchRunInputs['batch']['spec']): Partial<BatchRunInputs> => ({ batch: { spec } });
const sharing = (limit: number) => ({ concurrency: { limitKey: 'claude', limit } });
const synthesized = { run: { name: 'r', jobs: 'synthesized' } } as const;

describe('two inputs', () => {
  const cases: Record<string, { a: Partial<BatchRunInputs>; b: Partial<BatchRunInputs>; want: 'equal' | 'other' }> = {
    'a default written out: equal': {
      a: batch({ variableContexts }),
      b: batch({ variableContexts, commonContext: [] }),
      want: 'equal',
    },
    'fields in another order: equal': {
      a: batch({ variableContexts, backoffLimit: 1 }),
      b: batch({ backoffLimit: 1, variableContexts }),
      want: 'equal',
    },
    'another prompt: other': { a: {}, b: batch(makeBatch({ commonContext: [] })), want: 'other' },
    'another agent: other': { a: {}, b: { workspace: { agentImage: 'x' } }, want: 'other' },
    'another run of the same Batch: equal': { a: {}, b: { run: { name: 'other' } }, want: 'equal' },
    'another maxConcurrency: equal, because it may change during the run': {
      a: batch(makeBatch({ maxConcurrency: 2 })),
      b: batch(makeBatch()),
      want: 'equal',
    },
    'another shared limit: equal, for the same reason': {
      a: { workspace: sharing(2) },
      b: { workspace: sharing(3) },
      want: 'equal',
    },
    'another limit key: other, because Pods are labelled with it': {
      a: { workspace: sharing(2) },
      b: {},
      want: 'other',
    },
    'synthesized and now limited: other, because its Pods get start gates': {
      a: { ...synthesized, ...batch(makeBatch({ maxConcurrency: 2 })) },
      b: { ...synthesized, ...batch(makeBatch()) },
      want: 'other',
    },
    'synthesized, and another limit: equal': {
      a: { ...synthesized, ...batch(makeBatch({ maxConcurrency: 2 })) },
      b: { ...synthesized, ...batch(makeBatch({ maxConcurrency: 3 })) },
      want: 'equal',
    },
  };
  test.each(Object.entries(cases))('%s', (_, { a, b, want }) => {
    expect(planHash(makeInputs(a)) === planHash(makeInputs(b)) ? 'equal' : 'other').toBe(want);
  });
});
