import { describe, expect, test } from '@jest/globals';
import type { BatchRun } from '../../../../api/generated/kinds.js';
import { LABEL_BATCH_RUN } from '../../../../api/labels.js';
import { fitName } from '../../../../packages/kubernetes-conventions/fit-name.js';
import type { ObservedJob } from '../../../../runtime/batch-run/observed.js';
import { batchRunUsers, type ObservedLimit } from '../../../../runtime/batch-run/policies/shared-limit.js';
import { grantedSlots } from '../../../../runtime/limits/shared-limits.js';
import { ago, complete, makeGatedJob, makeGatedPod, makeJob, makePod, makeRun, now, runName } from '../world.js';

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

/** What a limit knows of one run, and what else has its key. */
interface Users extends Partial<ObservedLimit> {
  readonly run?: BatchRun;
}

const usersOf = ({ run = makeRun(), ...observed }: Users) =>
  batchRunUsers({ jobs: [], pods: [], runs: [run], unseenOf: () => [], releasedBy: () => new Set(), ...observed }, now);

describe('how many more tasks a run could start', () => {
  const progress = { total: 10, pending: 0, running: 0, completed: 2, failed: 1 };
  const saying = (reason: string): BatchRun['status'] => ({
    ...{ planHash: 'x', progress },
    conditions: [
      { type: 'Stalled', status: 'True', reason: 'Other', message: '', lastTransitionTime: ago(1) },
      { type: 'Ready', status: 'False', reason, message: '', lastTransitionTime: ago(1) },
    ],
  });
  const running = makePod(0, { phase: 'Running' });
  const created = (run: BatchRun, secondsAgo: number): BatchRun => ({
    ...run,
    metadata: { ...run.metadata, creationTimestamp: ago(secondsAgo) },
  });
  const all = makeRun({ maxConcurrency: 0 }, saying('TasksRunning'));
  const synthesized = makeRun({ jobs: 'synthesized' }, saying('TasksRunning'));
  const cases: Record<string, { sees: Users; want: number }> = {
    'all that have not ended': { sees: { run: all }, want: 7 },
    'all that have not ended, less those that have a slot': {
      sees: { run: all, jobs: [makeJob(3), makeJob(4, complete())], pods: [makePod(4, { phase: 'Succeeded' })] },
      want: 6,
    },
    'all have a slot or have ended: none': {
      sees: { run: makeRun({}, { planHash: 'x', progress: { ...progress, total: 4 } }), pods: [running, makePod(1)] },
      want: 0,
    },
    'before it says how it is': { sees: { run: makeRun({}, { planHash: 'x', progress }) }, want: 7 },
    'before it has counted its tasks: none': { sees: { run: makeRun({}, { planHash: 'x' }) }, want: 0 },
    'no more than its own limit leaves': {
      sees: { run: makeRun({ maxConcurrency: 3 }, saying('TasksRunning')), pods: [running] },
      want: 2,
    },
    'its own limit is exceeded: none': {
      sees: { run: makeRun({ maxConcurrency: 1 }, saying('TasksRunning')), pods: [running, makePod(1)] },
      want: 0,
    },
    'nothing has begun': { sees: { run: makeRun({}, saying('TasksPending')) }, want: 7 },
    'a task cannot start: the others may': { sees: { run: makeRun({}, saying('ErrImagePull')) }, want: 7 },
    'the template changed: none': { sees: { run: makeRun({}, saying('TemplateChanged')) }, want: 0 },
    'its Jobs cannot be created: none': { sees: { run: makeRun({}, saying('CreateFailed')) }, want: 0 },
    'paused: none': { sees: { run: makeRun({ suspend: true }, saying('TasksRunning')) }, want: 0 },
    'cancelled: none': { sees: { run: makeRun({ cancel: true }, saying('TasksRunning')) }, want: 0 },
    'new and not planned: as many as there are slots': {
      sees: { run: created(makeRun(), 3) },
      want: Number.POSITIVE_INFINITY,
    },
    'new and not planned, with a limit of its own: as many': {
      sees: { run: created(makeRun({ maxConcurrency: 2 }), 3) },
      want: 2,
    },
    'not planned for long: none': { sees: { run: created(makeRun(), 30) }, want: 0 },
    'synthesized: as many as have a Pod that waits for its gate to be removed': {
      sees: {
        run: synthesized,
        jobs: [0, 1, 2, 3].map((index) => makeGatedJob(index)),
        pods: [makeGatedPod(0), makeGatedPod(1), running, { ...makeGatedPod(2), status: { phase: 'Failed' } }],
      },
      want: 2,
    },
    'synthesized, with a limit of its own: no more than that leaves': {
      sees: {
        run: makeRun({ jobs: 'synthesized', maxConcurrency: 2 }, saying('TasksRunning')),
        pods: [makeGatedPod(0), makeGatedPod(1), makePod(2, { phase: 'Running' })],
      },
      want: 1,
    },
  };
  test.each(Object.entries(cases))('%s', (_, { sees, want }) => {
    expect(usersOf(sees).claimants.map(({ waiting }) => waiting)).toEqual([want]);
  });
});

