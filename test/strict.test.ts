import { expect, test } from '@jest/globals';
import type { BatchRunStatus } from '../api/generated/kinds.js';

// The compiler checks this: an expected error that does not occur is an error too.
test('pairs of unknown types that are spread into a literal: the literal does not become any', () => {
  const pairs = [['planHash', 'abc']];
  // @ts-expect-error strict.d.ts: such pairs become unknown
  const status: BatchRunStatus = { ...Object.fromEntries(pairs) };
  expect(status).toEqual({ planHash: 'abc' });
});
