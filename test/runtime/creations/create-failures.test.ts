import { expect, test } from '@jest/globals';
import { CreateFailureMemory } from '../../../runtime/creations/create-failures.js';
import type { ChildFailure } from '../../../runtime/engine/reconcile/act.js';
import { makeJob, now } from '../batch-run/world.js';

const refused = (task: number, message: string): ChildFailure => ({
  change: { type: 'create', object: makeJob(task) },
  reason: 'Forbidden',
  message,
  transient: false,
});
const names = (memory: CreateFailureMemory, at: number) => [...memory.of('run', at).byName.keys()];

test('a rejection is remembered until it is time to ask again, later each time', () => {
  const memory = new CreateFailureMemory();
  const times = [now];
  for (const _ of [0, 1, 2, 3, 4, 5, 6, 7]) {
    const at = times.at(-1) ?? now;
    memory.note('run', [refused(0, 'exceeded quota')], at);
    times.push(memory.of('run', at).retryAt ?? at);
  }
  const waits = times.slice(1).map((at, i) => (at - (times[i] ?? now)) / 1000);
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  const last = times.at(-1) ?? 0;
  expect(names(memory, last - 1)).toEqual(['update-001-task-0']);
  expect(names(memory, last)).toEqual([]);
});

test('the time of day is set back by an hour: asked again at once, not in an hour', () => {
  const memory = new CreateFailureMemory();
  memory.note('run', [refused(0, 'exceeded quota')], now);
  expect(names(memory, now - 3600_000)).toEqual([]);
});

test('another rejection in the meantime does not forget the first', () => {
  const memory = new CreateFailureMemory();
  memory.note('run', [refused(0, 'exceeded quota')], now);
  memory.note('run', [refused(1, 'exceeded quota')], now + 500);
  expect(names(memory, now + 600)).toEqual(['update-001-task-0', 'update-001-task-1']);
});

test('long after a rejection a new one waits no longer than a first', () => {
  const memory = new CreateFailureMemory();
  for (const _ of [1, 2, 3, 4, 5]) memory.note('run', [refused(0, 'x')], now);
  const later = now + 3600_000;
  memory.note('run', [refused(0, 'x')], later);
  expect(memory.of('run', later).retryAt).toBe(later + 1000);
});

test('runs do not know of each other, and a forgotten one has no rejections', () => {
  const memory = new CreateFailureMemory();
  memory.note('run', [refused(0, 'x')], now);
  expect(memory.of('other', now).byName.size).toBe(0);
  memory.forget('run');
  expect(memory.of('run', now).byName.size).toBe(0);
});
