import { expect, test } from '@jest/globals';
import type { BatchRunStatus } from '../api/generated/kinds.js';

// Checked by the compiler, which also refuses an expectation of an error that does not come.
test('pairs of unknown types that are spread into a literal: the literal does not become any', () => {
  const pairs = [['planHash', 'abc']];
  // @ts-expect-error strict.d.ts: such pairs come to unknown
  const status: BatchRunStatus = { ...Object.fromEntries(pairs) };
  expect(status).toEqual({ planHash: 'abc' });
});
