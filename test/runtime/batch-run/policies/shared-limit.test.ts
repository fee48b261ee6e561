import { describe, expect, test } from '@jest/globals';
import type { BatchRun } from '../../../../api/generated/kinds.js';
import type { ObservedJob } from '../../../../runtime/batch-run/observed.js';
import { batchRunUsers } from '../../../../runtime/batch-run/policies/shared-limit.js';
import { grantedSlots } from '../../../../runtime/limits/shared-limits.js';
import { ago, complete, makeGatedJob, makeGatedPod, makeJob, makeRun, now, runName } from '../world.js';

/** A run of ten tasks that was created this long ago, and its Jobs, of which those that have ended began so long ago. */
interface Sharing {
  readonly created: number;
  readonly began: readonly number[];
}

const nameOf = (i: number) => `run-${i}`;

const runOf = ({ created, began }: Sharing, i: number): BatchRun => {
  const progress = { total: 10, completed: began.length, failed: 0, pending: 10 - began.length, running: 0 };
  const run = makeRun({ maxConcurrency: 0 }, { phase: 'Running', planHash: 'x', progress } as BatchRun['status']);
  const metadata = { ...run.metadata, name: nameOf(i), uid: nameOf(i), creationTimestamp: ago(created) };
  return { ...run, metadata };
};

const jobsOf = ({ began }: Sharing, i: number): ObservedJob[] =>
  began.map((seconds, task) => {
    const job = makeJob(task, { ...complete(1), startTime: ago(seconds) });
    const labels = { ...job.metadata.labels, 'kubetask.io/batch-run': nameOf(i) };
    return { ...job, metadata: { ...job.metadata, name: `${nameOf(i)}-task-${task}`, labels } };
  });

function grantsOf(runs: readonly Sharing[], limit: number): number[] {
  const all = runs.map(runOf);
  const users = batchRunUsers(
    { jobs: runs.flatMap(jobsOf), pods: [], runs: all, unseenOf: () => [], releasedBy: () => new Set() },
    now,
  );
  return all.map((_, i) => grantedSlots({ run: nameOf(i), waiting: 10 }, { users: [users], size: limit }));
}

describe('runs that have nothing, and fewer slots than runs', () => {
  const cases: Record<string, { runs: readonly Sharing[]; limit: number; want: number[] }> = {
    'none has begun anything: the oldest ones': {
      runs: [
        { created: 30, began: [] },
        { created: 20, began: [] },
        { created: 10, began: [] },
      ],
      limit: 2,
      want: [1, 1, 0],
    },
    'two have had their turn: the third, then the one whose turn was longer ago': {
      runs: [
        { created: 60, began: [40, 20] },
        { created: 59, began: [40, 25] },
        { created: 58, began: [] },
      ],
      limit: 2,
      want: [0, 1, 1],
    },
    'a newer run that has just come waits for one that waits for longer': {
      runs: [
        { created: 60, began: [20] },
        { created: 5, began: [] },
      ],
      limit: 1,
      want: [1, 0],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { runs, limit, want }) => {
    expect(grantsOf(runs, limit)).toEqual(want);
  });

  test('a Job whose Pod waits for its gate to be removed has not begun, and holds no slot', () => {
    const { claimants, occupied } = batchRunUsers(
      {
        jobs: [makeGatedJob(0, { startTime: ago(1) })],
        pods: [makeGatedPod(0)],
        releasedBy: () => new Set(),
        runs: [{ ...makeRun(), metadata: { ...makeRun().metadata, creationTimestamp: ago(50) } }],
        unseenOf: () => [],
      },
      now,
    );
    expect(claimants.map(({ since }) => since)).toEqual([`${ago(50)} ${runName}`]);
    expect(occupied).toBe(0);
  });
});