describe('since when a run waits for its turn', () => {
  const { creationTimestamp } = makeRun().metadata;
  const startedPod = (index: number, secondsAgo: number) =>
    makePod(index, { containerStatuses: [{ name: 'agent', state: { running: { startedAt: ago(secondsAgo) } } }] });
  const suspended = { ...makeJob(0, { startTime: ago(5) }), spec: { suspend: true } };
  const cases: Record<string, { sees: Users; want: string | undefined }> = {
    'nothing has begun: its creation': { sees: {}, want: creationTimestamp },
    'Jobs began: the last of them': {
      sees: {
        jobs: [
          makeJob(0, { startTime: ago(9) }),
          makeJob(1, { startTime: ago(5) }),
          makeJob(2, { startTime: ago(7) }),
          makeJob(3, {}),
        ],
      },
      want: ago(5),
    },
    'a Job has not begun: its creation': {
      sees: { jobs: [makeJob(0, {}, { creationTimestamp: ago(7) })] },
      want: ago(7),
    },
    'a Job is suspended: it does not count': { sees: { jobs: [suspended] }, want: creationTimestamp },
    'a Pod whose gate was removed: its first container': {
      sees: { jobs: [makeGatedJob(0, { startTime: ago(1) })], pods: [startedPod(0, 4)] },
      want: ago(4),
    },
    'Pods of another run began: they do not count': {
      sees: { pods: [{ ...startedPod(0, 4), metadata: makePod(0, {}, { labels: {} }).metadata }] },
      want: creationTimestamp,
    },
  };
  test.each(Object.entries(cases))('%s', (_, { sees, want }) => {
    expect(usersOf(sees).claimants.map(({ since }) => since)).toEqual([`${want} ${runName}`]);
  });
});

describe('the slots of a limit that are taken, in all and by the run', () => {
  const foreign = (index: number) => makePod(index, { phase: 'Running' }, { labels: {} });
  const gated = makeGatedPod(0);
  const cases: Record<string, { sees: Users; want: [all: number, own: number] }> = {
    none: { sees: {}, want: [0, 0] },
    'by a Pod of the run, and one of another': {
      sees: { pods: [makePod(0, { phase: 'Running' }), foreign(1)] },
      want: [2, 1],
    },
    'by a Job that nobody has seen': { sees: { unseenOf: () => ['unseen'] }, want: [1, 1] },
    'by a Pod that was released a moment ago and still looks gated': {
      sees: { jobs: [makeGatedJob(0)], pods: [gated], releasedBy: () => new Set([gated.metadata.name]) },
      want: [1, 1],
    },
    'by a run whose name is too long for a label': {
      sees: {
        run: { ...makeRun(), metadata: { ...makeRun().metadata, name: 'x'.repeat(80) } },
        jobs: [makeJob(0, {}, { labels: { [LABEL_BATCH_RUN]: fitName('x'.repeat(80)) } })],
      },
      want: [1, 1],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { sees, want }) => {
    const { occupied, claimants } = usersOf(sees);
    expect([occupied, ...claimants.map(({ active }) => active)]).toEqual(want);
  });
});
