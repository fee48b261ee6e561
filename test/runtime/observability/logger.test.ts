import { describe, expect, test } from '@jest/globals';
import { ApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import { ChildrenError } from '../../../runtime/engine/reconcile/reconcile-once.js';
import { createLogger } from '../../../runtime/observability/logger.js';

function logged(err: Error): unknown {
  const lines: string[] = [];
  createLogger('info', { write: (line) => lines.push(line) }).warn({ err }, 'reconcile failed');
  return (JSON.parse(lines[0] ?? '{}') as { err?: unknown }).err;
}

describe('an error in the log', () => {
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } };
  const conflict = { change: { type: 'create' as const, object }, reason: 'Conflict', message: 'modified (409)' };
  const cases: Record<string, { error: Error; want: object }> = {
    'an answer of the API server: what it says, no stack trace': {
      error: new ApiError('Cannot GET x: forbidden', { code: 403, reason: 'Forbidden', transient: false }),
      want: { code: 403, reason: 'Forbidden', message: 'Cannot GET x: forbidden' },
    },
    'changes that it refused: why the first was, no stack trace': {
      error: new ChildrenError([{ ...conflict, transient: true }]),
      want: { reason: 'Conflict', message: 'Cannot carry out 1 of the changes: modified (409)' },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { error, want }) => {
    expect(logged(error)).toEqual(want);
  });

  test('a defect of ours: with its stack trace', () => {
    expect(logged(new TypeError('x is undefined'))).toMatchObject({ type: 'TypeError', stack: expect.any(String) });
  });
});
