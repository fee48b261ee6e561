import { describe, expect, test } from '@jest/globals';
import type { TaskStatus } from '../../../../api/generated/kinds.js';
import { reportedEntries } from '../../../../runtime/batch-run/ledger/reported-entries.js';
import { ago, makeBatchObject, makeRun } from '../world.js';

const batch = { ...makeBatchObject(), metadata: { ...makeBatchObject().metadata, creationTimestamp: ago(100) } };
const makeTask = (task: Partial<TaskStatus> = {}): TaskStatus => ({
  index: 0,
  jobName: 'update-001-task-0',
  key: 'a',
  phase: 'Succeeded',
  reason: 'Completed',
  completionTime: ago(50),
  ...task,
});

describe('what a run says of a ledger', () => {
  const cases: Record<string, { tasks: TaskStatus[]; want: unknown[] }> = {
    'a task that succeeded: its key, end and result': {
      tasks: [makeTask({ result: { summary: 'done' } })],
      want: [{ key: 'a', run: 'update-001', completionTime: ago(50), result: { summary: 'done' } }],
    },
    'one that was reused: too, since the work is done': {
      tasks: [makeTask({ reason: 'Reused' })],
      want: [expect.objectContaining({ key: 'a' })],
    },
    'two with one key: the earlier': {
      tasks: [makeTask({ completionTime: ago(10) }), makeTask({ completionTime: ago(20) })],
      want: [expect.objectContaining({ completionTime: ago(20) })],
    },
    'one that failed or runs: nothing': {
      tasks: [makeTask({ phase: 'Failed' }), makeTask({ phase: 'Running' })],
      want: [],
    },
    'one of an earlier version, without a key: nothing': { tasks: [makeTask({ key: undefined as never })], want: [] },
    'one that ended before this Batch was created: nothing': {
      tasks: [makeTask({ completionTime: ago(101) })],
      want: [],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { tasks, want }) => {
    expect(reportedEntries(batch, [{ run: makeRun({}, { tasks }), shards: [] }])).toEqual(want);
  });
});

test('outcomes that a large run stored count, too', () => {
  const shard = { digest: 'd', entries: new Map([[7, makeTask({ index: 7, key: 'b' })]]) };
  const run = makeRun({}, { tasks: [makeTask()] });
  expect(
    reportedEntries(batch, [{ run, shards: [shard] }])
      .map(({ key }) => key)
      .sort(),
  ).toEqual(['a', 'b']);
});
