import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import { ChildrenError } from '../../../runtime/engine/reconcile/reconcile-once.js';

test('a refused child in the log: its rejection, and nothing of what is in it', () => {
  const lines: string[] = [];
  const env = [{ name: 'TOKEN', value: 'canary' }];
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ env }] } };
  const rejection = { reason: 'Forbidden', message: 'exceeded quota', transient: false };
  const error = new ChildrenError([{ change: { type: 'create', object }, ...rejection }]);
  pino({}, { write: (line) => lines.push(line) }).warn({ err: error }, 'reconcile failed');
  expect(lines.join()).toContain('exceeded quota');
  expect(lines.join()).not.toContain('canary');
});
